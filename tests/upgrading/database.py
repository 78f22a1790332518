"""The database of an upgrade: that of then, unpacked or loaded into PostgreSQL, and what stands in it."""

import lzma
import os
import sqlite3
import subprocess
import sys
import uuid
from collections import Counter
from pathlib import Path

import environ
import psycopg

from tests.upgrading.shape import lines_of

ROOT = Path(__file__).parents[2]
FIRST, NEWER = "site-2026-11-30.sqlite3.xz", "site-2026-11-30-newer.sqlite3.xz"  # made by fill.py and fill_newer.py
SERVER = os.environ.get("DATABASE_URL", "")  # of the tests; without one they run on SQLite
ALL_COLUMNS = """SELECT table_name, column_name, data_type FROM information_schema.columns
    WHERE table_schema = 'public' ORDER BY table_name, ordinal_position"""


def unpack(folder, state=FIRST):
    """Return the path of a fresh copy of the database of then, a SQLite file."""
    copy = folder / "site.sqlite3"
    copy.write_bytes(lzma.decompress(Path(__file__).with_name(state).read_bytes()))
    return copy


def make(folder, state):
    """Return the DATABASE_URL of a database as it was then. On PostgreSQL it is made as it would have been then, and
    filled with the same rows."""
    file = unpack(folder, state)
    if not SERVER:
        return f"sqlite:///{file}"
    name = f"leanback_upgrade_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    url = SERVER.replace(f"/{environ.Env.db_url_config(SERVER)['NAME']}", f"/{name}")
    run(url, "-m", "tests.upgrading.load", file)
    return url


def throw_away(url):
    if SERVER:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{environ.Env.db_url_config(url)["NAME"]}" WITH (FORCE)')


def run(url, *arguments):
    """Run Python with the code of now on a database, and return what it printed. Raises CalledProcessError."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, *map(str, arguments)], env=environment, cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    return done.stdout.decode()


def shape(url):
    """Return what a database is made of, as lines of text."""
    with _connect(url) as connection:
        return lines_of(connection, "postgresql" if SERVER else "sqlite")


class Content:
    """All that stands in a database: for each table its columns, and each of its rows by column."""

    def __init__(self, url):
        self.columns, self.rows = {}, {}
        with _connect(url) as connection:
            for table, columns in _columns(connection).items():
                self.columns[table] = columns
                names = ", ".join(f'"{name}"' for name in columns)
                self.rows[table] = [
                    dict(zip(columns, row, strict=True))
                    for row in connection.execute(f'SELECT {names} FROM "{table}"').fetchall()
                ]
        connection.close()

    def told(self, table, columns):
        """Return how often each row stands in a table, of these columns alone."""
        return Counter(tuple((name, str(row[name])) for name in columns) for row in self.rows[table])


def _connect(url):
    return psycopg.connect(url) if SERVER else sqlite3.connect(url.removeprefix("sqlite:///"))


def _columns(connection):
    """Return {table: {its columns: their types}}; of SQLite's own tables and those behind a virtual one, none."""
    found = {}
    if SERVER:
        for table, column, kind in connection.execute(ALL_COLUMNS).fetchall():
            found.setdefault(table, {})[column] = kind
        return found
    tables = connection.execute("SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main'")
    for (table,) in tables.fetchall():
        if not table.startswith("sqlite_"):
            columns = connection.execute(f'SELECT name, type FROM pragma_table_info("{table}")')
            found[table] = dict(columns.fetchall())
    return found
