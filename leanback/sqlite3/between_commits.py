"""A value of the database that is read again only if something was committed since (docs/decisions/0051)."""

import os
import sqlite3
import threading
from pathlib import Path

from leanback.sqlite3.wal_index import head_of, index_at, keep_for_good, which

PATIENCE = 20  # seconds for a lock


class BetweenCommits:
    """One value of the file at a path, for all threads of a process. It has a connection of its own that does nothing else: so
    no transaction lags behind there, and as long as it is open nobody takes the log or its index away, or leaves WAL."""

    def __init__(self, path, statement):
        self.path, self.log, self.statement = Path(path), Path(f"{path}-wal"), statement
        self.lock = threading.Lock()
        self.forget()
        os.register_at_fork(after_in_child=self.begin_in_child)

    def forget(self):
        self.connection = self.opened = self.index = self.known = None

    def begin_in_child(self):
        """Leave a parent's connection alone: what it has locked, this process has not."""
        keep_for_good(self.connection)
        self.lock = threading.Lock()
        self.forget()

    def value(self):
        """Return the value as of this moment. Raises what sqlite3 and the system raise."""
        if known := self.known:
            index, commit, value = known
            if commit == self.last_commit(index):
                return value
        with self.lock:
            try:
                return self.read()
            except (sqlite3.Error, OSError):
                self.forget()
                raise

    def last_commit(self, index):
        """Return what stays the same only as long as nothing is committed and the files are these; None where nothing tells.
        (Who copies a backup over the file, past SQLite, changes its size or time.)"""
        try:
            head, file, log = head_of(index), self.path.stat(), self.log.stat()
        except FileNotFoundError:  # another file is put in its place
            return None
        return head and (head, file.st_ino, file.st_dev, file.st_size, file.st_mtime_ns, log.st_ino, log.st_dev)

    def read(self):
        """Read the value, and keep it if nothing was committed meanwhile."""
        if self.connection is None or self.opened != self.files():
            self.open()
        index = self.index
        before = index and self.last_commit(index)
        value = self.connection.execute(self.statement).fetchone()[0]
        self.known = (index, before, value) if before and before == self.last_commit(index) else None
        return value

    def open(self):
        """Open the file that is at the path now. Without WAL, or without an index that can be seen, nothing is kept."""
        self.forget()
        file = which(self.path)
        self.connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=PATIENCE,
            isolation_level=None,
            check_same_thread=False,
        )
        (journal,) = self.connection.execute("PRAGMA journal_mode").fetchone()
        self.opened = self.files()
        if journal == "wal" and file == self.opened[0]:
            self.index = index_at(Path(f"{self.path}-shm"))

    def files(self):
        return which(self.path), which(self.log)
