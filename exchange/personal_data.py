"""What is kept about a person by what came in and goes out; see `accounts/personal_data.py`."""

from exchange.models import UnclaimedWords

SECTIONS = []
LABELS = {}
VALUES = {}
NOT_HERS = {"exchange.importrun.by": "which coach brought a site in"}


def forget(person, keeps_words):
    """What she wrote on the old site, and has not taken over yet, is hers too: it goes the way of all her words."""
    UnclaimedWords.objects.claim(person)
