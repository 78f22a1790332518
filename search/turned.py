"""Which rows of a large matrix are nearest to a vector, exactly, and without reading most of it. All rows are turned the same way,
so that their first numbers tell most of what texts about love differ in; they lie in BLOCKS, one after the other, with the length
of what is left of each row after each block. A row whose product so far, and at best the product of what is left, comes to less
than what is looked for is not read any further."""

from functools import cache
from pathlib import Path

from search.sentence_model import numpy

WIDTHS = (128, 128, 128, 128)  # numbers in each block
BLOCKS, ENDS = len(WIDTHS), [sum(WIDTHS[: at + 1]) for at in range(len(WIDTHS) - 1)]
FLOAT = 4  # bytes of a number
FEW = 4_000  # rows, of which each is read to its end
MANY = 20  # times as many rows as are wanted: worth to look which of them are near indeed
ROUNDING = 1e-5  # what a product of two vectors of length 1 may be off
BASIS = Path(__file__).parent / "turned.npy"  # `bench/quality/turned.py` makes it


@cache
def basis():
    return numpy.load(BASIS, allow_pickle=False)


def turned(vectors):
    return numpy.asarray(vectors, dtype=numpy.float32) @ basis()


def turned_back(rows):
    return rows @ basis().T


def blocks_of(rows):
    return numpy.split(rows, ENDS, axis=1)


def rests_of(rows):
    """Return a row for each: the length of what is left after each block but the last."""
    squares = numpy.stack([(block.astype(numpy.float64) ** 2).sum(axis=1) for block in blocks_of(rows)], axis=1)
    return numpy.sqrt(squares[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]).astype(numpy.float32)


def nearest(blocks, rests, asked, most, at_least):
    """In: the blocks of many rows, and their rests; turned vectors of a text. Out: (up to `most` rows, their scores), the nearest
    first: those whose score is `at_least` that."""
    parts, left = blocks_of(asked), rests_of(asked)
    rows, products, least = None, 0, at_least - ROUNDING
    for at, (block, part) in enumerate(zip(blocks, parts, strict=True)):
        products = products + _of(block, rows) @ part.T
        if at == BLOCKS - 1 or len(blocks[0]) < FEW:
            continue
        may_be = scores_of(products + _of(rests[at], rows)[:, None] * left[:, at])
        found = numpy.flatnonzero(may_be >= least)
        if rows is None and len(found) > MANY * most:
            least = max(least, _score_of_last(blocks, parts, found, may_be, most) - ROUNDING)
            found = found[may_be[found] >= least]
        if len(found) < len(may_be) / 2:  # to gather rows takes as long as to read twice as many
            rows, products = found if rows is None else rows[found], products[found]
    return _best(rows, scores_of(products), most, at_least)


def scores_of(products):
    """The mean of how near a row is to the first vector, a text as a whole, and to whichever is nearest."""
    return products[:, 0] if products.shape[1] == 1 else (products[:, 0] + products.max(axis=1)) / 2


def _of(numbers, rows):
    return numbers if rows is None else numbers[rows]


def _score_of_last(blocks, parts, rows, may_be, most):
    """Return a score that `most` of these rows reach: that of the last of those that look nearest so far."""
    rows = rows[numpy.argpartition(-may_be[rows], most)[:most]]
    return scores_of(sum(block[rows] @ part.T for block, part in zip(blocks, parts, strict=True))).min()


def _best(rows, scores, most, at_least):
    near = numpy.flatnonzero(scores >= at_least)
    if len(near) > most:
        near = near[numpy.argpartition(-scores[near], most)[:most]]
    near = near[numpy.argsort(-scores[near], kind="stable")]
    return (near if rows is None else rows[near]), scores[near]
