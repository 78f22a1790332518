from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class When(models.TextChoices):
    """How soon she is written to."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("in the morning, once a day")
    NEVER = "never", _("never")


def chosen(words, default=When.AT_ONCE):
    return models.CharField(words, max_length=10, choices=When, default=default)


KINDS = ("answered", "approved", "declined", "replied", "following", "touch_base", "wish", "letter", "week")


class MailChoicesManager(models.Manager):
    def of(self, person):
        """Return what she chose, or an unsaved row with what holds until she does."""
        return self.filter(person=person).first() or MailChoices(person=person)


class MailChoices(models.Model):
    """Of what a person wants to hear by mail. Codes and warnings about her account always come."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="mail_choices"
    )
    answered = chosen(_("The coach has answered me"))
    approved = chosen(_("My question is on the site"))
    declined = chosen(_("Something I wrote was not taken, and why"))
    replied = chosen(_("Somebody replied to me"))
    following = chosen(_("Something new in a question that I follow"))
    touch_base = chosen(_("It is time to tell how things are"))
    wish = chosen(_("Something I wished for is here"))
    letter = chosen(_("The coach's letter"), default=When.NEVER)
    week = chosen(_("My week as a coach, on Monday morning"))  # asked of coaches alone
    no_quotes = models.BooleanField(
        _("Never repeat in a mail what was written"),
        default=True,
        help_text=_("So that nobody reads it over your shoulder or on a locked screen."),
    )

    objects = MailChoicesManager()

    class Meta:
        verbose_name = _("mail choices")
        verbose_name_plural = _("mail choices")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(**{f"{kind}__in": When.values}), name=f"{kind}_comes_some_time_or_never"
            )
            for kind in KINDS
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    def when(self, kind):
        """Return when she hears of such a thing."""
        return When(getattr(self, kind))
