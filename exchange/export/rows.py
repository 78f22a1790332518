"""JSON: every row of every table, and every picture, so that an empty site becomes the same one. (docs/export.md)"""

import base64
import hashlib
import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django.utils.duration import duration_iso_string

from exchange.backup.archive import names_in
from exchange.export import tables

MAIN = "site.json"
VERSION = 1
CHUNK = 1 << 20  # bytes


def write(target, has_secrets=True):
    """Write site.json and media/… into a target; yield the name of each file when it is done."""
    target.write(MAIN, pieces(has_secrets))
    yield MAIN
    for name in names_in(default_storage):
        target.write(f"media/{name}", file_pieces(name))
        yield f"media/{name}"


def pieces(has_secrets):
    """Yield site.json, a row a line: it may be larger than the memory."""
    about = {
        "format": "leanback",
        "version": VERSION,
        "made_at": timezone.now(),
        "site": settings.SITE_URL.geturl(),
        "has_secrets": has_secrets,
        "migrations": applied(),
        "files": {name: about_file(name) for name in names_in(default_storage)},
    }
    yield json.dumps(about, default=plain, ensure_ascii=False, indent=1)[:-2] + ',\n "tables": {'
    for number, model in enumerate(tables.exported()):
        yield ("," if number else "") + f"\n  {json.dumps(model._meta.label_lower)}: ["
        for row_number, row in enumerate(tables.rows_of(model, has_secrets)):
            line = json.dumps(row, default=plain, ensure_ascii=False)
            yield ("," if row_number else "") + f"\n   {line}"
        yield "]"
    yield "\n }\n}\n"


def applied():
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return [list(row) for row in cursor.fetchall()]


def about_file(name):
    digest, size = hashlib.sha256(), 0
    for piece in file_pieces(name):
        digest.update(piece)
        size += len(piece)
    return {"size": size, "sha256": digest.hexdigest()}


def file_pieces(name):
    with default_storage.open(name) as file:
        while piece := file.read(CHUNK):
            yield piece


def plain(value):
    """Return what stands in JSON for a value: times to the microsecond, bytes in base64."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
