"""Solving matrix @ x = wanted for the lines of stages: some thousand, each compared with each. Only half of the matrix is kept, since
it is symmetric, and what is kept of an older one is begun with."""

from itertools import pairwise

from search.sentence_model import numpy

AT_ONCE = 1_000  # rows
TINY = 1e-30  # so that nothing is divided by nought


class Half:
    """A symmetric matrix: blocks of rows, each from its first row's place on."""

    def __init__(self, count, rows_of):
        """`rows_of(start, end)` returns rows from `start` to `end`, without what is left of `start`."""
        self.ends = numpy.array([*range(0, count, AT_ONCE), count], numpy.int32)
        self.blocks = [(start, rows_of(start, end)) for start, end in pairwise(self.ends.tolist())]

    def add(self, places, shares):
        """Add the products of some shares, at the places of each two of them, which go up."""
        ends = numpy.searchsorted(places, self.ends).tolist()
        for (start, block), first, end in zip(self.blocks, ends, ends[1:], strict=False):
            if first < end:
                rows, columns = places[first:end, None] - start, places[first:] - start
                block[rows, columns] += shares[first:end, None] * shares[first:]

    def add_to_diagonal(self, numbers):
        for start, block in self.blocks:
            block[numpy.diag_indices(len(block))] += numbers[start : start + len(block)]

    def __matmul__(self, other):
        made = numpy.zeros_like(other)
        for start, block in self.blocks:
            end = start + len(block)
            made[start:end] += block @ other[start:]
            made[end:] += block[:, end - start :].T @ other[start:end]
        return made


def solved(matrix, wanted, start=None, off=1e-3):
    """Return x where matrix @ x is `wanted`, by conjugate gradients: for a symmetric matrix that is clearly positive. `start` is an
    x that is near: with it, a third of the steps."""
    found = numpy.zeros_like(wanted) if start is None else start.copy()
    left = wanted - matrix @ found
    towards, length = left.copy(), (left**2).sum(axis=0)
    enough = off**2 * (wanted**2).sum(axis=0)
    for _step in range(len(wanted)):
        if (length <= enough).all():
            break
        step = matrix @ towards
        far = length / ((towards * step).sum(axis=0) + TINY)
        found += far * towards
        left -= far * step
        before, length = length, (left**2).sum(axis=0)
        towards = left + length / (before + TINY) * towards
    return found
