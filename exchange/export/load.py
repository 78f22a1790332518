"""An export in JSON becomes the site again: into an empty one, in one transaction, with the same keys."""

import json
import zipfile
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import BinaryField, JSONField

from accounts.models import User
from comments import triggers
from comments.models import ModerationEntry, Thread
from exchange.export import tables
from exchange.export.refusal import Refused
from exchange.export.rows import MAIN, VERSION, about_file
from search import index
from stages.models import Guide

AT_ONCE = 500  # rows in one statement


class Source:
    """An export as a folder, a zip, or the one file with its folder beside it."""

    def __init__(self, path):
        self.path, self.archive = path, None
        if path.suffix == ".zip":
            self.archive = zipfile.ZipFile(path)
        elif path.is_file():
            self.renamed, self.folder = {MAIN: path}, path.with_name(f"{path.stem}-files")
        else:
            self.renamed, self.folder = {}, path

    def read(self, name):
        """Return the bytes of a file."""
        return self.archive.read(name) if self.archive else (self.renamed.get(name) or self.folder / name).read_bytes()


def load(path, replaces=False):
    """Bring an export in and return {table: rows}. Raises Refused; nothing was changed then."""
    try:
        source = Source(Path(path))
        site = json.loads(source.read(MAIN))
    except (OSError, KeyError, zipfile.BadZipFile, ValueError) as error:
        raise Refused(f"{path} is no export of Leanback: it has no {MAIN} that can be read.") from error
    refuse_unless_it_fits(site)
    if not replaces:
        refuse_unless_empty()
    pictures = {name: source.read(f"media/{name}") for name in site["files"]}
    put_pictures(site["files"], pictures)
    try:
        with transaction.atomic(), without_triggers():
            for model in [*tables.emptied(), *reversed(tables.exported())]:
                model._base_manager.all()._raw_delete(connection.alias)
            counts = {model._meta.label_lower: write(model, site["tables"]) for model in tables.exported()}
            connection.check_constraints()
            renumber()
    except DatabaseError as error:
        raise Refused(f"What is in {path} does not fit together: {str(error).splitlines()[0]}") from error
    return counts


def refuse_unless_it_fits(site):
    if site.get("format") != "leanback" or not isinstance(site.get("tables"), dict):
        raise Refused("This is JSON, but no export of Leanback.")
    if site["version"] > VERSION:
        raise Refused("This export was made by a newer version: upgrade first.")
    applied = {tuple(each) for each in site["migrations"]}
    here = MigrationLoader(connection, ignore_no_migrations=True).disk_migrations
    applied |= {key for key, step in here.items() if step.replaces and applied.issuperset(step.replaces)}
    if missing := sorted(here.keys() - applied):
        raise Refused(
            f"This export is of an older version (before {'.'.join(missing[0])}): upgrade that site, export again."
        )
    if newer := sorted(each for each in applied - here.keys() if each[0] in {app for app, _name in here}):
        raise Refused(f"This export was made by a newer version ({'.'.join(newer[0])}): upgrade first.")


def refuse_unless_empty():
    """A site that was only prepared is empty: its coach has never signed in, and its guide and questions are those it came
    with."""
    lived_in = User.objects.exclude(last_login=None).exists() or User.objects.count() > 1
    if lived_in or Thread.objects.filter(is_demo=False).exists() or Guide.objects.exclude(origin=None).exists():
        raise Refused(
            "There is a site here already. --replace throws it away and takes this one instead; back it up first."
        )


def put_pictures(about, pictures):
    """Keep each picture under its name. Names are random: what is there already is the same."""
    for name, content in pictures.items():
        if default_storage.exists(name):
            if about_file(name) == about[name]:
                continue
            default_storage.delete(name)
        default_storage.save(name, ContentFile(content))
        if about_file(name) != about[name]:
            raise Refused(f"media/{name} is not what it was when it was exported.")


@contextmanager
def without_triggers():
    """Rows come as they are, so no rule about a change looks at them; at the end all rules hold again, and the search index is
    made anew."""
    with connection.cursor() as cursor:
        triggers.remove(None, SimpleNamespace(connection=connection, execute=cursor.execute))
    index.set_aside(connection)
    yield
    with connection.cursor() as cursor:
        for statement in triggers.statements(connection.vendor, ModerationEntry):
            cursor.execute(statement)
    index.put_back(connection)


def write(model, all_rows):
    """Write the rows of one table; return how many. A column that the export does not know takes its default."""
    rows = all_rows.get(model._meta.label_lower, [])
    fields = [
        field for field in tables.fields_of(model) if not rows or field.attname in rows[0] or not field.has_default()
    ]
    quote, stays = connection.ops.quote_name, tables.to_what_stays(model)
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 – names of our own
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            some = (row | stays for row in rows[start : start + AT_ONCE])
            cursor.executemany(statement, [values(fields, row) for row in some])
    return len(rows)


def values(fields, row):
    return [prepared(field, row[field.attname] if field.attname in row else field.get_default()) for field in fields]


def prepared(field, value):
    """Return a value of JSON as the database takes it."""
    if value is None:
        return None
    if isinstance(field, BinaryField | JSONField):
        plain = field.to_python(value) if isinstance(field, BinaryField) else value
        return field.get_db_prep_save(plain, connection)
    return field.get_db_prep_save(
        field.target_field.to_python(value) if field.is_relation else field.to_python(value), connection
    )


def renumber():
    """Let new rows be numbered after these (PostgreSQL; SQLite sees to it by itself)."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables.exported()):
            cursor.execute(statement)
