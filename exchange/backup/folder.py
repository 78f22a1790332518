import os
import shutil
import time
import uuid
from pathlib import Path

from django.core.files.storage import FileSystemStorage

UNFINISHED = 2 * 24 * 3600  # seconds after which nobody goes on with a file


class Folder(FileSystemStorage):
    """A folder for backups: what is in it was written to its end, and only its owner may read it."""

    def __init__(self, location):
        super().__init__(location, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def get_available_name(self, name, max_length=None):
        return name  # the same name means the same thing, written anew

    def _save(self, name, content):
        """Write beside its place, and move it there when the disk has it. Raises OSError when the disk is full."""
        path = Path(self.path(name))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{uuid.uuid4().hex}.part")
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        return name

    def copy_to(self, path, name):
        """Copy a file to a path."""
        shutil.copyfile(self.path(name), path)

    def forget_unfinished(self):
        """Delete what a run that was killed has left, once it is old enough to be nobody's."""
        for part in Path(self.location).glob("*.part"):
            if part.stat().st_mtime < time.time() - UNFINISHED:
                part.unlink(missing_ok=True)
