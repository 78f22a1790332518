"""Do the servers that the settings name answer? Asked before a site is served, and told in a sentence when not."""

from django.conf import settings
from django.core.cache import cache
from django.core.management.base import CommandError
from django.db import Error, connection

LONGEST = 300  # characters of what a server says that are passed on


def require_servers():
    """Raise CommandError, which says what to set, if the database or Redis cannot be used."""
    require_database()
    if settings.REDIS_URL:
        require_redis()


def require_database():
    try:
        connection.ensure_connection()
    except Error as error:
        raise CommandError(
            f"DATABASE_URL leads to no database that can be used ({said(error)}). Start that database or set another: "
            "postgres://user:password@host:5432/name, or nothing for SQLite in VAR_DIR."
        ) from error


def require_redis():
    try:
        cache.get("is anybody there?")
    except Exception as error:  # of redis, of its addresses, of the net
        raise CommandError(
            f"REDIS_URL leads to no Redis that can be used ({said(error)}). Start it or set another: "
            "redis://host:6379/0, or nothing for a table in the database."
        ) from error


def said(error):
    """Return what a server says, on one line."""
    return " ".join(str(error).split())[:LONGEST].rstrip(".")
