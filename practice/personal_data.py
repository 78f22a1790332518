"""What is kept about a person's practice; see `accounts/personal_data.py`."""

from django.utils.translation import gettext_lazy as _

from accounts.personal_data import Section
from practice.models import Practice


def steps(person):
    """Yield each step that she has taken up, with her tick and note."""
    for practice in Practice.objects.of(person):
        for step in practice.shown_steps():
            yield {
                "taken_from": str(practice.title()),
                "step": step.text if practice.can_be_read() else "",
                "done_at": step.done_at,
                "my_note": step.note,
                "shown_to_the_coach_since": practice.shared_at,
            }


SECTIONS = [Section("practice", _("My practice"), steps, ("practice.practice.reader",))]
LABELS = {
    "taken_from": _("Taken from"),
    "step": _("Step"),
    "done_at": _("Done"),
    "my_note": _("My note"),
    "shown_to_the_coach_since": _("Shown to the coach since"),
}
VALUES = {}
NOT_HERS = {}


def forget(person, keeps_words):
    """Nothing is left to do here: what she has taken up goes with her row."""
