"""Two servers, two workers, PostgreSQL, Redis and nginx: whatever is killed, what was acknowledged is there, and who reads
reads on while one server of two is left."""

import http.client
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections import Counter
from pathlib import Path

import psycopg
import pytest

from tests import database
from tests.running import machines
from tests.running.sites import ROOT, wait_for

ASK = "/stages/distance/ask/"
READ = ("/", "/stages/distance/", "/questions/", "/library/")
PARTS = ("nginx", "first", "second", "worker-1", "worker-2", "redis", "postgresql")
NEEDED_TO_READ = {"nginx", "postgresql"}  # of these there is one, and nobody reads without it


@pytest.fixture(scope="module")
def site():
    if missing := machines.missing():
        pytest.skip(f"not installed: {', '.join(missing)}")
    if database.KEPT.vendor != "sqlite":
        pytest.skip("it has a PostgreSQL of its own, and runs once")
    folder = Path(tempfile.mkdtemp(prefix="leanback-machines-"))  # pytest's are closed to whoever runs PostgreSQL
    site = machines.Machines(folder)
    try:
        for part in ("postgresql", "redis"):
            site.start_part(part)
        subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=site.environment, check=True)
        for part in ("first", "second", "worker-1", "worker-2", "nginx"):
            site.start_part(part)
        wait_for(lambda: site.serves("first") and site.serves("second"))
        yield site
    finally:
        site.stop()
        shutil.rmtree(folder, ignore_errors=True)


class Visitor(threading.Thread):
    """Somebody of a place of her own, who goes on until it is over. `came` counts what she was answered."""

    def __init__(self, site, number):
        super().__init__(daemon=True)
        self.site, self.place, self.is_over = site, f"127.0.1.{number}", False
        self.came = Counter()

    def ask(self, method, path, body=None, headers=None):
        """Return (status, headers, text); 0 where nothing came."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.site.ports["nginx"], timeout=30, source_address=(self.place, 0)
        )
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return 0, {}, ""
        finally:
            connection.close()

    def run(self):
        while not self.is_over:
            status = self.go()
            self.came[status] += 1
            if status not in (200, 302, 303):
                time.sleep(0.05)


class Reader(Visitor):
    def go(self):
        return self.ask("GET", READ[self.came.total() % len(READ)])[0]


class Writer(Visitor):
    """Writes a question, each time as somebody who was never here; `kept` are the words that the site has taken."""

    def __init__(self, site, number):
        super().__init__(site, number)
        self.kept, self.tried = [], 0

    def go(self):
        time.sleep(1.1)  # sixty a minute from one place are too many
        self.tried += 1
        status, headers, page = self.ask("GET", ASK)
        if status != 200:
            return status
        cookies = "; ".join(each.split(";")[0] for each in headers.get_all("Set-Cookie", ()))
        form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        words = f"He has gone quiet, and this is time {self.tried} that I ask from {self.place}."
        body = urllib.parse.urlencode(form | {"text": words})
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies, "Origin": self.site.url}
        kind["Host"] = self.site.url.removeprefix("http://")
        status, headers, page = self.ask("POST", ASK, body, kind)
        if status in (302, 303):
            self.kept.append(words)
        return status


@pytest.fixture(scope="module")
def visitors(site):
    """Three who read and three who write, all the while."""
    visitors = [*(Reader(site, number) for number in (1, 2, 3)), *(Writer(site, number) for number in (4, 5, 6))]
    for visitor in visitors:
        visitor.start()
    wait_for(lambda: all(visitor.came[200] + visitor.came[302] for visitor in visitors))
    yield visitors
    for visitor in visitors:
        visitor.is_over = True
        visitor.join(60)


def goes_on(visitors):
    """Wait until each has had three more answers, whatever they say."""
    before = [visitor.came.total() for visitor in visitors]
    wait_for(lambda: all(each.came.total() >= was + 3 for each, was in zip(visitors, before, strict=True)))


def reads(visitors):
    return sum((visitor.came for visitor in visitors if isinstance(visitor, Reader)), Counter())


def words_taken(visitors):
    return [len(visitor.kept) for visitor in visitors if isinstance(visitor, Writer)]


@pytest.mark.parametrize("part", PARTS)
def test_what_can_be_done_without_goes_unnoticed_and_the_rest_comes_back(site, visitors, part):
    goes_on(visitors)
    before = reads(visitors)
    site.kill(part)
    goes_on(visitors)
    failed = {status: count for status, count in (reads(visitors) - before).items() if status != 200}
    site.start_part(part)
    wait_for(lambda: part not in ("first", "second") or site.serves(part))
    taken = words_taken(visitors)
    wait_for(lambda: all(now > then for now, then in zip(words_taken(visitors), taken, strict=True)))
    assert part in NEEDED_TO_READ or failed == {}


def test_nothing_that_was_acknowledged_is_lost(site, visitors):
    with psycopg.connect(site.environment["DATABASE_URL"]) as connection:
        there = {text for (text,) in connection.execute("SELECT text FROM comments_draft")}
    kept = [words for visitor in visitors if isinstance(visitor, Writer) for words in list(visitor.kept)]
    assert len(kept) > 20 and set(kept) - there == set()
