"""A folder to work in beside the site's files, and the promise to be alone in it."""

import fcntl
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from exchange.backup.archive import Broken

BEGINS = "backup-work-"


@contextmanager
def folder():
    """Lend an empty folder on the disk of the site. What a run that was killed has left goes first. Raises Broken while
    another backup, restore or drill of this site is running on this machine."""
    with (settings.VAR / "backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Broken("Another backup, restore or drill is running: wait for its end.") from error
        delete_what_is_left()
        with tempfile.TemporaryDirectory(prefix=BEGINS, dir=settings.VAR) as made:
            yield Path(made)


def delete_what_is_left():
    for left in settings.VAR.glob(f"{BEGINS}*"):
        shutil.rmtree(left, ignore_errors=True)


def sweep():
    """Delete what a run that was killed has left: the whole site in the clear. One that is running keeps its own."""
    with suppress(Broken), folder():
        pass
