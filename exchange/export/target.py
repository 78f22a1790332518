"""Where an export is written to: a folder, a zip, or one file with a folder for pictures beside it."""

import zipfile
from contextlib import contextmanager
from pathlib import Path

from exchange.export.refusal import Refused


class Folder:
    """Files below a folder, which was empty."""

    def __init__(self, path, renamed=None):
        self.path, self.renamed = path, renamed or {}

    def write(self, name, pieces):
        """Write a file from pieces of bytes or text."""
        path = self.renamed.get(name) or self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            path.chmod(0o600)
            for piece in pieces:
                file.write(as_bytes(piece))


class Zip:
    """The same in one zip."""

    def __init__(self, archive):
        self.archive = archive

    def write(self, name, pieces):
        """Write a file from pieces of bytes or text."""
        with self.archive.open(name, "w", force_zip64=True) as file:
            for piece in pieces:
                file.write(as_bytes(piece))


def as_bytes(piece):
    return piece.encode() if isinstance(piece, str) else piece


@contextmanager
def opened(path, main):
    """Lend a target for a path: "x.zip" is a zip, a name with the ending of the main file that file itself, else a folder.
    Raises Refused where something is already."""
    if path.exists() and (path.is_file() or any(path.iterdir())):
        raise Refused(f"{path} is there already: choose another name.")
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".zip":
        part = path.with_name(f"{path.name}.part")
        try:
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
                part.chmod(0o600)
                yield Zip(archive)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    elif main and path.suffix == Path(main).suffix:
        yield Folder(path.with_name(f"{path.stem}-files"), {main: path})
    else:
        path.mkdir(exist_ok=True)
        yield Folder(path)
