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

STARTER = Path(__file__).parent / "starter_fit.npz"


def kept_fit(made_of, work_out):
    """Return the array that `work_out` makes of what has this value, or a file's that is of the same."""
    key = sha256(f"{sentence_model.name()}\0{made_of!r}".encode("utf-8", "replace")).hexdigest()
    for kept in (path(), STARTER):
        with suppress(OSError, ValueError, KeyError, EOFError, BadZipFile), numpy.load(kept) as file:
            if file["key"] == key:
                return file["fit"]
    fit = work_out()
    keep_for_all(path(), key=key, fit=fit)
    return fit


def path():
    return settings.VAR / "vectors" / "fit.npz"
