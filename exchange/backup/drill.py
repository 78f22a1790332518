"""The drill: the newest backup is restored beside the site, counted, and compared."""

from pathlib import PurePosixPath

from django.apps import apps
from django.db.models import FileField

from exchange.backup import databases, making, place, restoring, scratch
from exchange.backup.archive import Broken


def hold(wanted="newest"):
    """Restore a backup into a scratch place, to the last step but one; return what was found, as lines to tell. Raises
    Broken, and notes it, if the backup could not be used."""
    lines = []

    def do():
        name = place.newest() if wanted == "newest" else wanted
        with scratch.folder() as folder:
            unpacked = restoring.unpack(name, folder)
            database = databases.current()
            with database.beside(unpacked.database, folder) as (copy, url):
                restoring.check(unpacked, database, copy)
                refuse_if_pictures_are_missing(unpacked, copy)
                restoring.settle(url, folder)
                lines.extend(compared(name, unpacked, databases.counted(copy)))
        return name, 0

    making.noted("drill", do)
    return lines


def refuse_if_pictures_are_missing(unpacked, copy):
    """Raise Broken if the database speaks of a picture that is not in the backup although it is on the site."""
    there = {
        str(PurePosixPath(name).relative_to("media"))
        for name in unpacked.manifest["files"]
        if name.startswith("media/")
    }
    missing = [(name, field) for field in picture_fields() for name in names_in(copy, field) if name not in there]
    lost = [name for name, field in missing if field.storage.exists(name)]
    if lost:
        raise Broken(f"Pictures are missing in this backup: {', '.join(lost[:3])}.")


def picture_fields():
    return [
        field for model in apps.get_models() for field in model._meta.concrete_fields if isinstance(field, FileField)
    ]


def names_in(copy, field):
    """Return the file names that a copy of the database has in this field."""
    if field.model._meta.db_table not in databases.connection.introspection.table_names():
        return []
    query = f'SELECT "{field.column}" FROM "{field.model._meta.db_table}"'  # noqa: S608 – names of our own
    return [name for (name,) in copy.execute(query).fetchall() if name]


def compared(name, unpacked, counts):
    """Yield what to tell: what is in the backup, and how the site differs by now."""
    pictures = sum(each.startswith("media/") for each in unpacked.manifest["files"])
    yield f"{name}: whole, {sum(unpacked.manifest['tables'].values())} rows in {len(unpacked.manifest['tables'])} tables, {pictures} files."
    with databases.connection.cursor() as cursor:
        now = databases.counted(cursor_as_connection(cursor))
    for table, rows in now.items():
        if table.startswith(("accounts_user", "comments_", "stages_")) and rows != counts.get(table, 0):
            yield f"  {table}: {counts.get(table, 0)} in the backup, {rows} on the site now."


class cursor_as_connection:
    """Django's cursor, asked as the connections of both drivers are."""

    def __init__(self, cursor):
        self.cursor = cursor

    def execute(self, query):
        self.cursor.execute(query)
        return self.cursor
