"""Where the stages lie among all meanings: every line that says what it is like to be in one, as a vector, and a classifier
that was fitted to them. It follows what the coach writes: another line is another map."""

from functools import lru_cache
from typing import NamedTuple

from search import sentence_model
from search.readers_words import as_meant
from search.sentence_model import numpy

NEAREST = 3  # lines of a stage that speak for it
RIDGE = 1.0  # how stiff the classifier is
# The two scores differ in scale: these make them count alike (their spread over the situations of bench/quality).
SPREAD_OF_NEARNESS, SPREAD_OF_FIT = 0.085, 0.14
OF_GUIDANCE = 0.3  # what a line of advice counts beside one that says how things are
KNOWN, MOST_KNOWN = {}, 20_000  # vectors of lines, so that a changed line costs one


class Line(NamedTuple):
    """One line about a stage: its place among the stages, what it says, whether readers see it there, what it counts."""

    stage: int
    text: str
    is_shown: bool = True
    counts: float = 1.0


def vectors_kept(texts):
    """Return the vectors of lines that are asked for again and again."""
    if len(KNOWN) > MOST_KNOWN:
        KNOWN.clear()
    if missing := [text for text in dict.fromkeys(texts) if text not in KNOWN]:
        KNOWN.update(zip(missing, sentence_model.vectors_of(list(map(as_meant, missing))), strict=True))
    return numpy.array([KNOWN[text] for text in texts])


@lru_cache(maxsize=4)
def map_of(lines):
    """Return the StageMap of a tuple of Lines."""
    return StageMap(lines)


class StageMap:
    """Compares vectors with the lines of stages."""

    def __init__(self, lines):
        self.lines = lines
        self.count = 1 + max(line.stage for line in lines)
        self.vectors = vectors_kept([line.text for line in lines])
        self.stages = numpy.array([line.stage for line in lines])
        self.is_shown = numpy.array([line.is_shown for line in lines])
        self.weights = self._fitted(numpy.array([line.counts for line in lines]))

    def _fitted(self, counts):
        """Ridge regression of "is this line of this stage" on the vectors: a few milliseconds."""
        wanted = numpy.where(self.stages[:, None] == numpy.arange(self.count), 0.9, -0.1)
        known = _with_one(self.vectors)
        weighed = known * counts[:, None]
        return numpy.linalg.solve(known.T @ weighed + RIDGE * numpy.eye(known.shape[1]), weighed.T @ wanted)

    def nearness(self, vectors):
        """Return how near each vector is to each stage: the mean of the stage's NEAREST lines."""
        near = vectors @ self.vectors.T
        return numpy.stack([self._of_stage(near, stage) for stage in range(self.count)], axis=1)

    def _of_stage(self, near, stage):
        return numpy.sort(near[:, self.stages == stage], axis=1)[:, -NEAREST:].mean(axis=1)

    def closest(self, vectors):
        """Return for each stage how near its nearest line is to whichever of the vectors is nearest."""
        near = (vectors @ self.vectors.T).max(axis=0)
        return numpy.array([near[self.stages == stage].max() for stage in range(self.count)])

    def scores(self, vectors):
        """Return a row for each vector: how well it fits each stage, in spreads above nothing."""
        fit = _with_one(vectors) @ self.weights
        return self.nearness(vectors) / SPREAD_OF_NEARNESS + fit / SPREAD_OF_FIT

    def nearest_line(self, vectors, stage):
        """Return (which vector, which Line of this stage that readers see) are nearest to each other, or None."""
        its = numpy.flatnonzero((self.stages == stage) & self.is_shown)
        if not len(its):
            return None
        near = vectors @ self.vectors[its].T
        piece, line = numpy.unravel_index(near.argmax(), near.shape)
        return int(piece), self.lines[its[line]]


def _with_one(vectors):
    return numpy.hstack([vectors, numpy.ones((len(vectors), 1))])
