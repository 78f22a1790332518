"""Words that people use when they talk of love, so that none of them is taken for a typing error: those in which readers tell of
their stage (the examples of the starter content, in both languages), and those that the sentence model has as one piece."""

from functools import cache

from search import sentence_model
from search.words import stem
from stages import starter
from stages.text.words import indexed_words


def is_used(word):
    """Is it a word that people use, in any of its forms?"""
    return stem(word) in _stems() or sentence_model.knows(word)


@cache
def _stems():
    lines = [line for told in starter.EXAMPLES.values() for lines in told.values() for line in lines]
    return {stem(word) for line in lines for word in indexed_words(line)}
