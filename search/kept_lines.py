"""Vectors of lines that are compared again and again: of stages, their signs and examples, of the library. They are kept in
memory, and in a file, so that a process that starts need not work out thousands of them, which takes some ten seconds. Those of
the starter content come with the code (`bench/quality/starter_lines.py`): nobody waits for them, on a full disk neither.

Only what the site itself says comes here, never what a reader types. The file knows a line by its hash."""

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Lock
from zipfile import BadZipFile

from django.conf import settings

from search import sentence_model
from search.readers_words import as_meant
from search.sentence_model import numpy

MOST = 20_000  # lines; more than that are of texts that stand nowhere any more
STARTER = Path(__file__).parent / "starter_lines.npz"
KNOWN = {}  # {hash of a line: its vector}
_reading = Lock()


def vectors_of_lines(lines):
    """Return the vectors of lines, one a row."""
    keys = list(map(key_of, lines))
    _read()
    found = {key: KNOWN.get(key) for key in keys}  # of our own: another thread may empty what is known
    if missing := {key: line for key, line in zip(keys, lines, strict=True) if found[key] is None}:
        new = dict(zip(missing, sentence_model.vectors_of(list(map(as_meant, missing.values()))), strict=True))
        found |= new
        if len(KNOWN) > MOST:
            KNOWN.clear()
        KNOWN.update(found)
        _write()
    return numpy.array([found[key] for key in keys])


def key_of(line):
    return sha256(f"{sentence_model.name()}\0{as_meant(line)}".encode("utf-8", "replace")).digest()


def path():
    return settings.VAR / "vectors" / "lines.npz"


def _read():
    with _reading:
        if not KNOWN:
            for file in (STARTER, path()):
                KNOWN.update(_vectors_in(file))


def _vectors_in(file):
    """Return {hash of a line: its vector} of what a file has: none, where it is not there or spoilt."""
    with suppress(OSError, ValueError, KeyError, EOFError, BadZipFile), numpy.load(file) as kept:
        numbers = kept["numbers"].astype(numpy.float32)
        numbers /= numpy.linalg.norm(numbers, axis=1, keepdims=True)  # small whole numbers are a hundredth off
        return dict(zip(map(bytes, kept["keys"]), numbers, strict=True))
    return {}


def _write():
    """Keep them for the next process. Where nothing can be written, each works them out for itself."""
    known = dict(KNOWN)
    keys = numpy.frombuffer(b"".join(known), dtype=numpy.uint8).reshape(len(known), -1)
    keep_for_all(path(), keys=keys, numbers=numpy.array(list(known.values()), dtype=numpy.float16))


def keep_for_all(kept, **arrays):
    """Write arrays into a file in one go, so that no other process ever reads half of it."""
    made = kept.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        with made.open("wb") as file:
            numpy.savez(file, **arrays)
        made.replace(kept)
