"""A site in processes of its own, to be killed, and the servers that it speaks to."""

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psycopg
from aiosmtpd.controller import Controller

from tests import database
from tests.browser.conftest import free_port

ROOT = Path(__file__).parents[2]


def wait_for(sign, seconds=90):
    """Return the first thing that is true of what `sign()` says, asked again and again."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := sign():
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s for {sign.__name__}")


class Site:
    """A prepared site in a folder; its parts are started as whoever runs one starts them, and write into one log."""

    def __init__(self, folder, **settings):
        self.folder, self.port, self.parts = folder, free_port(), []
        folder.mkdir(exist_ok=True)
        self.database = database.copy("prepared", folder)
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.running.settings",
            "SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-only-for-tests",
            "SITE_URL": self.url,
            "PORT": str(self.port),
            "VAR_DIR": str(folder),
            "EMAIL_URL": "",
            "DATABASE_URL": database.url(self.database),
        }
        self.environment |= settings
        self.log_file = folder.parent / f"{folder.name}.log"

    def log(self):
        return self.log_file.read_text()

    def start(self, *command):
        """Start `manage.py` with these words, in a process group of its own, as a terminal does."""
        with self.log_file.open("a") as log:
            part = subprocess.Popen(
                [sys.executable, "manage.py", *command],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.parts.append(part)
        return part

    def start_worker(self):
        return self.start("worker", "--interval", "0.1", "--no-startup-delay")

    def shell(self, code):
        """Run Python in the site, and return what it printed."""
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def post_mails(self, *names):
        mails = f"[EmailMessage(name, 'Words', to=[name + '@example.org']) for name in {names}]"
        self.shell(f"from django.core.mail import EmailMessage; from accounts.mail import post; [*map(post, {mails})]")

    def connect(self, database_name=None):
        """Return a connection to the site's database (or to another of the server), which commits by itself."""
        if database.KEPT.vendor == "sqlite":
            return closing(sqlite3.connect(self.database, isolation_level=None, timeout=20))
        return psycopg.connect(database.url(database_name or self.database), autocommit=True)

    def number(self, query):
        """Return the one number that a query gives."""
        with self.connect() as connection:
            return connection.execute(query).fetchone()[0]

    def unsent(self):
        return self.number("SELECT COUNT(*) FROM accounts_outgoingmail WHERE sent_at IS NULL")

    def in_hand(self):
        return self.number("SELECT COUNT(*) FROM django_tasks_database_dbtaskresult WHERE status = 'RUNNING'")

    @contextmanager
    def without_database(self):
        """For a while nobody can use the database: on SQLite it is locked, on PostgreSQL it is cut off, as when restarted."""
        if database.KEPT.vendor == "sqlite":
            with self.connect() as connection:
                connection.execute("BEGIN EXCLUSIVE")
                yield
        else:
            with self.connect("postgres") as server:
                server.execute(f"ALTER DATABASE {self.database} ALLOW_CONNECTIONS false")
                server.execute(
                    f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self.database}'"
                )
                yield
                server.execute(f"ALTER DATABASE {self.database} ALLOW_CONNECTIONS true")

    def answers(self, path="/healthz/", at=None):
        """Return what the site says at an address, or None when it says nothing."""
        with suppress(OSError), urllib.request.urlopen((at or self.url) + path, timeout=5) as answer:
            return answer.read().decode()

    def stop(self):
        for part in self.parts:
            with suppress(ProcessLookupError):
                os.killpg(part.pid, signal.SIGTERM)
        for part in self.parts:
            try:
                part.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(part.pid, signal.SIGKILL)
        database.drop(self.database)


def processes():
    """Return {process id: (its parent's, its command)} of this machine."""
    lines = subprocess.run(
        ["ps", "-eww", "-o", "pid,ppid,stat,args"], capture_output=True, text=True
    ).stdout.splitlines()[1:]
    fields = (line.split(None, 3) for line in lines)
    return {int(pid): (int(parent), command) for pid, parent, state, command in fields if not state.startswith("Z")}


def children(pid, containing=""):
    """Return the process ids of a process's children whose command has these words."""
    return sorted(each for each, (parent, command) in processes().items() if parent == pid and containing in command)


class Postbox:
    """A mail server that takes its time."""

    def __init__(self, slowly=0):
        self.asked, self.mails, self.slowly = [], [], slowly
        self.server = Controller(self, hostname="127.0.0.1", port=free_port())
        self.server.start()
        self.url = f"smtp://127.0.0.1:{self.server.port}"

    async def handle_DATA(self, server, session, envelope):
        self.asked.append(envelope.rcpt_tos[0])
        await asyncio.sleep(self.slowly)
        self.mails.append(envelope.rcpt_tos[0])
        return "250 OK"

    def stop(self):
        self.server.stop()


class SilentServer:
    """A mail server that accepts, and then says nothing for ever."""

    def __init__(self, port=0):
        self.socket = socket.create_server(("127.0.0.1", port))
        self.url = f"smtp://127.0.0.1:{self.socket.getsockname()[1]}"
        self.callers = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with suppress(OSError):
            while True:
                self.callers.append(self.socket.accept()[0])

    def stop(self):
        for each in [self.socket, *self.callers]:
            each.close()
