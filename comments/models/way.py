"""The way of a question, as its asker sees it: five steps, and the one on which it is."""

from dataclasses import dataclass

from django.forms.utils import flatatt
from django.utils.translation import gettext_lazy as _

STEPS = (_("asked"), _("approved"), _("in line"), _("answered"), _("checked back"))
ASKED, _APPROVED, IN_LINE, ANSWERED, CHECKED_BACK = range(len(STEPS))


@dataclass(frozen=True)
class Step:
    """One of the steps: what it is called, and whether the question has been there or is there now."""

    words: str
    is_done: bool
    is_now: bool

    @property
    def unseen_words(self):
        """What a voice says of it beside its name, as a list; the eye sees a line."""
        return [_("(done)")] if self.is_done else []

    @property
    def attributes(self):
        return flatatt({"class": "done" if self.is_done else None, "aria-current": "step" if self.is_now else None})


def steps(now):
    """Return the five Steps of a question that is on this one."""
    return [Step(words, at < now, at == now) for at, words in enumerate(STEPS)]


class OnItsWay:
    """The part of a Thread that tells its asker how far it is."""

    def way(self, status=None):
        """Return the Steps of a question with this status (that which `with_question_status()` gave it, if none is
        given); nothing for one that goes nowhere: put aside, taken back, or closed without an answer."""
        status = status or self.question_status
        if status == "pending":
            return steps(ASKED)
        if status != "approved":
            return []
        if self.outcome or self.is_touch_base_due():
            return steps(CHECKED_BACK)
        if self.is_in_line():
            return steps(IN_LINE)
        return steps(ANSWERED) if self.is_answered() else []
