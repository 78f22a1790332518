"""Vectors of questions and of answers as files, so that all processes of a machine read one copy: exact search is one product of
a matrix with a vector. The rows (`Vector`) are the truth; a file is made from them by whoever finds that it is behind.

A shelf is two files: numbers (float32) and, for each row of them, its Key. What is gone is overwritten with nothing at once,
and its place is given up when there are many such places."""

import fcntl
import os
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from threading import RLock

from django.conf import settings
from django.db import connection
from django.db.models import Max

from search.models import Vector
from search.sentence_model import SIZE, numpy

KEY = ["id", "written", "thread", "comment", "part"]
ROW, KEY_ROW = SIZE * 4, len(KEY) * 8  # bytes
MANY_GONE = 1_000  # places; below that they are not worth a new file
AT_ONCE = 500  # rows that are read from the database at a time


class Shelf:
    """The vectors of all questions, or of all answers."""

    def __init__(self, folder, *, is_answer):
        self.vectors = Vector.objects.current().filter(is_answer=is_answer)
        name = "answers" if is_answer else "questions"
        self.numbers_at, self.keys_at = folder / f"{name}.numbers", folder / f"{name}.keys"
        self.lock_at = folder / f"{name}.lock"
        self.seen, self.keys, self.numbers = None, None, None
        self.lock = RLock()

    def nearest(self, vectors, most, *, follows=True):
        """Return up to `most` (Key as a dict, nearness), the nearest first: the mean of how near a row is to the first of
        `vectors`, a text as a whole, and to whichever is nearest."""
        with self.lock:
            if follows:
                self._follow()
            keys, numbers = self.keys, self.numbers
        if not len(keys):
            return []
        near = numbers @ numpy.asarray(vectors, dtype=numpy.float32).T
        scores = (near[:, 0] + near.max(axis=1)) / 2
        best = numpy.argpartition(-scores, min(most, len(scores) - 1))[:most]
        order = best[numpy.argsort(-scores[best])]
        return [(dict(zip(KEY, map(int, keys[at]), strict=True)), float(scores[at])) for at in order if keys[at][0]]

    def of(self, column, pk):
        """Return (keys, vectors) of a thread or a comment, the whole of it first; empty where nothing is written down."""
        with self.lock:
            self._follow()
            rows = numpy.flatnonzero(self.keys[:, KEY.index(column)] == pk)
            rows = rows[self.keys[rows, KEY.index("part")].argsort()]
            return self.keys[rows], self.numbers[rows]

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
        self.numbers = numpy.zeros((0, SIZE), dtype=numpy.float32)
        if rows:
            self.keys = numpy.memmap(self.keys_at, numpy.int64, "r", shape=(rows, len(KEY)))
            self.numbers = numpy.asarray(numpy.memmap(self.numbers_at, numpy.float32, "r", shape=(rows, SIZE)))
        self.seen = state

    def bring_up_to_date(self):
        """Overwrite what is gone from the database, and append what is new."""
        with self.lock, self._alone():
            self.seen = None
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
            numpy.memmap(self.numbers_at, numpy.float32, "r+", shape=(len(self.keys), SIZE))[rows] = 0

    def _append(self, ids):
        with self.numbers_at.open("ab") as file:
            os.truncate(file.fileno(), len(self.keys) * ROW)  # what a killed process left
        for start in range(0, len(ids), AT_ONCE):
            found = list(self.vectors.filter(pk__in=ids[start : start + AT_ONCE]))
            keys = [[row.pk, row.written, row.thread_id, row.comment_id, row.part] for row in found]
            numbers = numpy.concatenate([row.as_numbers() for row in found])
            with self.numbers_at.open("ab") as file:
                file.write(numbers.astype(numpy.float32).tobytes())
            with self.keys_at.open("ab") as file:
                file.write(numpy.array(keys, dtype=numpy.int64).tobytes())

    def _give_up_places(self):
        stands = self.keys[:, 0] != 0
        if len(stands) - stands.sum() < max(MANY_GONE, len(stands) // 4):
            return
        numbers, keys = self.numbers[stands].tobytes(), self.keys[stands].tobytes()
        for path in (self.keys_at, self.numbers_at):
            path.unlink()  # other processes go on with the old ones
        self.numbers_at.write_bytes(numbers)
        self.keys_at.write_bytes(keys)
        self.seen = None
        self._map()

    @contextmanager
    def _alone(self):
        with self.lock_at.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


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
