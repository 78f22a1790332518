"""An honest queue: how long answers have taken lately. What it costs does not grow with the site."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LATELY = timedelta(days=90)
MOST = 200  # of the newest answers are looked at: enough to be true, few enough to be free
FEWEST = 5  # answers; below that "usual" would be a guess
LONGEST_LINE = 100  # places that are counted; beyond that the number helps nobody


@dataclass(frozen=True)
class Waits:
    """How long askers waited for their first answer, as timedeltas. Of too few answers nothing is said."""

    spans: tuple[timedelta, ...]

    def __str__(self):
        if not self.are_known:
            return _("We can't say yet how long an answer will take.")
        said = _("Lately half of the answers came within %(usual)s. The longest wait was %(slowest)s.")
        return said % {"usual": self.usual, "slowest": self.slowest}

    @property
    def are_known(self):
        return len(self.spans) >= FEWEST

    @property
    def usual(self):
        return in_days(median(self.spans))

    @property
    def slowest(self):
        return in_days(max(self.spans))


def in_days(span):
    """Return a timedelta in words. It is rounded up: who waits shall not be promised less than it took."""
    days = max(1, ceil(span / timedelta(days=1)))
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


@dataclass(frozen=True)
class Place:
    """How many wait before her."""

    before: int

    def __str__(self):
        if self.before >= LONGEST_LINE:
            return _("There are more than %(before)s questions before yours.") % {"before": self.before}
        if not self.before:
            return _("You're next in line.")
        said = ngettext(
            "There's one question before yours.", "There are %(before)s questions before yours.", self.before
        )
        return said % {"before": self.before}
