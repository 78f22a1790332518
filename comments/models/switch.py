"""What is thrown in a spam wave, and falls back by itself."""

from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from comments.models.moderation_log import Act, ModerationEntry, Rejected
from stages.clock import in_words
from stages.models import Identity
from stages.prepared import prepared


@prepared
def on_at(moment):
    return Switch.objects.filter(until__gt=moment)


class SwitchQuerySet(models.QuerySet):
    def on(self):
        return self.filter(until__gt=timezone.now())

    def is_on(self, name):
        return any(switch.name == name for switch in on_at(timezone.now()))

    def refuse_if_closed(self):
        """Raise Rejected, in words for whoever wants to write, while nobody may."""
        for switch in on_at(timezone.now()):
            if switch.name == Switch.Name.POSTING:
                raise Rejected(switch.said())

    def board(self):
        """Return every switch, as it stands now or as it would be thrown."""
        thrown = {switch.name: switch for switch in self.on()}
        return [thrown.get(name) or Switch(name=name) for name in Switch.Name.values]


class Switch(models.Model):
    """One of three switches for the whole site; the row says until when it is on."""

    class Name(models.TextChoices):
        HOLD = "hold", _lazy("everything waits for approval")
        POSTING = "posting", _lazy("nobody can write")
        SIGN_UP = "sign_up", _lazy("nobody new can sign up")

    name = models.CharField(max_length=10, choices=Name, primary_key=True)
    until = models.DateTimeField(null=True)

    objects = SwitchQuerySet.as_manager()

    class Meta:
        verbose_name = _lazy("switch")
        verbose_name_plural = _lazy("switches")
        permissions = [("throw_switch", "Can hold everything, close writing and close sign-up")]
        constraints = [
            models.CheckConstraint(condition=models.Q(name__in=["hold", "posting", "sign_up"]), name="three_switches")
        ]

    def __str__(self):
        return self.get_name_display()

    def said(self):
        """Return what people are told while it is on."""
        end = in_words(self.until, Identity.objects.current().zone)
        if self.name == self.Name.POSTING:
            return _("Nobody can write here until %(end)s. Keep your words; then you can send them.") % {"end": end}
        return _("Nobody new can sign up until %(end)s. If you have an account, you can sign in.") % {"end": end}

    @transaction.atomic
    def throw(self, by, hours):
        """Turn it on for so many hours, whatever it was."""
        self.until = timezone.now() + timedelta(hours=hours)
        self.save()
        ModerationEntry.note(by, Act.SWITCH_ON, before=self.name, after=self.until.isoformat(timespec="minutes"))

    @transaction.atomic
    def turn_off(self, by):
        """Turn it off before its time. Nothing happens when it is off."""
        if Switch.objects.on().filter(pk=self.pk).update(until=None):
            ModerationEntry.note(by, Act.SWITCH_OFF, before=self.name)
