"""An upgrade loses nothing: a site of an earlier day, with one of everything in it, is brought up to date as `make run`
does it, and compared row by row. `tests/upgrading/fill.py` made the first, `fill_newer.py` the next."""

import json
from types import SimpleNamespace

import pytest

from tests import database as copies
from tests.upgrading import database
from tests.upgrading.visit import KNOWN

pytestmark = pytest.mark.database  # by a connection of its own

# Tables and columns that are gone on purpose, each with the reason. An index that is made anew is proved by a search.
GONE = {
    "leanback_passage": "the search index",
    "leanback_passage_words": "the search index",
    "leanback_passage_terms": "the search index",
    "accounts_outgoingmail.claimed_at": "a claim holds as long as the task that made it (0008_mail_is_claimed_by_a_task)",
    "accounts_mailchoices.letter": "a choice that nothing stood behind: letters have a list of their own",
}
# Columns that a migration made anew: a question is called by its first sentence (0035_titles_of_questions).
# The number of what strangers see moves with every change; the search index is filled anew.
MADE_ANEW = {
    "comments_thread": {"title", "slug"},
    "leanback_publicversion": {"number"},
    "search_passage": {"id"},
}
RENAMED = {"leanback_emptysearch": "search_emptysearch"}
MOVED_TASKS = {"comments.tasks.tell_wish_came_true": "wishes.tasks.tell_wish_came_true"}
# Nothing of ours fills these: rights come with roles, and allauth's older way to confirm an address is not used.
EMPTY = {"accounts_user_user_permissions", "auth_group_permissions", "account_emailconfirmation"}


@pytest.fixture(scope="module", params=[database.FIRST, database.NEWER])
def upgraded(request, tmp_path_factory):
    """Return what stood in the site `before`, what stands in it `after`, and what came when it was visited."""
    url = database.make(tmp_path_factory.mktemp("upgrading"), request.param)
    try:
        before = database.Content(url)
        for old, new in RENAMED.items() if request.param == database.FIRST else ():
            before.rows[new], before.columns[new] = before.rows.pop(old), before.columns.pop(old)
        for row in before.rows["django_tasks_database_dbtaskresult"]:
            row["task_path"] = MOVED_TASKS.get(row["task_path"], row["task_path"])
        database.run(url, "manage.py", "prepare")
        after, shape = database.Content(url), database.shape(url)
        came = json.loads(database.run(url, "-m", "tests.upgrading.visit").splitlines()[-1])
    finally:
        database.throw_away(url)
    return SimpleNamespace(state=request.param, before=before, after=after, shape=shape, **came)


def test_the_site_of_then_has_something_in_every_table(upgraded):
    assert {table for table, rows in upgraded.before.rows.items() if not rows} <= EMPTY


def test_no_table_is_lost(upgraded):
    assert upgraded.before.columns.keys() - upgraded.after.columns.keys() <= GONE.keys()


def test_no_column_is_lost(upgraded):
    before, after = upgraded.before.columns, upgraded.after.columns
    lost = {f"{table}.{column}" for table in before.keys() & after for column in before[table].keys() - after[table]}
    assert lost <= GONE.keys()


def test_no_row_is_lost_or_changed(upgraded):
    lost = {}
    for table in upgraded.before.columns.keys() & upgraded.after.columns.keys() - GONE.keys():
        both = [name for name in upgraded.before.columns[table] if name in upgraded.after.columns[table]]
        both = [name for name in both if name not in MADE_ANEW.get(table, ())]
        missing = upgraded.before.told(table, both) - upgraded.after.told(table, both)
        lost |= {table: list(missing)[:3]} if missing else {}
    assert lost == {}


def test_it_has_the_tables_columns_and_rules_of_a_new_site(upgraded, tmp_path):
    """A new site takes one step where an older one took many (`replaces`)."""
    new = copies.copy("migrated", tmp_path)
    assert sorted(upgraded.shape ^ database.shape(copies.url(new))) == []
    copies.drop(new)


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("home", "Leanback"),
        ("stage", "question"),
        ("thread", KNOWN),
        ("questions", KNOWN),
        ("search", KNOWN),
        ("library", "/library/"),
        ("her own page", "Who answers here"),
        ("private thread", "It stays between us."),
        ("my page", "Anémona"),
        ("desk", "/admin/threads/"),
        ("thread at the desk", "Ethelbert"),
        ("log", "Mara"),
        ("reader at the desk", "Has a sister who helps."),
    ],
)
def test_its_pages_open_for_whoever_was_signed_in(upgraded, page, says):
    came = upgraded.pages[page]
    assert came["status"] == 200 and says in came["text"]


@pytest.mark.parametrize(
    ("page", "leads_to"),
    [("moved stage", "/stages/distance-again/"), ("merged thread", "/the-first-half/"), ("answer", "#")],
)
def test_its_old_addresses_lead_on(upgraded, page, leads_to):
    came = upgraded.pages[page]
    assert came["status"] in {301, 302} and leads_to in came["to"]


def test_what_came_later_opens_too(upgraded):
    said = {"letter": "Rest.", "practice": "It was easier than I thought."} if upgraded.state == database.NEWER else {}
    assert all(words in upgraded.pages[page]["text"] for page, words in said.items())
    assert not said or upgraded.pages["address of the old blog"]["status"] in {301, 302}


def test_what_was_private_still_is(upgraded):
    assert upgraded.pages["private thread of another"]["status"] == 404


def test_work_that_was_waiting_is_done(upgraded):
    assert upgraded.failed == [] and upgraded.answered == 1
