import re

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.task_queue import enqueue

# RFC 3463: the mailbox or its domain is not there, has moved away or takes no mail; "other" of a server that says no more.
FOR_GOOD = re.compile(r"5\.(?:1\.\d+|2\.1|4\.4|0\.0)\b")


def is_for_good(status):
    """Does this status of a delivery ("5.1.1 …") say that no mail will ever reach this address?"""
    return bool(FOR_GOOD.match(status.strip()))


class PausedAddressQuerySet(models.QuerySet):
    def now(self):
        """Those by which somebody would be written to now; who has changed her address is written to again."""
        return self.filter(address=models.F("person__email")).select_related("person").order_by("-at")

    def is_paused(self, person):
        return self.now().filter(person=person).exists()

    @transaction.atomic
    def pause(self, person, why):
        """Send no more mail, but for codes, to an address from which mail came back for good; the coaches are told."""
        paused, is_new = self.update_or_create(
            person=person, defaults={"address": person.email, "why": why[:200], "at": timezone.now()}
        )
        if is_new:
            enqueue("comments.tasks.tell_paused", person.pk)
        return paused

    def resume(self, person):
        """Mail reaches her again: she has shown it, or says so."""
        return self.filter(person=person).delete()[0] > 0


class PausedAddress(models.Model):
    """An address that mail comes back from. Codes still go there when they are asked for; typing one ends the pause."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="paused_address")
    address = models.EmailField()
    why = models.CharField(max_length=200, blank=True)  # what the other server said: a number, in most cases
    at = models.DateTimeField(default=timezone.now)

    objects = PausedAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("paused address")
        verbose_name_plural = _("paused addresses")

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
