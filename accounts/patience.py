"""Waiting for the database: locked by a backup, restarted, full or away. The worker's; a page never waits like this."""

import logging
import time

from django.db import InterfaceError, OperationalError, connection

log = logging.getLogger(__name__)

AWAY = (OperationalError, InterfaceError)  # what a database says that cannot be used now
PAUSE = 2  # seconds between tries
TOLD_EVERY = 60  # seconds between two lines of the log that say so


def until_the_database_is_back(act):
    """Do something that needs the database, again and again until it does not fail for the database's sake; returns what
    it returns."""
    told_at = None
    while True:
        try:
            result = act()
        except AWAY as error:
            if told_at is None or time.monotonic() - told_at > TOLD_EVERY:
                log.warning("The database cannot be used, waiting for it: %s", first_line(error))
                told_at = time.monotonic()
            connection.close()
            time.sleep(PAUSE)
        else:
            if told_at is not None:
                log.warning("The database can be used again")
            return result


def first_line(error):
    """Return the first line of what a database says: the rest may quote what was asked of it."""
    return str(error).strip().split("\n")[0]
