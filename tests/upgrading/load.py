"""Loads the rows of a SQLite database into PostgreSQL, as if the site had always been there:
`DATABASE_URL=postgres://… python -m tests.upgrading.load FILE`."""

import sqlite3
import sys

import django

if __name__ == "__main__":
    django.setup()

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from search.models import Passage


def make_tables_of_then(then):
    """Migrate as far as the migrations of then went."""
    executor = MigrationExecutor(connection)
    executor.loader.replace_migrations = False  # step by step: then there was no one step in their place
    executor.loader.build_graph()
    done = then.execute("SELECT app, name FROM django_migrations").fetchall()
    executor.migrate([key for key in done if key in executor.loader.graph.nodes])
    call_command("createcachetable", verbosity=0)


def copy_rows(then, cursor):
    """Copy every table that both know; triggers and foreign keys look away, as for a restore of PostgreSQL's own."""
    cursor.execute("SET session_replication_role = replica")
    for table in connection.introspection.table_names(cursor):
        theirs = [name for (name,) in then.execute("SELECT name FROM pragma_table_info(?)", [table])]
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'",
            [table],
        )
        kinds = {name: kind for name, kind in cursor.fetchall() if name in theirs}
        if not kinds:
            continue
        names = ", ".join(f'"{name}"' for name in kinds)
        cursor.execute(f'DELETE FROM "{table}"')
        for row in then.execute(f'SELECT {names} FROM "{table}"').fetchall():
            values = [as_kind(value, kind) for value, kind in zip(row, kinds.values(), strict=True)]
            cursor.execute(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(["%s"] * len(values))})', values)
    cursor.execute("SET session_replication_role = DEFAULT")


def as_kind(value, kind):
    return bool(value) if kind == "boolean" and value is not None else value


def load(file):
    with sqlite3.connect(file) as then, connection.cursor() as cursor:
        make_tables_of_then(then)
        copy_rows(then, cursor)
        tables = connection.introspection.table_names(cursor)  # models of now may have others
        known = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in tables]
        for statement in connection.ops.sequence_reset_sql(no_style(), known):
            cursor.execute(statement)
    if Passage._meta.db_table in tables:  # else the upgrade makes the index
        call_command("rebuild_search", verbosity=0)


if __name__ == "__main__":
    load(sys.argv[1])
