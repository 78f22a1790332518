"""Databases of the tests, copied from one that was migrated once.

Migrating takes ten seconds of a processor, and every process that tests needs a database, the browser's site too. So there
are two templates in `var/tests`, made by the site's own commands when the code changes: "migrated" (`migrate`) and
"prepared" (`prepare`: with its coach, starter content and static files). On PostgreSQL they are databases of the server
from which `CREATE DATABASE … TEMPLATE` copies."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import uuid
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).parents[1]
STORE = ROOT / "var" / "tests"
# What the tables, triggers and first rows come from; and, of a prepared site, whatever else it may be made of.
TABLES = ("migrations/*.py", "models/*.py", "models.py", "roles.py", "triggers.py", "index.py")
SOURCES = {"migrated": TABLES, "prepared": ("**/*",)}
NOT_OURS = {".venv", ".git", "var", "tests", "bench", "docs", "node_modules", ".ruff_cache", ".import_linter_cache"}
COMMANDS = {"migrated": [["migrate", "-v0"], ["createcachetable"]], "prepared": [["prepare"]]}


@cache
def fingerprint(kind):
    """Return a text that changes with what a template of this kind is made of: files, the packages, Python, SQLite."""
    mark = hashlib.sha256(f"{sys.version} {psycopg.__version__}".encode())
    folders = [folder for folder in ROOT.iterdir() if folder.is_dir() and folder.name not in NOT_OURS]
    files = {path for folder in folders for source in SOURCES[kind] for path in folder.glob(source) if path.is_file()}
    for path in [*sorted(files), ROOT / "requirements.txt"]:
        if path.suffix != ".pyc":
            mark.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return mark.hexdigest()[:16]


@contextmanager
def alone():
    """While one process makes or copies a template, the others wait."""
    STORE.mkdir(parents=True, exist_ok=True)
    with (STORE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def manage(folder, address, *arguments):
    """Run a command of a site whose VAR_DIR and DATABASE_URL are these; return what it printed."""
    command = [sys.executable, "manage.py", *arguments]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "leanback.settings",
        "SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-only-for-tests",
        "VAR_DIR": str(folder),
        "DATABASE_URL": address,
    }
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)}: {done.stderr}")
    return done.stdout


class Files:
    """SQLite: a template is a folder with the database in it."""

    vendor = "sqlite"

    def name_in(self, folder):
        """Return the name of the database of a site with this VAR_DIR, or None."""
        name = folder / "leanback.sqlite3"
        return str(name) if name.exists() else None

    def copy(self, name, folder):
        """Return the name of a copy of a database, or of one yet to be made, for a site with this VAR_DIR."""
        if name:
            shutil.copyfile(name, folder / "leanback.sqlite3")
        return str(folder / "leanback.sqlite3")

    def drop(self, name):
        for end in ("", "-wal", "-shm"):
            Path(name + end).unlink(missing_ok=True)

    def url(self, name):
        return f"sqlite:///{name}"


class Server:
    """PostgreSQL: a template is a folder, and a database of the server."""

    vendor = "postgresql"

    def __init__(self, url):
        self.address = url

    def run(self, statement, *names):
        with psycopg.connect(self.address, autocommit=True) as server:
            server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def name_in(self, folder):
        name = (folder / "name").read_text() if (folder / "name").exists() else ""
        with psycopg.connect(self.address, autocommit=True) as server:
            found = server.execute("SELECT datname FROM pg_database WHERE datname = %s", [name]).fetchone()
        return found and found[0]

    def copy(self, name, folder):
        new = f"leanback_{uuid.uuid4().hex[:12]}"
        self.run("CREATE DATABASE {} TEMPLATE {}", new, name or "template1")
        (folder / "name").write_text(new)
        return new

    def drop(self, name):
        self.run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def url(self, name):
        return urlsplit(self.address)._replace(path=f"/{name}").geturl()


KEPT = Server(os.environ["DATABASE_URL"]) if os.environ.get("DATABASE_URL") else Files()


def _template(kind):
    """Return (folder, name of the database) of a template, which is made if it is not there."""
    folder = STORE / f"{KEPT.vendor}-{fingerprint(kind)}" / kind
    if not KEPT.name_in(folder):
        _forget([folder, *(old for old in STORE.glob(f"{KEPT.vendor}-*/{kind}") if old != folder)])
        _make(kind, folder)
    return folder, KEPT.name_in(folder)


def _forget(folders):
    for folder in folders:
        if name := KEPT.name_in(folder):
            KEPT.drop(name)
        shutil.rmtree(folder, ignore_errors=True)
    for empty in STORE.glob(f"{KEPT.vendor}-*"):
        with suppress(OSError):
            empty.rmdir()


def _make(kind, folder):
    """Make a template beside its place, and move it there when it is whole: what was cut off is never taken for one."""
    new = STORE / f"new-{uuid.uuid4().hex[:12]}"
    new.mkdir()
    name = KEPT.copy(_template("migrated")[1] if kind == "prepared" else None, new)
    said = [manage(new, KEPT.url(name), *command) for command in COMMANDS[kind]]
    (new / "said").write_text("".join(said))
    folder.parent.mkdir(exist_ok=True)
    new.rename(folder)


def copy(kind, folder):
    """Make the folder a VAR_DIR with a copy of the template "migrated" or "prepared"; return its database's name."""
    with alone():
        template, name = _template(kind)
        if kind == "prepared":  # pictures and static files, and the password of the coach, in `said`
            shutil.copytree(template, folder, dirs_exist_ok=True)
        return KEPT.copy(name, folder)


def drop(name):
    """Take a copy's database away."""
    KEPT.drop(name)


def url(name):
    """Return the DATABASE_URL of a copy."""
    return KEPT.url(name)
