from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

HELD = timedelta(days=365)  # said so where one changes a name or leaves


def digest_of(key):
    """Return what stands for a name's key: without the site's secret nobody can tell which name it was."""
    return salted_hmac("accounts.held_name", key, algorithm="sha256").hexdigest()


class HeldNameQuerySet(models.QuerySet):
    def hold(self, key):
        self.update_or_create(mark=digest_of(key), defaults={"until": timezone.now() + HELD})

    def holds(self, key):
        return self.filter(mark=digest_of(key), until__gt=timezone.now()).exists()

    def over(self):
        return self.filter(until__lte=timezone.now())


class HeldName(models.Model):
    """A name that somebody went by. Answers still speak to her by it, so for a while nobody else can take it. The name
    itself is not kept."""

    mark = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()

    objects = HeldNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("held name")
        verbose_name_plural = _("held names")
