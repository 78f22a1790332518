"""Where backups are kept, which of them stay, and the list of who has left since."""

import json
import re
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages

from exchange.backup.archive import Broken

NAME = re.compile(r"leanback-(\d{8}T\d{6}Z)\.backup(?:\.age)?")
LEFT = "left.json"
ALL_FOR = timedelta(days=2)  # whatever the rule says, so that a hasty restore takes nothing away


def name_at(moment):
    """Return what a backup that was made at this moment is called."""
    return f"leanback-{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}.backup{'.age' if settings.BACKUP_KEY else ''}"


def time_of(name):
    """Return when the backup of this name was made, or None for what is no backup."""
    found = NAME.fullmatch(name)
    try:
        return found and datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def storage():
    return storages["backups"]


def names():
    """Return the names of all backups, the newest first. Raises OSError."""
    try:
        found = storage().listdir("")[1]
    except FileNotFoundError:
        return []
    return sorted(filter(time_of, found), key=lambda name: (time_of(name), name), reverse=True)


def newest():
    """Return the name of the newest backup. Raises Broken if there is none."""
    found = names()
    if not found:
        raise Broken("There is no backup yet: make one with `manage.py backup`.")
    return found[0]


def put(path, name):
    """Keep the file at `path` under this name."""
    with path.open("rb") as file:
        storage().save(name, File(file, name))


def fetch(name, path):
    """Copy a backup to `path`. Raises Broken if there is none of this name."""
    if not storage().exists(name):
        raise Broken(f"There is no backup {name} where backups are kept.")
    storage().copy_to(path, name)


def thin_out(now):
    """Delete what the rule does not keep; return the names. Raises OSError."""
    there = names()
    stay = kept({name: time_of(name) for name in there}, now)
    gone = [name for name in there if name not in stay]
    for name in gone:
        storage().delete(name)
    storage().forget_unfinished()
    return gone


def kept(times, now):
    """Return which of {name: time} stay: all of the last two days, and the newest of each of the last days, weeks and
    months for which there is one, as many as the settings say."""
    newest_first = sorted(times, key=lambda name: (times[name], name), reverse=True)
    stay = {name for name in newest_first if now - times[name] < ALL_FOR} | set(newest_first[:1])
    for period, most in (
        ("%Y-%m-%d", settings.BACKUP_DAYS),
        ("%G-%V", settings.BACKUP_WEEKS),
        ("%Y-%m", settings.BACKUP_MONTHS),
    ):
        newest_of = {}
        for name in newest_first:
            newest_of.setdefault(times[name].strftime(period), name)
        stay |= set(list(newest_of.values())[:most])
    return stay


# Who has left


def left():
    """Return {mark: whether her words stay} of who has left, as far as it is written down beside the backups."""
    if not storage().exists(LEFT):
        return {}
    with storage().open(LEFT) as file:
        return json.loads(file.read())


def write_down_who_left(marks):
    """Add to the list beside the backups."""
    known = left()
    if marks.items() <= known.items():
        return
    storage().save(LEFT, ContentFile(json.dumps(known | marks).encode()))
