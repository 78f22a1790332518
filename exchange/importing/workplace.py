"""Where an import lays out what it reads: private words, so beside the site's other private files and for its owner alone. What a
process that was killed has left is deleted by the next, and by the worker."""

import fcntl
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

BEGINS, LOCK = "work-", "in-use"
MINUTE = 60  # seconds: as long a folder may be there before its owner has locked it


def imports():
    """Return the folder of all that belongs to imports, which nobody else may read."""
    place = settings.VAR / "imports"
    place.mkdir(mode=0o700, exist_ok=True)
    if place.stat().st_mode & 0o077:
        place.chmod(0o700)
    return place


@contextmanager
def folder():
    """Lend an empty folder until its work is done. Raises OSError when the disk is full."""
    sweep()
    made = tempfile.TemporaryDirectory(prefix=BEGINS, dir=imports(), ignore_cleanup_errors=True)
    with made, (Path(made.name) / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Path(made.name)


def sweep():
    """Delete the folders that no living process works in."""
    for left in imports().glob(f"{BEGINS}*"):
        if not is_in_use(left):
            shutil.rmtree(left, ignore_errors=True)


def is_in_use(place):
    try:
        with (place / LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return False
    except BlockingIOError:
        return True
    except OSError:  # without a lock yet, or gone by now
        return place.exists() and place.stat().st_mtime > time.time() - MINUTE
