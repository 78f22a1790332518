"""A disk that is full, really: who reads goes on, who writes is told kindly, and when there is room again all is well."""

import os
import re
import subprocess
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from tests import database
from tests.running.sites import Site, wait_for

TYPED = "He has gone quiet since Sunday."


NAME = "leanback-test-disk-"  # with the number of the process that mounted it, in the list of what is mounted


def take_away(disk):
    subprocess.run(["umount", "-l", disk], check=True)
    Path(disk).rmdir()


def take_away_what_was_left():
    """Unmount the disks of tests that were killed before they could."""
    for source, disk, *_ in map(str.split, Path("/proc/mounts").read_text().splitlines()):
        if source.startswith(NAME) and not Path("/proc", source.removeprefix(NAME)).exists():
            take_away(disk)


@pytest.fixture(scope="module")
def small_disk():
    """A disk of 48 MB. It is in no folder of pytest's, whose tidying up of earlier runs would fail on one that was left."""
    if database.KEPT.vendor != "sqlite":
        pytest.skip("the disk of the database's server is not ours to fill")
    if os.getuid() != 0:
        pytest.skip("to mount a small disk needs root")
    take_away_what_was_left()
    disk = Path(tempfile.mkdtemp(prefix=NAME))
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", f"{NAME}{os.getpid()}", disk]).returncode:
        disk.rmdir()
        pytest.skip("to mount a small disk needs a system that permits it")
    yield disk
    take_away(disk)


@pytest.fixture(scope="module")
def site(small_disk):
    """A site on the small disk, with a form for a question that was opened while there was room, and a mail to be sent."""
    site = Site(small_disk / "site")
    site.log_file = site.log_file.with_name("log")
    site.start("web")
    site.post_mails("ann")
    wait_for(site.answers)
    site.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = site.browser.open(f"{site.url}/stages/distance/ask/").read().decode()
    site.form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)) | {"text": TYPED}
    fill(site)
    site.worker = site.start_worker()
    yield site
    site.stop()


def fill(site):
    with site.connect() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with (site.folder / "filling").open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 4096)


def answer_to(site, path, form=None):
    """Return (status, headers, text) of an answer."""
    body = urllib.parse.urlencode(form).encode() if form else None
    try:
        answer = site.browser.open(site.url + path, body, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, answer.headers, answer.read().decode()


@pytest.mark.parametrize("path", ["/", "/stages/distance/", "/questions/", "/search/?q=lighthouse", "/library/"])
def test_reading_goes_on(site, path):
    assert answer_to(site, path)[0] == 200


def test_health_says_that_there_is_no_room(site):
    status, headers, text = answer_to(site, "/healthz/")
    assert status == 503 and "no room" in text and headers["Retry-After"]


def test_who_writes_is_told_that_nothing_was_saved_and_keeps_her_text(site):
    status, headers, page = answer_to(site, "/stages/distance/ask/", site.form)
    assert status == 503 and headers["Retry-After"] and "Nothing was saved" in page and TYPED in page


def test_a_backup_says_so_and_leaves_nothing_half(site):
    code = site.start("backup").wait(60)
    assert code == 1 and re.search("disk is full|could not be copied", site.log())
    assert not list(site.folder.glob("backups/*")) and not list(site.folder.glob("backup-work-*"))


def test_with_room_again_all_goes_on_by_itself(site):
    wait_for(lambda: "The database cannot be used, waiting for it: database or disk is full" in site.log())
    (site.folder / "filling").unlink()
    assert answer_to(site, "/stages/distance/ask/", site.form)[0] == 200
    wait_for(lambda: not site.unsent())
    assert site.worker.poll() is None and answer_to(site, "/healthz/")[0] == 200
