"""What is kept of a person's addresses for the coach's letters; see `accounts/personal_data.py`."""

from django.utils.translation import gettext_lazy as _

from accounts.personal_data import Section, of
from letters.models import Subscription


def subscriptions_of(person):
    return Subscription.objects.of({person.email, *person.emailaddress_set.values_list("email", flat=True)})


def subscriptions(person):
    return of(subscriptions_of(person), "address", "asked_at", "confirmed_at")


SECTIONS = [Section("letters", _("The coach's letters"), subscriptions, ())]
LABELS = {"address": _("Address"), "asked_at": _("Asked"), "confirmed_at": _("Confirmed")}
VALUES = {}
NOT_HERS = {"letters.letter.by": "which coach wrote a letter to everybody"}


def forget(person, keeps_words):
    """No letter goes to her addresses any more."""
    subscriptions_of(person).delete()
