"""The two databases that a backup is made of: how a copy is taken while people write, opened beside the site, and put in
the place of the site's own, whole or not at all."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db import connection
from psycopg import sql

from exchange.backup.archive import Broken

PATIENCE = 60  # seconds for which a restore waits for whoever is writing
UNDERSTOOD = ("sslmode", "sslrootcert", "sslcert", "sslkey")  # of OPTIONS, what PostgreSQL's own tools take as PG…


def current():
    """Return the kind of database that the site has."""
    return {"sqlite": SQLite, "postgresql": PostgreSQL}[connection.vendor]()


class SQLite:
    engine, file_name = "sqlite", "database.sqlite3"

    def take_copy(self, path):
        """Copy the database to `path` by SQLite's online backup, as it is in one moment, whoever writes; return {table:
        rows} of the copy."""
        connection.ensure_connection()
        try:
            with closing(sqlite3.connect(path)) as copy:
                connection.connection.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")
                return counted(copy)
        except sqlite3.OperationalError as error:
            raise Broken(f"The database could not be copied: {error}.") from error

    @contextmanager
    def beside(self, path, folder):
        """Lend (an open connection, the DATABASE_URL) to a copy that is not the site's."""
        with closing(sqlite3.connect(path)) as copy:
            yield copy, f"sqlite:///{path}"

    def check(self, copy):
        """Raise Broken unless the copy is sound."""
        try:
            said = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
            broken = copy.execute("PRAGMA foreign_key_check").fetchone()
        except sqlite3.DatabaseError as error:
            raise Broken(f"The database in this backup cannot be read ({error}).") from error
        if said != "ok" or broken:
            raise Broken(f"The database in this backup is not sound ({said if said != 'ok' else broken[0]}).")

    def put_in_place(self, path, folder, url):
        """Let the site's database be what the copy is: one transaction of SQLite's, so it is all or nothing, and whoever
        has the file open goes on with it. One that cannot be read any more is moved aside."""
        name = Path(connection.settings_dict["NAME"])
        connection.close()
        try:
            self._write_over(path, name)
        except sqlite3.OperationalError as error:
            raise Broken(f"The site's database could not be written ({error}). Nothing was changed.") from error
        except sqlite3.DatabaseError:
            for end in ("", "-wal", "-shm"):
                if (part := Path(f"{name}{end}")).exists():
                    part.rename(f"{name}.broken{end}")
            self._write_over(path, name)

    def _write_over(self, path, name):
        with closing(sqlite3.connect(path)) as new, closing(sqlite3.connect(name, timeout=PATIENCE)) as site:
            site.execute("PRAGMA journal_mode=WAL")
            new.backup(site)
            site.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class PostgreSQL:
    engine, file_name = "postgresql", "database.dump"

    def take_copy(self, path):
        """Dump the database to `path` by pg_dump; what is counted is the same moment's."""
        with closing(connection.get_new_connection(connection.get_connection_params())) as site:
            site.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            site.autocommit = False
            moment = site.execute("SELECT pg_export_snapshot()").fetchone()[0]
            run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}", f"--file={path}")
            return counted(site)

    @contextmanager
    def beside(self, path, folder):
        """Restore a dump into a database of its own, lend (a connection, its DATABASE_URL), and drop it."""
        name = self.name_beside()
        self._drop(name)
        try:
            self._run("CREATE DATABASE {} TEMPLATE template0", name)
            run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={name}", str(path))
            with closing(psycopg.connect(**self._parameters() | {"dbname": name}, autocommit=True)) as copy:
                yield copy, self._url(name)
        except psycopg.errors.InsufficientPrivilege as error:
            raise Broken(
                "The database's user may not make a database to try the backup in: ALTER ROLE … CREATEDB."
            ) from error
        finally:
            self._drop(name)

    def check(self, copy):
        """What pg_restore took in was checked by its constraints."""

    def put_in_place(self, path, folder, url):
        """Let the site's database be what the one beside it is, in one transaction of PostgreSQL's: all or nothing. Its
        own settings (ALTER DATABASE … SET) stay."""
        script = folder / "whole.sql"
        run("pg_dump", "--no-owner", "--no-privileges", f"--file={script}", self.name_beside())
        connection.close()
        wait = f"SET lock_timeout = '{PATIENCE}s'"
        renew = ["--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public"]
        quiet = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", f"--output={os.devnull}"]
        run("psql", *quiet, f"--command={wait}", *renew, f"--file={script}")

    def name_beside(self):
        return f"{connection.settings_dict['NAME'][:50]}_restoring"

    def _parameters(self):
        known = connection.get_connection_params()
        return {
            name: known[name] for name in ("host", "port", "user", "password", "dbname", *UNDERSTOOD) if name in known
        }

    def _url(self, name):
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()

    def _run(self, statement, name):
        with closing(psycopg.connect(**self._parameters(), autocommit=True)) as server:
            server.execute(sql.SQL(statement).format(sql.Identifier(name)))

    def _drop(self, name):
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def counted(copy):
    """Return {table: rows} of what Django knows, as a connection of either kind sees it."""
    tables = sorted({*connection.introspection.django_table_names(only_existing=True), "django_migrations"})
    return {table: copy.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0] for table in tables}  # noqa: S608


def migrations(copy):
    """Return (app, name) of the migrations that the copy has had."""
    return [tuple(row) for row in copy.execute("SELECT app, name FROM django_migrations").fetchall()]


# PostgreSQL's own tools


def run(tool, *arguments):
    """Run one of PostgreSQL's tools on the site's server; its password does not show among the processes. Raises Broken."""
    settings = connection.settings_dict
    options = {f"PG{name.upper()}": str(value) for name, value in settings["OPTIONS"].items() if name in UNDERSTOOD}
    server = {"PGHOST": settings["HOST"], "PGPORT": settings["PORT"], "PGUSER": settings["USER"]}
    server |= {"PGPASSWORD": settings["PASSWORD"], "PGDATABASE": settings["NAME"]} | options
    environment = os.environ | {name: str(value) for name, value in server.items() if value}
    done = subprocess.run([found(tool), *arguments], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise Broken(f"{tool} failed: {' '.join(done.stderr.split())[:300]}")


def found(tool):
    """Return the path of a tool: the newest that Debian has, since an older one refuses a newer server."""
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"), key=lambda path: int(path.parts[4]))
    path = str(newest[-1]) if newest else shutil.which(tool)
    if not path:
        raise Broken(f"{tool} is not installed here (Debian: apt-get install postgresql-client).")
    return path
