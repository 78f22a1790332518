"""Pages that are kept by several processes, while others write and processes are killed: none is ever older than its request."""

import re
import threading
import time
from contextlib import suppress

import pytest

from tests.running.sites import Site, children, wait_for
from tests.running.test_site import kill

PAGE = "/stages/distance/"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("kept_pages") / "site", WEB_WORKERS="2")
    server = site.start("web").pid
    wait_for(lambda: site.answers(PAGE))
    site.workers = lambda: children(server)
    yield site
    site.stop()


class Writer(threading.Thread):
    """Gives the stage the titles "Round 1", "Round 2" …, by a connection that knows nothing of Django; every second one is
    taken back at first. `written` is the last that is known to be there."""

    written, is_over = 0, False

    def __init__(self, site):
        super().__init__(daemon=True)
        self.site = site

    def run(self):
        with self.site.connect() as connection:
            number = 0
            while not self.is_over:
                number += 1
                title = f"UPDATE stages_stage SET title = 'Round {number}' WHERE slug = 'distance'"
                with suppress(Exception):
                    for end in ("ROLLBACK", "COMMIT") if number % 2 else ("COMMIT",):
                        connection.execute("BEGIN")
                        connection.execute(title)
                        connection.execute(end)
                    self.written = number
                time.sleep(0.02)


def round_on(page):
    found = re.search(r"<h1[^>]*>Round (\d+)</h1>", page or "")
    return int(found[1]) if found else None


def read(site, writer, stale, seen):
    """Read again and again, and note what was older than the request or newer than what can be there."""
    while not writer.is_over:
        before = writer.written
        shown = round_on(site.answers(PAGE))
        if shown is not None:
            seen.append(shown)
            if not before <= shown <= writer.written + 1:
                stale.append((before, shown, writer.written))


def test_no_page_is_older_than_its_request_whoever_writes_and_whatever_dies(site):
    writer, stale, seen = Writer(site), [], []
    readers = [threading.Thread(target=read, args=[site, writer, stale, seen], daemon=True) for _reader in range(3)]
    writer.start()
    wait_for(lambda: writer.written)
    for reader in readers:
        reader.start()
    for third in (1, 2, 3):
        wait_for(lambda third=third: len(set(seen)) > 7 * third)
        kill(site.workers()[0])
    writer.is_over = True
    for reader in readers:
        reader.join(20)
    assert stale == [] and len(set(seen)) > 20


def test_what_is_kept_is_what_is_there_in_each_process(site):
    wait_for(lambda: site.answers(PAGE))
    for number in range(5):
        with site.connect() as connection:
            connection.execute(f"UPDATE stages_stage SET title = 'Round {9_000_000 + number}' WHERE slug = 'distance'")
        assert {round_on(site.answers(PAGE)) for _request in range(8)} == {9_000_000 + number}
