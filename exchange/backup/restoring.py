"""Restoring: everything is prepared beside the site, and takes its place in one step, or not at all."""

import json
import logging
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from exchange.backup import archive, databases, making, place, scratch
from exchange.backup.archive import Broken
from exchange.models import BackupRun, Departure

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Unpacked:
    """A backup that was unpacked beside the site and found whole."""

    manifest: dict
    folder: Path

    @property
    def database(self):
        return self.folder / databases.current().file_name

    @property
    def media(self):
        return self.folder / "media"


def restore(wanted):
    """Put a backup in the place of the site: `wanted` is the path of a file, the name of one that is kept, or "newest".
    Return {what: how many} to tell. The site as it is now is backed up first, where it can still be read. Raises Broken;
    nothing was changed then."""
    told = {}

    def do():
        with scratch.folder() as folder:
            unpacked = unpack(wanted, folder)
            database = databases.current()
            with database.beside(unpacked.database, folder) as (copy, url):
                check(unpacked, database, copy)
                told.update(settle(url, folder))
                told["kept"] = keep_what_is_there(folder)
                put_back_pictures(unpacked.media)
                database.put_in_place(unpacked.database, folder, url)
            if told["kept"]:
                forget_other_pictures(unpacked.media)
        cache.clear()
        return Path(wanted).name, 0

    try:
        making.noted("restore", do)
    except DatabaseError as error:  # the note itself: the site's database cannot be read, which is why one restores
        raise Broken(f"The site's database cannot be used: {error}") from error
    return told


def unpack(wanted, folder):
    """Fetch, decrypt and unpack a backup; return it Unpacked. Raises Broken if it is not whole, or not for this site."""
    path = Path(wanted)
    if not path.is_file():
        path = folder / "fetched"
        place.fetch(place.newest() if wanted == "newest" else Path(wanted).name, path)
    plain = archive.decrypted(path, folder / "decrypted")
    into = folder / "unpacked"
    into.mkdir()
    manifest = archive.unpack(plain, into)
    if plain != Path(wanted):
        plain.unlink()
    if manifest["engine"] != databases.current().engine:
        raise Broken(
            f"This backup was made on {manifest['engine']}, and the site is on {databases.current().engine}. "
            "To move between the two: `manage.py export`, then `manage.py import_site`."
        )
    return Unpacked(manifest, into)


def check(unpacked, database, copy):
    """Raise Broken unless what came out of the backup is what went in, and can be used by this version."""
    database.check(copy)
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    if unknown := sorted(set(databases.migrations(copy)) - known - retired()):
        raise Broken(f"This backup was made by a newer version ({'.'.join(unknown[0])}): upgrade first.")
    counts = {
        table: copy.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0]  # noqa: S608 – a name of ours
        for table in unpacked.manifest["tables"]
    }
    if wrong := [table for table, rows in unpacked.manifest["tables"].items() if counts[table] != rows]:
        raise Broken(f"This backup is damaged: rows are missing in {', '.join(wrong[:3])}.")


def retired():
    """Return the migrations that stand in the site's own database although no code has them any more."""
    try:
        return set(MigrationLoader(connection, ignore_no_migrations=True).applied_migrations)
    except DatabaseError:
        return set()


def settle(url, folder):
    """Bring the copy up to date in a process of its own: its tables, and that whoever has left since is gone. Return what
    it says as {what: how many}."""
    left = folder / "left.json"
    left.write_text(json.dumps(place.left() | marks_here()))
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "leanback.settings"}
    environment |= {"VAR_DIR": str(settings.VAR), "SECRET_KEY": settings.SECRET_KEY}
    command = [sys.executable, "manage.py", "settle_restored", str(left)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise Broken(f"What is in this backup could not be brought up to date: {done.stderr.strip()[-300:]}")
    return json.loads(done.stdout.splitlines()[-1])


def marks_here():
    """Return the marks of who has left, as the site's database knows them, if it can be read."""
    try:
        return Departure.objects.marks()
    except DatabaseError:
        return {}


def keep_what_is_there(folder):
    """Back up the site as it is; return the backup's name, or "" if its database cannot be read any more."""
    try:
        BackupRun.objects.exists()
    except DatabaseError:
        return ""
    work = folder / "now"
    work.mkdir()
    name, _size = making.put_away(work)
    shutil.rmtree(work)
    return name


def put_back_pictures(folder):
    """Copy each picture to its place, unless it is there. Names are random and never used twice, so nothing is replaced."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if default_storage.exists(name):
            if default_storage.size(name) == path.stat().st_size:
                continue
            default_storage.delete(name)
        with path.open("rb") as file:
            default_storage.save(name, File(file, name))


def forget_other_pictures(folder):
    """Delete the pictures that the restored site has not; they are in the backup that was made first. The site is restored
    by now, whether they go or not."""
    try:
        for name in list(archive.names_in(default_storage)):
            if not (folder / name).exists():
                default_storage.delete(name)
    except OSError as error:
        log.warning("Pictures that the restored site has not could not be deleted: %s", error)
