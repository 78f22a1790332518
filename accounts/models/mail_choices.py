"""Of what people hear by mail, and how soon: KINDS is the one table of it. Pages ask by it, and what is sent looks here."""

import zoneinfo
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.above import identity


class When(models.TextChoices):
    """How soon she is written to."""

    AT_ONCE = "at_once", _("right away")
    DAILY = "daily", _("once a day, with all else that came")
    NEVER = "never", _("never")


@dataclass(frozen=True)
class Kind:
    """A kind of mail. `offered` is what can be chosen for it: nothing for one that always comes, as `default` says."""

    name: str
    label: str
    offered: tuple[When, ...] = tuple(When)
    default: When = When.AT_ONCE
    is_for_coach: bool = False


AT_ONCE_OR_NEVER = (When.AT_ONCE, When.NEVER)
NO_CHOICE = ()
TO_READERS = [
    Kind("answered", _("The coach has answered me")),
    Kind("asked_back", _("A reminder when the coach has asked me something")),
    Kind("replied", _("Someone replied to me")),
    Kind("approved", _("What I wrote is on the site now")),
    Kind("declined", _("Something I wrote wasn't published, and why")),
    Kind("moved", _("Something I wrote has a new place")),
    Kind("publish", _("The coach asks if a private question of mine may be published")),
    Kind("touch_base", _("It's time to say how it went")),
    Kind("following", _("Something new in a question that I follow")),
    Kind("wish", _("Something I wished for is here")),
]
TO_COACHES = [
    Kind("question", _("A question or message that waits for me"), is_for_coach=True),
    Kind("danger", _("Messages that may point to danger"), NO_CHOICE, is_for_coach=True),
    Kind("reported", _("Someone reported a message"), is_for_coach=True),
    Kind("came_back", _("Someone came back after a touch base"), is_for_coach=True),
    Kind("failed", _("A mail that didn't arrive"), default=When.DAILY, is_for_coach=True),
    Kind("week", _("My week, on Monday morning"), AT_ONCE_OR_NEVER, is_for_coach=True),
]
KINDS = {kind.name: kind for kind in TO_READERS + TO_COACHES}
OF_THE_DAY = "day"  # the kind of the mail in which all stands that comes once a day
HOURS = 24


def chosen(name):
    kind = KINDS[name]
    return models.CharField(kind.label, max_length=10, choices=When, default=kind.default)


class MailChoicesManager(models.Manager):
    def of(self, person):
        """Return what she chose, or an unsaved row with what holds until she does."""
        return self.filter(person=person).first() or MailChoices(person=person)


class MailChoices(models.Model):
    """Of what a person wants to hear by mail. Codes and warnings about her account always come."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="mail_choices"
    )
    answered = chosen("answered")
    asked_back = chosen("asked_back")
    replied = chosen("replied")
    approved = chosen("approved")
    declined = chosen("declined")
    moved = chosen("moved")
    publish = chosen("publish")
    touch_base = chosen("touch_base")
    following = chosen("following")
    wish = chosen("wish")
    question = chosen("question")
    reported = chosen("reported")
    came_back = chosen("came_back")
    failed = chosen("failed")
    week = chosen("week")
    hour = models.PositiveSmallIntegerField(
        _("The hour for mails that come once a day"), default=8, validators=[MaxValueValidator(HOURS - 1)]
    )
    time_zone = models.CharField(_("My time zone"), max_length=60, blank=True)  # empty: the coach's
    no_quotes = models.BooleanField(
        _("Never quote messages in e-mails"),
        default=False,
        help_text=_("So nobody reads them over your shoulder or on a locked screen."),
    )
    is_discreet = models.BooleanField(
        _("Keep e-mails discreet"),
        default=False,
        help_text=_("Neither the sender nor the subject says what this is, and no one is named."),
    )

    objects = MailChoicesManager()
    NAMES = [name for name, kind in KINDS.items() if kind.offered]  # of the columns

    class Meta:
        verbose_name = _("mail choices")
        verbose_name_plural = _("mail choices")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(**{f"{kind}__in": When.values}), name=f"{kind}_comes_some_time_or_never"
            )
            for kind, row in KINDS.items()
            if row.offered
        ] + [models.CheckConstraint(condition=models.Q(hour__lt=HOURS), name="mails_come_at_an_hour")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    def when(self, kind):
        """Return when she hears of such a thing."""
        return When(getattr(self, kind, KINDS[kind].default))

    def kinds(self):
        """Return the kinds that she can choose about: those of a coach for coaches alone."""
        return [kind for kind in KINDS.values() if kind.offered and (not kind.is_for_coach or self.person.is_coach())]

    @property
    def may_quote(self):
        return not self.no_quotes and not self.is_discreet

    @property
    def zone(self):
        """Where she lives, as a ZoneInfo; until she says so, where the coach does."""
        return zoneinfo.ZoneInfo(self.time_zone) if self.time_zone else identity().zone

    def next_digest(self, after=None):
        """Return the next moment, later than `after` (None: now), at which her mail of the day goes: her hour where she
        lives. On the day on which that hour is left out it is the hour after, and where it comes twice, the first."""
        after = after or timezone.now()
        day = timezone.localdate(after, self.zone)
        while (
            moment := datetime.combine(day, time(self.hour), self.zone).astimezone(zoneinfo.ZoneInfo("UTC"))
        ) <= after:
            day += timedelta(days=1)
        return moment

    def of_the_day(self):
        """Return the names of the kinds that come once a day."""
        return [kind.name for kind in self.kinds() if self.when(kind.name) == When.DAILY]

    def stopped(self):
        """Return the kinds that she could hear of, and never does."""
        return [kind for kind in self.kinds() if self.when(kind.name) == When.NEVER]

    def stop(self, kind=None):
        """Hear no more of a kind, of what comes once a day, or (None) of nothing that can be chosen. Saves."""
        all_of_them = [each.name for each in self.kinds()]
        for name in {None: all_of_them, OF_THE_DAY: self.of_the_day()}.get(kind, [kind]):
            setattr(self, name, When.NEVER)
        self.save()

    def hear_again(self, kind):
        """Hear of a kind as at first. Saves."""
        setattr(self, kind, KINDS[kind].default)
        self.save()

    def hears_of(self, kind):
        return bool(self.of_the_day()) if kind == OF_THE_DAY else self.when(kind) != When.NEVER

    def hears_of_something(self):
        return any(self.hears_of(kind.name) for kind in self.kinds())
