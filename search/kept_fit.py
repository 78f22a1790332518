"""What was fitted to the lines of stages, in a file: a process that starts, or finds that the coach wrote another line, need not
fit them all anew if another one has. The file is of one set of lines, the newest; beside it is one of the starter content, which
comes with the code."""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from zipfile import BadZipFile

from django.conf import settings

from search import sentence_model
from search.kept_lines import keep_for_all
from search.sentence_model import numpy

NAME = 8  # bytes, of a line's hash
STARTER = Path(__file__).parent / "starter_fit.npz"


def kept_fit(how, lines, work_out):
    """Return the array that `work_out` makes of these lines, or a file's that is of the same. To begin with, it is given what an
    older one has of those that it knows, and noughts for the others."""
    key = _hash(sentence_model.name(), how, lines).hex()
    names, older = numpy.array([_hash(line)[:NAME] for line in lines], f"S{NAME}"), {}
    for kept in (path(), STARTER):
        with suppress(OSError, ValueError, KeyError, EOFError, BadZipFile), numpy.load(kept) as file:
            if file["key"] == key:
                return file["fit"]
            older = older or dict(zip(file["lines"].tolist(), file["fit"], strict=True))
    nothing = numpy.zeros_like(next(iter(older.values()), numpy.zeros(0, numpy.float32)))
    fit = work_out(numpy.array([older.get(name, nothing) for name in names.tolist()]))
    keep_for_all(path(), key=key, fit=fit, lines=names)
    return fit


def _hash(*told):
    return sha256(repr(told).encode("utf-8", "replace")).digest()


def path():
    return settings.VAR / "vectors" / "fit.npz"
