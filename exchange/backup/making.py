"""Making a backup."""

import errno
import logging
from contextlib import suppress

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.utils import timezone

from exchange.backup import archive, databases, place, scratch
from exchange.models import BackupRun, Departure

log = logging.getLogger(__name__)

FULL = {errno.ENOSPC, errno.EDQUOT}


def make():
    """Make a backup, keep those that the rule keeps, and return its BackupRun. Raises Broken, and notes that too."""
    return noted("backup", _make)


def noted(kind, do):
    """Do something with backups, and write down how it went. `do` returns (name, bytes)."""
    try:
        name, size = do()
    except archive.Broken as error:
        note_problem(kind, str(error))
        raise
    except OSError as error:
        said = no_room() if error.errno in FULL else f"Files could not be read or written: {error.strerror or error}."
        note_problem(kind, said)
        raise archive.Broken(said) from error
    return BackupRun.objects.note(kind, name, size)


def note_problem(kind, said):
    """Write down what went wrong; where the database cannot be written either, whoever runs it is told all the same."""
    with suppress(OperationalError):
        BackupRun.objects.note(kind, problem=said)


def no_room():
    return "The disk is full: nothing was changed. Make room, or set BACKUP_TO to another place."


def _make():
    with scratch.folder() as folder:
        name, size = put_away(folder)
    thin_out()
    return name, size


def thin_out():
    """Delete what the rule does not keep. Keys that may only write are a good idea, so the backup is good without."""
    try:
        place.thin_out(timezone.now())
    except OSError as error:
        log.warning("Old backups could not be deleted: %s", error)


def put_away(folder):
    """Make a backup of the site as it is now, working in this folder; return (its name, its size in bytes)."""
    database, now = databases.current(), timezone.now()
    name, path = place.name_at(now), folder / "plain"
    copy = folder / database.file_name
    tables = database.take_copy(copy)
    about = {"made_at": now.isoformat(), "engine": database.engine, "tables": tables}
    archive.write(path, (database.file_name, copy), about, default_storage)
    copy.unlink()
    if settings.BACKUP_KEY:
        secret = folder / "secret"
        archive.encrypt(path, secret)
        path.unlink()
        path = secret
    place.put(path, name)
    place.write_down_who_left(Departure.objects.marks())
    return name, path.stat().st_size
