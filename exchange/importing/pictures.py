"""Pictures of the old site, from a folder or archive of its uploads: checked and cleaned as any upload is."""

import io
import re
import tarfile
import zipfile
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from exchange.importing.addresses import urlsplit
from exchange.importing.rejected import Rejected
from stages.pictures.cleaning import cleaned

SIZED = re.compile(r"-\d{2,5}x\d{2,5}(?=\.\w+$)|-scaled(?=\.\w+$)")  # WordPress's copies of other sizes
LARGEST = 50 << 20  # bytes of one picture, packed or not
PICTURE = (".jpg", ".jpeg", ".jfif", ".png", ".gif", ".webp", ".avif")


class Shelf:
    """All pictures of a folder, zip or tar, by the ends of their paths."""

    def __init__(self, path):
        self.readers = {}
        for name, read in _found(Path(path)) if path else ():
            parts = name.lower().split("/")
            for start in range(len(parts)):
                self.readers.setdefault("/".join(parts[start:]), read)

    def bytes_of(self, address):
        """Return what was at this address of the old site, the original rather than a smaller copy, or None."""
        path = unquote(urlsplit(address).path).lower().strip("/")
        below = path.partition("wp-content/uploads/")[2] or path.rpartition("/")[2]
        for name in (SIZED.sub("", below), below):
            if read := self.readers.get(name):
                return read()
        return None


def _found(path):
    """Yield (path below, what reads it) of every picture. Raises Rejected for what is neither folder nor archive."""
    if path.is_dir():
        for each in sorted(path.rglob("*")):
            if each.suffix.lower() in PICTURE and each.is_file() and each.resolve().is_relative_to(path.resolve()):
                yield each.relative_to(path).as_posix(), lambda each=each: each.read_bytes()
    elif path.is_file() and zipfile.is_zipfile(path):
        archive = zipfile.ZipFile(path)
        for each in archive.infolist():
            if each.filename.lower().endswith(PICTURE) and each.file_size <= LARGEST:
                yield each.filename, lambda each=each: archive.read(each)
    elif path.is_file() and tarfile.is_tarfile(path):
        archive = tarfile.open(path)  # noqa: SIM115 – read from as long as the import runs
        for each in archive.getmembers():
            if each.isfile() and each.name.lower().endswith(PICTURE) and each.size <= LARGEST:
                yield each.name, lambda each=each: archive.extractfile(each).read()
    else:
        raise Rejected(
            _("%(file)s holds no pictures: give the folder wp-content/uploads, or a zip or tar of it.") % {"file": path}
        )


class Pictures:
    """Brings pictures in, each once; what is missing or no picture is told with its address and words."""

    def __init__(self, shelf, attachments, report):
        """`attachments`: {the end of an address: words} of the media library."""
        self.shelf, self.attachments, self.report = shelf, attachments, report

    def words_for(self, block, otherwise):
        """Return what a picture shows: as its page says, else as the media library does."""
        name = name_in(block.src)
        return " ".join((block.words or self.attachments.get(name, "") or otherwise).split())[:300]

    def told_of(self, block, where):
        """Return what tells the coach which picture is meant."""
        told = {
            "address": block.src or _("(no address)"),
            "words": self.words_for(block, _("(no words)")),
            "page": where,
        }
        return _("%(address)s – %(words)s – in %(page)s") % told

    def file_for(self, block, where):
        """Return the cleaned file of a picture, or None, which is told."""
        said = self.told_of(block, where)
        content = self.shelf.bytes_of(block.src) if block.src else None
        if content is None or len(content) > LARGEST:
            self.report.pictures.append(said)
            self.report.row("picture", "", block.src, "left out", _("not among the files"))
            return None
        try:
            file = cleaned(ContentFile(content, name=name_in(block.src)))
        except ValidationError as error:
            self.report.pictures.append(f"{said}: {' '.join(error.messages)}")
            self.report.row("picture", "", block.src, "left out", " ".join(error.messages))
            return None
        self.report.row("picture", "", block.src, "brought")
        return file

    def kept(self, block, where, folder="library"):
        """Keep a picture of an entry of the library; return its address here, or an empty string. It is the site's own, so
        that the text stays right wherever pictures are kept later."""
        file = self.file_for(block, where)
        if not file:
            return ""
        return f"{settings.MEDIA_URL}{default_storage.save(f'{folder}/{file.name}', io.BytesIO(file.read()))}"


def name_in(address):
    """Return what tells a picture from others, whatever size of it an address means."""
    return SIZED.sub("", unquote(urlsplit(address).path).rpartition("/")[2].lower())


def attachments(posts):
    """Return {the end of an address: words} of the media library."""
    words = {}
    for post in posts:
        if post.kind == "attachment" and post.attachment:
            words[name_in(post.attachment)] = post.meta.get("_wp_attachment_image_alt", "").strip() or post.excerpt
    return words
