"""Vectors of questions and of answers as files, so that all processes of a machine read one copy: exact search is one product of
a matrix with a vector, of which most is not read (`turned`). The rows (`Vector`) are the truth; files are made from them by
whoever finds that they are behind.

A shelf is a file for each block of numbers (float32), one of what is left after each, and one of Keys. What is gone is
overwritten with nothing at once, and its place is given up when there are many such places."""

import fcntl
import os
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from threading import RLock

from django.conf import settings
from django.db import connection
from django.db.models import Max

from search import turned
from search.models import Vector
from search.sentence_model import numpy

KEY = ["id", "written", "thread", "comment", "part"]
KEY_ROW = len(KEY) * 8  # bytes
WIDTHS = [
    *turned.WIDTHS,
    *[1] * (turned.BLOCKS - 1),
]  # of the files of numbers: the blocks, and what is left after each
MANY_GONE = 1_000  # places; below that they are not worth a new file
AT_ONCE = 500  # rows that are read from the database at a time


class Shelf:
    """The vectors of all questions, or of all answers."""

    def __init__(self, folder, *, is_answer):
        self.vectors = Vector.objects.current().filter(is_answer=is_answer)
        self.folder, self.name = folder, "answers" if is_answer else "questions"
        self.keys_at, self.lock_at = self._file("keys"), folder / f"{self.name}.lock"
        self.numbers_at = [self._file(at) for at in range(len(WIDTHS))]
        self.seen, self.keys, self.numbers = None, None, None
        self.lock = RLock()

    def _file(self, what):
        return self.folder / f"{self.name}.{form()}.{what}"

    def nearest(self, vectors, most, at_least, *, follows=True):
        """Return up to `most` (Key as a dict, nearness), the nearest first, whose nearness is `at_least` that, above nought: the
        mean of how near a row is to the first of `vectors`, a text as a whole, and to whichever is nearest."""
        with self.lock:
            if follows:
                self._follow()
            keys, numbers = self.keys, self.numbers
        if not len(keys):
            return []
        blocks, rests = numbers[: turned.BLOCKS], [rest[:, 0] for rest in numbers[turned.BLOCKS :]]
        rows, scores = turned.nearest(blocks, rests, turned.turned(vectors), most, at_least)
        return [
            (dict(zip(KEY, map(int, keys[row]), strict=True)), float(score))
            for row, score in zip(rows, scores, strict=True)
            if keys[row][0]
        ]

    def of(self, column, pk):
        """Return (keys, vectors) of a thread or a comment, the whole of it first; empty where nothing is written down."""
        with self.lock:
            self._follow()
            rows = numpy.flatnonzero(self.keys[:, KEY.index(column)] == pk)
            rows = rows[self.keys[rows, KEY.index("part")].argsort()]
            numbers = numpy.concatenate([block[rows] for block in self.numbers[: turned.BLOCKS]], axis=1)
            return self.keys[rows], turned.turned_back(numbers)

    def is_empty(self):
        with self.lock:
            self._follow()
            return not self.keys[:, 0].any()

    def _follow(self):
        """Map the files anew if they changed, and change them if the rows did."""
        newest = self.vectors.aggregate(newest=Max("written"))["newest"] or 0
        self._map()
        if newest != (self.keys[:, KEY.index("written")].max() if len(self.keys) else 0):
            self.bring_up_to_date()

    def _map(self):
        """The keys are written last, so that there are numbers for all of them."""
        state = (self.keys_at.stat().st_ino, self.keys_at.stat().st_size) if self.keys_at.exists() else None
        if state == self.seen and self.keys is not None:
            return
        rows = state[1] // KEY_ROW if state else 0
        self.keys = numpy.zeros((0, len(KEY)), dtype=numpy.int64)
        self.numbers = [numpy.zeros((0, width), dtype=numpy.float32) for width in WIDTHS]
        if rows:
            self.keys = numpy.memmap(self.keys_at, numpy.int64, "r", shape=(rows, len(KEY)))
            self.numbers = [
                numpy.asarray(numpy.memmap(path, numpy.float32, "r", shape=(rows, width)))
                for path, width in zip(self.numbers_at, WIDTHS, strict=True)
            ]
        self.seen = state

    def bring_up_to_date(self):
        """Overwrite what is gone from the database, and append what is new."""
        with self.lock, self._alone():
            self.seen = None
            self._remove_other_forms()
            self._map()
            here, there = self.keys[:, 0], numpy.fromiter(self.vectors.values_list("pk", flat=True), dtype=numpy.int64)
            self._forget(numpy.flatnonzero(~numpy.isin(here, there) & (here != 0)))
            self._append([int(pk) for pk in there[~numpy.isin(there, here)]])
            self.seen = None
            self._map()
            self._give_up_places()

    def _forget(self, rows):
        if len(rows):
            shape = self.keys.shape
            numpy.memmap(self.keys_at, numpy.int64, "r+", shape=shape)[rows] = 0
            for path, width in zip(self.numbers_at, WIDTHS, strict=True):
                numpy.memmap(path, numpy.float32, "r+", shape=(len(self.keys), width))[rows] = 0

    def _append(self, ids):
        for path, width in zip(self.numbers_at, WIDTHS, strict=True):
            with path.open("ab") as file:
                os.truncate(file.fileno(), len(self.keys) * width * turned.FLOAT)  # what a killed process left
        for start in range(0, len(ids), AT_ONCE):
            found = list(self.vectors.filter(pk__in=ids[start : start + AT_ONCE]))
            keys = [[row.pk, row.written, row.thread_id, row.comment_id, row.part] for row in found]
            numbers = turned.turned(numpy.concatenate([row.as_numbers() for row in found]))
            rests = numpy.split(turned.rests_of(numbers), turned.BLOCKS - 1, axis=1)
            for path, part in zip(self.numbers_at, [*turned.blocks_of(numbers), *rests], strict=True):
                with path.open("ab") as file:
                    file.write(part.tobytes())
            with self.keys_at.open("ab") as file:
                file.write(numpy.array(keys, dtype=numpy.int64).tobytes())

    def _give_up_places(self):
        stands = self.keys[:, 0] != 0
        if len(stands) - stands.sum() < max(MANY_GONE, len(stands) // 4):
            return
        arrays = [*self.numbers, self.keys]  # the keys last, here too
        paths = [*self.numbers_at, self.keys_at]
        for path in reversed(paths):
            path.unlink()  # other processes go on with the old ones
        for path, array in zip(paths, arrays, strict=True):
            path.write_bytes(array[stands].tobytes())
        self.seen = None
        self._map()

    def _remove_other_forms(self):
        """Remove the files of a release that laid them out, or turned them, in another way."""
        for path in self.folder.glob(f"{self.name}.*"):
            if path not in {*self.numbers_at, self.keys_at, self.lock_at}:
                path.unlink(missing_ok=True)

    @contextmanager
    def _alone(self):
        with self.lock_at.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


@cache
def form():
    """Return a name for how files are laid out: those of another one are made anew."""
    return sha256(f"{WIDTHS}".encode() + turned.BASIS.read_bytes()).hexdigest()[:8]


def folder():
    """Return the folder of this database's files, made if need be."""
    database = sha256(str(connection.settings_dict["NAME"]).encode()).hexdigest()[:12]
    path = settings.VAR / "vectors" / database
    path.mkdir(parents=True, exist_ok=True)
    return path


@cache
def _shelf(path, is_answer):
    return Shelf(path, is_answer=is_answer)


def questions():
    return _shelf(folder(), is_answer=False)


def answers():
    return _shelf(folder(), is_answer=True)
