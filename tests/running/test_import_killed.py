"""An import that is killed goes on where it was, and readers write all the while."""

import time

import pytest

from tests.running.sites import wait_for
from tests.test_importing import comment, export, page

pytestmark = pytest.mark.database
MANY = 3000  # ten transactions
COMMENTS = "SELECT COUNT(*) FROM comments_comment WHERE origin LIKE 'wordpress:%'"


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


def test_it_goes_on_where_it_was_and_who_writes_meanwhile_waits_for_no_second(site, large):
    for _kill in range(2):
        part, before = site.start("import_wordpress", str(large)), site.number(COMMENTS)
        wait_for(lambda before=before, part=part: site.number(COMMENTS) > before or part.poll() is not None, 120)
        part.kill()
        part.wait()
    assert 0 < site.number(COMMENTS) < MANY
    part, slowest = site.start("import_wordpress", str(large)), 0.0
    with site.connect() as connection:
        while part.poll() is None:
            began = time.monotonic()
            connection.execute("UPDATE stages_identity SET tagline = tagline WHERE id = 1")
            slowest = max(slowest, time.monotonic() - began)
            time.sleep(0.05)
    assert part.returncode == 0, site.log()
    assert slowest < 5  # on a machine with ten times as much to do; 0.2 s on a quiet one
    assert site.number(COMMENTS) == MANY
    assert site.number("SELECT COUNT(*) FROM comments_thread WHERE comment_count = 0 AND NOT is_demo") == 0
