from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.desk_act import ANSWERS, DeskAct


class Snooze(models.Model):
    """A coach has put a question off for herself, until a day. It wakes up earlier when the reader writes again, and nothing
    that may speak of danger is ever put off."""

    thread = models.ForeignKey("comments.Thread", models.CASCADE, related_name="snoozes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="snoozes")
    until = models.DateField(_("until"))
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("question put off")
        verbose_name_plural = _("questions put off")
        constraints = [models.UniqueConstraint(fields=["thread", "by"], name="put_off_once")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class Snoozable:
    """The part of a Thread that a coach may put off for herself."""

    def snooze(self, by, day):
        """Leave it out of her list until the day comes, or the reader writes again."""
        self.snoozes.update_or_create(by=by, defaults={"until": day, "at": self.moment()})

    def wake(self, by):
        """Put it back on her list."""
        self.snoozes.filter(by=by).delete()


SNOOZING = [
    DeskAct(
        name="snooze",
        label=_("Put it off"),
        needs=ANSWERS,
        verb=Snoozable.snooze,
        told=_("Put off. It comes back on that day, or as soon as the reader writes again."),
        is_open=lambda thread: thread.is_in_line(),
        folded=_("Not now …"),
        says=_("Only your own list leaves it out. The reader isn't told."),
    ),
    DeskAct(
        name="wake",
        label=_("Put it back on my list"),
        needs=ANSWERS,
        verb=Snoozable.wake,
        told=_("It's back on your list."),
        is_open=lambda thread: thread.is_in_line() and thread.snoozes.exists(),
        refuses_itself=True,
    ),
]
