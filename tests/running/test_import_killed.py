"""An import that is killed goes on where it was, and readers write all the while."""

import subprocess
import sys
import time

import pytest

from tests.running.sites import ROOT, Site
from tests.test_importing import comment, export, page

pytestmark = pytest.mark.database
MANY = 6000
COMMENTS = "SELECT COUNT(*) FROM comments_comment WHERE origin LIKE 'wordpress:%'"


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path / "site")
    yield site
    site.stop()


@pytest.fixture
def large(tmp_path):
    """An export of thousands of comments, every third of which is answered by the coach."""
    said = []
    for number in range(1, MANY + 1):
        replies = {"parent": number - 1, "user_id": 7} if number % 3 == 0 else {}
        said.append(comment(number, f"What shall I do in week {number}?", **replies))
    file = tmp_path / "large.xml"
    file.write_text(export(page(*said)))
    return file


def test_it_goes_on_where_it_was(site, large):
    for _kill in range(2):
        part = site.start("import_wordpress", str(large))
        before, until = site.number(COMMENTS), time.monotonic() + 120
        while site.number(COMMENTS) <= before and part.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        part.kill()
        part.wait()
    done = subprocess.run(
        [sys.executable, "manage.py", "import_wordpress", str(large)],
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert site.number(COMMENTS) == MANY
    assert site.number("SELECT COUNT(*) FROM comments_thread WHERE comment_count = 0 AND NOT is_demo") == 0


def test_who_writes_meanwhile_waits_for_no_second(site, large):
    part, slowest = site.start("import_wordpress", str(large)), 0.0
    with site.connect() as connection:
        while part.poll() is None:
            began = time.monotonic()
            connection.execute("UPDATE stages_identity SET tagline = tagline WHERE id = 1")
            slowest = max(slowest, time.monotonic() - began)
            time.sleep(0.05)
    assert part.returncode == 0 and slowest < 5  # on a machine with ten times as much to do; 0.4 s on a quiet one
