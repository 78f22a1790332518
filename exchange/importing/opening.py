"""A file as somebody has it -> clean text: out of a zip or gz, in its true encoding, from where the XML begins, without the
signs that XML forbids. What was mended is counted. Text is read a piece at a time: a file may be larger than the memory."""

import codecs
import gzip
import re
import shutil
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from exchange.importing import workplace
from exchange.importing.rejected import Rejected

CHUNK = 1 << 18  # bytes
LARGEST = 8 << 30  # bytes of one file, unpacked: more is a bomb
STEEPEST = 1000  # times that an archive may grow; text seldom grows by a hundred
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # XML 1.0, 2.2
DECLARED = re.compile(rb"""^[^<]*<\?xml[^>]*?encoding=["']([\w.:-]{1,40})["']""")
BEGINS = re.compile(r"<\?xml\s|<rss[\s>]|<!DOCTYPE\s|<html[\s>]|<!--", re.IGNORECASE)
BEFORE = 100_000  # signs of notices, blanks and the like that may stand before the XML


@contextmanager
def unpacked(path):
    """Lend (a folder to work in, [(name, path of the file)]) of what is in a file: itself, or what a zip or gz holds. Raises
    Rejected for what cannot be read."""
    with workplace.folder() as folder:
        try:
            yield folder, list(_unpacked(Path(path), folder))
        except OSError as error:
            raise Rejected(
                _("%(file)s cannot be opened: %(error)s.") % {"file": path, "error": error.strerror or error}
            ) from error


def _unpacked(path, folder):
    """Yield (name, path) of each export in a file."""
    with path.open("rb") as file:
        begins = file.read(4)
    if not begins:
        raise Rejected(_("%(file)s is empty.") % {"file": path})
    if begins.startswith(b"\x1f\x8b"):
        yield from _from_gz(path, folder)
    elif begins.startswith(b"PK"):
        yield from _from_zip(path, folder)
    else:
        yield str(path), path


def _from_gz(path, folder):
    out = folder / "from-gz"
    try:
        with gzip.open(path) as packed:
            _copy(packed, out, path.stat().st_size, path)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Rejected(
            _("%(file)s is a damaged .gz: it breaks off, or was changed on its way.") % {"file": path}
        ) from error
    yield from _unpacked_again(str(path), out, folder)


def _from_zip(path, folder):
    try:
        with zipfile.ZipFile(path) as archive:
            members = [each for each in archive.infolist() if _may_be_export(each)]
            if not members:
                raise Rejected(
                    _("%(file)s has no export in it: choose the zip that your old system made.") % {"file": path}
                )
            for number, each in enumerate(members):
                out = folder / f"from-zip-{number}"
                with archive.open(each) as packed:
                    _copy(packed, out, each.compress_size, path)
                yield from _unpacked_in_zip(f"{path}/{each.filename}", out, folder)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Rejected(_("%(file)s is a damaged zip, or one with a password.") % {"file": path}) from error


def _unpacked_in_zip(name, path, folder):
    """A gz may be in a zip."""
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
    if not is_packed:
        yield name, path
        return
    out = folder / f"{path.name}-from-gz"
    with gzip.open(path) as packed:
        _copy(packed, out, path.stat().st_size, name)
    yield name, out


def _may_be_export(member):
    name = member.filename.lower()
    return (
        not member.is_dir()
        and name.endswith((".xml", ".wxr", ".json", ".jsonl", ".csv", ".gz"))
        and "__macosx" not in name
    )


def _unpacked_again(name, path, folder):
    """A zip may be in a gz; a second gz in it is nobody's export."""
    with path.open("rb") as file:
        begins = file.read(4)
    if begins.startswith(b"PK"):
        yield from _from_zip(path, folder)
    else:
        yield name, path


def _copy(packed, out, size, path):
    """Unpack, but never a bomb."""
    most, taken = min(LARGEST, max(size, 10_000) * STEEPEST), 0
    with out.open("wb") as file:
        while piece := packed.read(CHUNK):
            taken += len(piece)
            if taken > most:
                raise Rejected(
                    _("%(file)s grows beyond all bounds when it is unpacked: it is no export.") % {"file": path}
                )
            file.write(piece)


# Bytes to text


def cleaned(raw, name, folder, mended):
    """Write clean text in UTF-8 into a folder and return its path; what was mended is counted."""
    out = folder / f"{raw.name}.text"
    if shutil.disk_usage(folder).free < raw.stat().st_size * 2:
        raise Rejected(
            _("There is no room to read %(file)s: make some on the disk of %(folder)s.")
            % {"file": name, "folder": folder.parent}
        )
    with out.open("w", encoding="utf-8", newline="\n") as file:
        for piece in _from_the_beginning(_decoded(raw, mended), name, mended):
            piece, count = FORBIDDEN.subn("", piece)
            mended[noop("characters that no text may hold, taken out")] += count
            file.write(piece)
    return out


def _decoded(raw, mended):
    """Yield text. UTF-8 is believed when it is one, whatever is declared; single wrong bytes in it are read as Windows wrote
    them, which is what they are in exports that went through several hands."""
    encoding = _encoding_of(raw)
    if encoding != "utf-8":
        mended[_("read as %(encoding)s") % {"encoding": encoding}] += 1
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict" if encoding == "utf-8" else "replace")
    with raw.open("rb") as file:
        if encoding == "utf-8":
            yield from _with_wrong_bytes(file, mended)
            return
        while piece := file.read(CHUNK):
            yield decoder.decode(piece)
        yield decoder.decode(b"", True)


def _with_wrong_bytes(file, mended):
    def as_windows(error):
        mended[noop("bytes in the wrong encoding, read as Windows wrote them")] += 1
        return bytes([error.object[error.start]]).decode("cp1252", "replace"), error.start + 1

    codecs.register_error("leanback.as_windows", as_windows)
    decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="leanback.as_windows")
    while piece := file.read(CHUNK):
        yield decoder.decode(piece)
    yield decoder.decode(b"", True)


def _encoding_of(raw):
    """Return the true encoding: by its first bytes, else UTF-8 if most of what is not ASCII is that, else what is declared."""
    with raw.open("rb") as file:
        first = file.read(4096)
        if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if first[:40].count(0) > 10:
            return "utf-16-le" if first[1:2] == b"\0" else "utf-16-be"
        if _is_utf_8(file):
            return "utf-8"
        file.seek(0)
        good = bad = 0
        while piece := file.read(CHUNK):
            good += len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]+", piece))
            bad += len(re.findall(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xbf])", piece))
    if bad <= good:
        return "utf-8"
    declared = DECLARED.match(first)
    name = declared[1].decode().lower() if declared else "cp1252"
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return "cp1252"
    return "cp1252" if known in {"utf-8", "iso8859-1", "ascii"} else known  # what browsers take them for


def _is_utf_8(file):
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := file.read(CHUNK):
            decoder.decode(piece)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _from_the_beginning(pieces, name, mended):
    """Yield the text from where the XML begins: PHP likes to say something first. Raises Rejected where nothing begins."""
    begun, held = False, ""
    for piece in pieces:
        if begun:
            yield piece
            continue
        held += piece
        found = BEGINS.search(held)
        if found and len(held) - found.start() > 400:
            begun = True
            yield _begun(held, found, name, mended)
        elif len(held) > BEFORE:
            break
    if not begun:
        found = BEGINS.search(held)
        if not found:
            raise Rejected(
                _("%(file)s is no whole XML file: it is damaged, or something else than an export.") % {"file": name}
            )
        yield _begun(held, found, name, mended)


def _begun(held, found, name, mended):
    """Return the text from its beginning on. Raises Rejected for what is no RSS, and for whatever could hold a bomb."""
    text = held[found.start() :]
    root = re.search(r"<(?!\?|!)([\w:.-]{1,40})", text)
    head = text[: root.start()] if root else text
    kind = root[1].lower() if root else "nothing"
    if re.search(r"<!DOCTYPE\s+html", head, re.IGNORECASE) or kind == "html":
        raise Rejected(
            _("%(file)s is a web page, not an export: perhaps the page that asked you to sign in. Download it again.")
            % {"file": name}
        )
    if re.search(r"<!(?:DOCTYPE|ENTITY)", head, re.IGNORECASE):
        raise Rejected(
            _("%(file)s declares a document type or entities, which no WordPress export does.") % {"file": name}
        )
    if kind != "rss":
        raise Rejected(
            _("%(file)s is no WordPress export: it is XML of another kind (<%(kind)s>).") % {"file": name, "kind": kind}
        )
    mended[noop("files with other words before the export begins")] += bool(
        held[: found.start()].strip("\ufeff \t\r\n")
    )
    return text
