"""Questions like hers, beside words that are being written."""

from checks import safety
from search.models import Passage


def answered_before(words, most=3):
    """Return up to `most` answered public threads that are like these words, the nearest first. Beside words that speak of
    danger there is help and nothing else."""
    return [] if safety.check(words) else Passage.objects.answered_like(words, most)


def related(thread, question):
    """Return up to three answered public threads that are like this one, with this question; none beside danger."""
    alike = answered_before(question.text, most=4)
    return [other for other in alike if other != thread][:3]
