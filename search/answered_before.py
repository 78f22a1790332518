"""Answered questions, beside words that are being written and below a thread."""

from checks import safety
from comments.models import Thread
from search import meaning

MOST = 5


def answered_before(words, reader):
    """Return up to five answered public threads that are like these words, the nearest first; such as their askers let be
    found, and none rather than a foreign one. Beside words that speak of danger there is help and nothing else."""
    return [] if safety.check(words) else meaning.answered_like(words, to_show(reader), MOST)


def related(thread, question, reader):
    """Return up to three answered public threads that are like this one, with this question; none beside danger."""
    return [] if safety.check(question.text) else meaning.related_to(thread, to_show(reader))


def to_show(reader):
    return Thread.objects.for_pages_of(reader).let_be_found().answered()
