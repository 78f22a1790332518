"""Answered questions, beside words that are being written and below a thread."""

from checks import safety
from comments.models import Thread
from search import meaning

MOST = 5


def answered_before(words):
    """Return up to five answered public threads that are like these words, the nearest first; such as their askers let be
    found, and none rather than a foreign one. Beside words that speak of danger there is help and nothing else."""
    return [] if safety.check(words) else meaning.answered_like(words, Thread.objects.listed().answered(), MOST)


def related(thread, question):
    """Return up to three answered public threads that are like this one, with this question; none beside danger."""
    if safety.check(question.text):
        return []
    return meaning.related_to(thread, Thread.objects.listed().answered())
