"""Where the stages lie among all meanings: every line that says what it is like to be in one, as a vector, and a classifier
that was fitted to them. It follows what the coach writes: another line is another map."""

from functools import lru_cache
from math import sqrt
from threading import Lock
from typing import NamedTuple

from search.kept_fit import kept_fit
from search.kept_lines import vectors_of_lines
from search.line_fit import Half, solved
from search.line_words import LineWords
from search.sentence_model import numpy

NEAREST = 3  # lines of a stage that speak for it
# The classifier, as it measured best by cross-validation on what may be looked at (docs/finding.md): how quickly a line's say
# goes down with its distance, what shared words count beside meaning, how stiff it is.
SHARPNESS, OF_WORDS, STIFFNESS = 3.0, 0.8, 0.25
# The two scores differ in scale: by these, nearness counts half as much as the fit.
SPREAD_OF_NEARNESS, SPREAD_OF_FIT = 0.17, 0.14
OF_ADVICE = 0.3  # what a line of what to do, or not to do, counts beside one that says how things are


class Line(NamedTuple):
    """One line about a stage: its place among the stages, what it says, whether readers see it there, what it counts."""

    stage: int
    text: str
    is_shown: bool = True
    counts: float = 1.0


def map_of(lines):
    """Return the StageMap of a tuple of Lines. Who comes while it is made waits for it."""
    with _making:
        return _map_of(lines)


@lru_cache(maxsize=4)
def _map_of(lines):
    return StageMap(lines)


_making = Lock()


class StageMap:
    """Compares vectors with the lines of stages."""

    def __init__(self, lines):
        self.lines = lines
        self.count = 1 + max(line.stage for line in lines)
        self.vectors = vectors_of_lines([line.text for line in lines])
        self.words = LineWords([line.text for line in lines])
        self.stages = numpy.array([line.stage for line in lines])
        self.is_shown = numpy.array([line.is_shown for line in lines])
        self.weights = kept_fit((SHARPNESS, OF_WORDS, STIFFNESS), lines, self._fitted)

    def _fitted(self, start):
        """Kernel ridge regression of "is this line of this stage": some seconds for some thousand lines, so it is kept. `start`
        is what is known of it, line by line."""
        wanted = numpy.where(self.stages[:, None] == numpy.arange(self.count), 0.9, -0.1).astype(numpy.float32)
        if start.shape != wanted.shape:  # of other stages
            start = None
        stiff = numpy.array([STIFFNESS / line.counts for line in self.lines], numpy.float32)
        return solved(self._all_alike(stiff), wanted, start)

    def _all_alike(self, stiff):
        """Return how much each line says of each: what many lines share at once, what few do line by line."""
        common = self.words.common()

        def rows_of(start, end):
            rows = _by_meaning(self.vectors[start:end] @ self.vectors[start:].T)
            rows += OF_WORDS * (common[start:end] @ common[start:].T)
            return rows

        half = Half(len(self.lines), rows_of)
        for lines, shares in self.words.rare():
            half.add(lines, sqrt(OF_WORDS) * shares)
        half.add_to_diagonal(stiff + OF_WORDS * self.words.own())
        return half

    def _alike(self, near, texts):
        """How much each text says of each line, by meaning and by words: written into `near`, which is large."""
        near = _by_meaning(near)
        for row, words in zip(near, self.words.likeness(texts), strict=True):
            row += OF_WORDS * words
        return near

    def _of_stage(self, near, stage):
        """The mean of how near its NEAREST lines are."""
        return numpy.sort(near[:, self.stages == stage], axis=1)[:, -NEAREST:].mean(axis=1)

    def closest(self, vectors):
        """Return for each stage how near its nearest line is to whichever of the vectors is nearest."""
        near = (vectors @ self.vectors.T).max(axis=0)
        return numpy.array([near[self.stages == stage].max() for stage in range(self.count)])

    def scores(self, texts, vectors):
        """Return a row for each text and its vector: how well it fits each stage, in spreads above nothing."""
        near = vectors @ self.vectors.T
        nearness = numpy.stack([self._of_stage(near, stage) for stage in range(self.count)], axis=1)
        return nearness / SPREAD_OF_NEARNESS + self._alike(near, texts) @ self.weights / SPREAD_OF_FIT

    def nearest_line(self, vectors, stage):
        """Return (which vector, which Line of this stage that readers see) are nearest to each other, or None."""
        its = numpy.flatnonzero((self.stages == stage) & self.is_shown)
        if not len(its):
            return None
        near = vectors @ self.vectors[its].T
        piece, line = numpy.unravel_index(near.argmax(), near.shape)
        return int(piece), self.lines[its[line]]


def _by_meaning(near):
    """Write into an array of how near lines are how much they say of each other."""
    near -= 1
    near *= SHARPNESS
    return numpy.exp(near, out=near)
