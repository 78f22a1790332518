"""Who stands before Django: answers with the page that is kept, if there is one, and lets everything else pass."""

import sqlite3
from functools import cache
from http import HTTPStatus

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections

from leanback.page_cache import version
from leanback.page_cache.asked import asked_for
from leanback.page_cache.store import store
from leanback.sqlite3.between_commits import BetweenCommits
from leanback.watching.metrics import pages

kept = pages.labels("kept")
LINES = {status: f"{status.value} {status.phrase}" for status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)}


def number_now():
    """Return the number, or None where the database cannot be asked: then Django says what there is to say."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.in_atomic_block:
        return version.now()
    if connection.vendor == "sqlite":
        try:
            return number_in(connection.settings_dict["NAME"]).value()
        except (sqlite3.Error, OSError):
            return number_asked(connection)
    return number_asked(connection)


@cache
def number_in(path):
    return BetweenCommits(path, version.READ)


def number_asked(connection):
    """Return the number by a connection of Django's. One that was kept too long is another one the second time."""
    for _again in range(2):
        try:
            connection.close_if_unusable_or_obsolete()
            return version.now()
        except (DatabaseError, InterfaceError):
            connection.close()
    return None


def with_door(application):
    """Return an application of WSGI that answers what it can before `application` is asked."""

    def answer(environ, start_response):
        asked = asked_for(environ, number_now)
        environ["leanback.asked"] = asked
        page = store.get(asked) if asked else None
        if page is None:
            return application(environ, start_response)
        kept.inc()
        status, headers, body = page.answer(environ)
        start_response(LINES[status], headers)
        return [body]

    return answer
