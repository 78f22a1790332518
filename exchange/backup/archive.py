"""The file itself: a gzipped tar of the database, every picture, and last a manifest with the length and SHA-256 of each.
With BACKUP_KEY it is encrypted in the format of age (https://age-encryption.org/v1), so any tool that knows age opens it."""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from pathlib import PurePosixPath

import pyrage
from django.conf import settings

FORMAT = 1
MANIFEST, MEDIA = "manifest.json", "media/"
CHUNK = 1 << 20  # bytes
ENCRYPTED = b"age-encryption.org/v1"
DAMAGED = (EOFError, gzip.BadGzipFile, tarfile.TarError, zlib.error, UnicodeDecodeError, json.JSONDecodeError)


class Broken(Exception):
    """What cannot be done with a backup; the text says why, in a sentence for the person who runs the site."""


class Measured:
    """A file that is read once, and knows its SHA-256 then."""

    def __init__(self, file):
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size=-1):
        data = self.file.read(size)
        self.digest.update(data)
        return data


def write(path, database, about, media):
    """Write the file at `path`: `database` is (name, path) of the copy, `about` what the manifest says besides, `media` a
    storage. Pictures that vanish in this moment are left out. Raises OSError when the disk is full."""
    files = {}
    with gzip.open(path, "wb", compresslevel=1) as zipped, tarfile.open(fileobj=zipped, mode="w|") as tar:
        name, copy = database
        with copy.open("rb") as file:
            files[name] = _add(tar, name, file, copy.stat().st_size)
        for picture in names_in(media):
            try:
                size, file = media.size(picture), media.open(picture)
            except FileNotFoundError:
                continue
            with file:
                files[MEDIA + picture] = _add(tar, MEDIA + picture, file, size)
        manifest = json.dumps(about | {"format": FORMAT, "files": files}).encode()
        _add(tar, MANIFEST, io.BytesIO(manifest), len(manifest))


def _add(tar, name, file, size):
    measured, member = Measured(file), tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, measured)
    return {"size": size, "sha256": measured.digest.hexdigest()}


def names_in(storage, folder=""):
    """Yield the name of every file in a storage."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in sorted(files))
    for each in sorted(folders):
        yield from names_in(storage, f"{folder}{each}/")


def unpack(path, into):
    """Unpack a file that `write` made into a folder, and return its manifest. Raises Broken if anything in it is missing,
    cut off or changed."""
    found = {}
    try:
        with gzip.open(path) as zipped, tarfile.open(fileobj=zipped, mode="r|") as tar:
            for member in tar:
                found[member.name] = _take(tar, member, into)
            while zipped.read(CHUNK):
                pass  # its end has a sum of its own
        manifest = json.loads((into / MANIFEST).read_bytes())
    except FileNotFoundError as error:
        raise Broken("This backup breaks off before its end.") from error
    except DAMAGED as error:
        raise Broken("This is no backup of ours, or it is damaged.") from error
    found.pop(MANIFEST)
    if manifest.get("format") != FORMAT:
        raise Broken("This backup was made by a newer version: upgrade first.")
    if found != manifest["files"]:
        wrong = sorted(
            name for name in found.keys() | manifest["files"] if found.get(name) != manifest["files"].get(name)
        )
        raise Broken(f"This backup is damaged: {', '.join(wrong[:3])}.")
    return manifest


def _take(tar, member, into):
    """Unpack one member, nowhere but below the folder; return what the manifest says of it."""
    parts = PurePosixPath(member.name).parts
    if not member.isfile() or not parts or ".." in parts or member.name.startswith("/"):
        raise Broken("This is no backup of ours: it would write outside its folder.")
    target, measured = into.joinpath(*parts), Measured(tar.extractfile(member))
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        while data := measured.read(CHUNK):
            file.write(data)
    return {"size": member.size, "sha256": measured.digest.hexdigest()}


def encrypt(path, to):
    """Encrypt a file with the site's key."""
    with path.open("rb") as plain, to.open("wb") as secret:
        pyrage.encrypt_io(plain, secret, [_key().to_public()])


def decrypted(path, to):
    """Return the path of the backup as it can be read: `to` if it had to be decrypted. Raises Broken without the key."""
    with path.open("rb") as file:
        if file.read(len(ENCRYPTED)) != ENCRYPTED:
            return path
    if not settings.BACKUP_KEY:
        raise Broken("This backup is encrypted: set BACKUP_KEY to the key that it was made with.")
    try:
        with path.open("rb") as secret, to.open("wb") as plain:
            pyrage.decrypt_io(secret, plain, [_key()])
    except (pyrage.DecryptError, OSError) as error:
        if getattr(error, "errno", None):
            raise
        raise Broken("This backup is damaged, or BACKUP_KEY is not the key that it was made with.") from error
    return to


def _key():
    return pyrage.x25519.Identity.from_str(settings.BACKUP_KEY)
