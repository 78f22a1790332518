"""Searching among turned vectors, of which most is not read, finds what comparing each of them finds."""

import pytest

from search import sentence_model, turned
from search.sentence_model import numpy

pytestmark = pytest.mark.skipif(not sentence_model.is_there(), reason="the sentence model is not installed")


def unit(rows):
    return rows / numpy.maximum(numpy.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def made(count, seed, flat):
    """Make up vectors: the flatter, the less their first numbers say; some twice, and some nothing."""
    chance = numpy.random.default_rng(seed)
    strength = numpy.linspace(1, flat, sentence_model.SIZE) ** 2
    rows = unit(chance.standard_normal((count, sentence_model.SIZE), dtype=numpy.float32) * strength)
    rows[1::7] = rows[0 : len(rows[1::7])]
    rows[3::11] = 0
    return rows.astype(numpy.float16).astype(numpy.float32), unit(rows[::-1][:3] + 0.05 * chance.standard_normal(512))


def laid_out(rows):
    return [block.copy() for block in turned.blocks_of(rows)], [*turned.rests_of(rows).T.copy()]


@pytest.mark.parametrize("least", [0.1, 0.26, 0.48, 0.9, 1.5])
@pytest.mark.parametrize("flat", [1, 0.3, 0])
@pytest.mark.parametrize("count", [1, 2, 60, 61, turned.FEW - 1, turned.FEW, 9_000])
def test_it_finds_what_comparing_each_finds(count, flat, least):
    rows, asked = made(count, count, flat)
    for vectors in (asked[:1], asked):
        found, scores = turned.nearest(*laid_out(rows), vectors.astype(numpy.float32), 60, least)
        all_scores = turned.scores_of(rows.astype(float) @ vectors.T)
        near = numpy.sort(all_scores[all_scores >= least])[::-1][:60]
        assert len(found) == len(set(found.tolist())) and numpy.allclose(scores, near, atol=1e-5, rtol=0)
        assert numpy.allclose(all_scores[found], scores, atol=1e-5, rtol=0)


def test_it_reads_little_of_what_cannot_be_near(monkeypatch):
    rows, asked = made(20_000, 5, 0)
    read = []
    of = turned._of
    monkeypatch.setattr(turned, "_of", lambda numbers, rows: read.append(of(numbers, rows)) or read[-1])
    turned.nearest(*laid_out(rows), asked[:1].astype(numpy.float32), 60, 0.48)
    assert sum(each.size for each in read) < rows.size / 3


def test_turning_back_gives_what_was_turned():
    rows = made(50, 1, 1)[0]
    assert numpy.allclose(turned.turned_back(turned.turned(rows)), rows, atol=1e-6)
    assert numpy.allclose(turned.basis() @ turned.basis().T, numpy.eye(sentence_model.SIZE), atol=1e-5)
