"""Connections to the database are kept from one request to the next, and never one to a file that is no longer there."""

import sqlite3
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connections
from django.db.utils import ConnectionHandler

ON_SQLITE = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="a server keeps its own files"
)


def written(file, word):
    """Make a database that says one word, as a backup would be."""
    backup = sqlite3.connect(file)
    backup.executescript(f"PRAGMA journal_mode=WAL; CREATE TABLE said (word); INSERT INTO said VALUES ('{word}')")
    backup.close()


@pytest.fixture
def site(tmp_path, django_db_blocker):
    """A connection as the site has it, to a file of its own that says "before"."""
    written(tmp_path / "site.sqlite3", "before")
    own = {"NAME": tmp_path / "site.sqlite3", "TEST": {}}
    connection = ConnectionHandler({"default": settings.DATABASES["default"] | own})["default"]
    with django_db_blocker.unblock():
        yield connection
        connection.close()


def begin_request(connection):
    connection.close_if_unusable_or_obsolete()


def said(connection):
    with connection.cursor() as cursor:
        return cursor.execute("SELECT word FROM said").fetchone()[0]


def put_in_place(connection, word):
    """Restore a backup as a person does: the old files away, the backup under their name."""
    file = Path(connection.settings_dict["NAME"])
    for old in file.parent.glob("site.sqlite3*"):
        old.rename(old.with_name(f"old-{old.name}"))
    written(file.with_name("backup"), word)
    file.with_name("backup").rename(file)


def test_a_connection_outlives_a_request():
    kept = connections["default"].settings_dict
    assert kept["CONN_MAX_AGE"] != 0 and kept["CONN_HEALTH_CHECKS"]


@ON_SQLITE
def test_one_connection_serves_many_requests(site):
    said(site)
    first = site.connection
    for _request in range(3):
        begin_request(site)
        said(site)
    assert site.connection is first


@ON_SQLITE
def test_a_restored_backup_is_read_and_written_from_the_next_request_on(site):
    assert said(site) == "before"
    put_in_place(site, "restored")
    begin_request(site)
    assert said(site) == "restored"
    with site.cursor() as cursor:
        cursor.execute("UPDATE said SET word = 'after'")
    assert sqlite3.connect(site.settings_dict["NAME"]).execute("SELECT word FROM said").fetchone() == ("after",)


@ON_SQLITE
def test_a_write_ahead_log_that_was_removed_is_noticed(site):
    said(site)
    Path(f"{site.settings_dict['NAME']}-wal").unlink()
    begin_request(site)
    assert said(site) == "before" and site.files()[1] is not None


@ON_SQLITE
def test_a_connection_that_failed_is_not_kept(site):
    said(site)
    failed = site.connection
    with pytest.raises(OperationalError):
        site.cursor().execute("SELECT nothing FROM nowhere")
    begin_request(site)
    assert said(site) == "before" and site.connection is not failed
