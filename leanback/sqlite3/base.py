"""Django's SQLite, for connections that are kept: opening a file costs more than most pages ask of it."""

from pathlib import Path

from django.db.backends.sqlite3 import base

from leanback.sqlite3.wal_index import which


class DatabaseWrapper(base.DatabaseWrapper):
    """Looks at the beginning of each request, with CONN_HEALTH_CHECKS, whether its file is still the one at this path: a
    restored backup takes the place of the old file, which a kept connection would go on reading and writing, unseen."""

    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        name = str(self.settings_dict["NAME"])
        self.paths = [Path(name + end) for end in ("", "-wal")]
        self.opened = self.files()
        return connection

    def is_usable(self):
        """Return whether the connection is to be kept. After a failure of the disk or a long lock a new one is safer."""
        return not self.errors_occurred and self.files() == self.opened

    def files(self):
        """Return what tells the database and its write-ahead log from others at the same path: (device, inode) of each."""
        return [which(path) for path in self.paths]
