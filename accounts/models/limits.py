from datetime import timedelta
from datetime import timezone as fixed_zone

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.roles import MAY_BE_KEPT_FROM

FARTHEST_WEST = fixed_zone(-timedelta(hours=12))  # where a day ends last of all


class Limited(models.Model):
    """What a moderator may not do, how much in an hour, and until when. Empty means no limit. Coaches have none."""

    kept_from = models.JSONField(default=list, editable=False)  # names of permissions in MAY_BE_KEPT_FROM
    most_an_hour = models.PositiveSmallIntegerField(
        _("acts an hour at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Leave empty for no limit. Undoing one's own actions doesn't count."),
    )
    until = models.DateField(
        _("moderator until"), null=True, blank=True, help_text=_("The last day. Leave empty for no end.")
    )

    class Meta:
        abstract = True

    def take_limits_of(self, other):
        """Take over what another row says. Does not save."""
        self.kept_from, self.most_an_hour, self.until = other.kept_from, other.most_an_hour, other.until

    def are_over(self):
        """Is the last day gone by, wherever she lives? Then she is no moderator any more; nothing has to run for it."""
        return self.until is not None and self.until < timezone.localdate(timezone=FARTHEST_WEST)

    def kept_from_in_words(self):
        return [str(MAY_BE_KEPT_FROM[name]) for name in self.kept_from if name in MAY_BE_KEPT_FROM]

    def in_words(self):
        """Return what holds, a line for each, for people to read."""
        said = [_("not: %(what)s") % {"what": what} for what in self.kept_from_in_words()]
        if self.most_an_hour:
            many = ngettext("one act an hour", "at most %(most)s acts an hour", self.most_an_hour)
            said.append(many % {"most": self.most_an_hour})
        if self.until:
            said.append(_("until %(day)s") % {"day": date_format(self.until)})
        return said


class LimitsManager(models.Manager):
    def of(self, person):
        """Return what was set for a person, or an unsaved row without limits."""
        return self.filter(person=person).first() or Limits(
            person_id=person.pk
        )  # not person=: she would take it for hers


class Limits(Limited):
    """The limits of one moderator, set by a coach."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="limits")

    objects = LimitsManager()

    class Meta:
        verbose_name = _("limits")
        verbose_name_plural = _("limits")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(most_an_hour=None) | models.Q(most_an_hour__gte=1),
                name="limits_let_her_do_something",
            )
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
