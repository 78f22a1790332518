"""What is kept about a person's wishes; see `accounts/personal_data.py`."""

from django.utils.translation import gettext_lazy as _

from accounts.personal_data import Section
from wishes.models import Share, Wish


def wishes(person):
    """Yield what she wished for, and the reason that she was told if it was declined."""
    for wish in Wish.objects.made_by(person).with_what_pages_show().iterator(chunk_size=500):
        yield {
            "wish": wish.words,
            "at": wish.at,
            "where_it_stands": wish.state_for_readers().label,
            "reason": wish.reason,
        }


def shares(person):
    """Yield what others wished for and she wishes too, where she can read it."""
    for share in Share.objects.of(person).iterator(chunk_size=500):
        yield {"wish": share.wish.words, "since": share.at}


SECTIONS = [
    Section("wishes", _("My wishes"), wishes, ("comments.wish.by",)),
    Section("shares", _("Wishes that I share"), shares, ("comments.share.reader",)),
]
LABELS = {"wish": _("Wish"), "where_it_stands": _("Where it stands")}
VALUES = {}
NOT_HERS = {}


def forget(person, keeps_words):
    """A wish that others share still stands, without telling who made it. What she shared is counted without her; what only
    she and staff could read is gone."""
    while share := person.shares.first():  # taking one back may take what has become part of it along
        share.wish.unshare(person)
    for wish in person.wishes.all():
        wish.forget_author(keeps_words)
