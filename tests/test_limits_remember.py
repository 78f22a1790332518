"""Limits are counted where nothing that is still valid is thrown away, and what is over goes."""

import sqlite3
import time
from contextlib import closing

import pytest
from allauth.core import ratelimit
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import RequestFactory

from leanback import tasks

MANY = 400  # more than Django's table would keep


def rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM leanback_cache")
        return cursor.fetchone()[0]


def may_report(address):
    """Count one report from an address; return whether it was within the limit of an hour."""
    return ratelimit.consume(RequestFactory().post("/", REMOTE_ADDR=address), action="report")


def test_a_limit_is_not_forgotten_because_much_else_was_counted(db):
    assert [may_report("192.0.2.1") for _time in range(11)] == [True] * 10 + [False]
    for number in range(MANY):
        cache.set(f"another {number}", 1, 3600)
    assert not may_report("192.0.2.1") and rows() > MANY


def test_what_has_expired_is_swept_away_and_the_rest_stays(db, identity, later):
    cache.set("over", 1, 60)
    cache.set("living", 1, 6000)
    before = rows()
    later(120)
    tasks.tend.func()
    assert rows() == before - 1 and cache.get("living") == 1


def test_who_meets_a_locked_database_waits_once_and_is_not_told_that_it_was_too_often(transactional_db):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite is locked as a whole")
    with connection.cursor() as cursor, closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        cursor.execute("PRAGMA busy_timeout = 700")
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(OperationalError):
            cache.set("key", 1, 60)
        assert time.monotonic() - began < 2
    connection.close()
