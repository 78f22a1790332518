from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

HELD = timedelta(days=365)  # said so where one changes a name or leaves


def digest_of(key):
    """Return what stands for a name's key: without the site's secret nobody can tell which name it was."""
    return salted_hmac("accounts.held_name", key, algorithm="sha256").hexdigest()


def owner_mark(key, person):
    """Return what stands for a person beside a name that she went by: it tells whether it was she, and not who it was."""
    return digest_of(f"{key}\n{person.pk}")


class HeldNameQuerySet(models.QuerySet):
    def hold(self, key, by):
        """Keep a name that this person went by."""
        now = {"until": timezone.now() + HELD, "owner_mark": owner_mark(key, by)}
        self.update_or_create(mark=digest_of(key), defaults=now)

    def holds(self, key, against=None):
        """Is it held, and if there is a person, against her? The one who went by it may take it back."""
        held = self.filter(mark=digest_of(key), until__gt=timezone.now())
        return (held.exclude(owner_mark=owner_mark(key, against)) if against else held).exists()

    def let_go(self, key):
        """Somebody goes by it again."""
        self.filter(mark=digest_of(key)).delete()

    def over(self):
        return self.filter(until__lte=timezone.now())


class HeldName(models.Model):
    """A name that somebody went by. Answers still speak to her by it, so for a while nobody else can take it. The name
    itself is not kept."""

    mark = models.CharField(max_length=64, unique=True)
    owner_mark = models.CharField(max_length=64, blank=True, default="")
    until = models.DateTimeField()

    objects = HeldNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("held name")
        verbose_name_plural = _("held names")
