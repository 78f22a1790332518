from hashlib import sha256

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.task_queue import enqueue


def mark_of(person):
    """Return what stands for somebody who has left: it is known again in a backup, and tells nobody who she was."""
    return sha256(f"{person.pk} {person.joined_at.isoformat()}".encode()).hexdigest()


class DepartureQuerySet(models.QuerySet):
    @transaction.atomic
    def note(self, person, keeps_words):
        """Write down that she leaves, and whether her words stay, so that no backup brings her back."""
        self.update_or_create(mark=mark_of(person), defaults={"keeps_words": keeps_words})
        enqueue("exchange.tasks.write_down_who_left")

    def marks(self):
        """Return {mark: whether her words stay}."""
        return dict(self.values_list("mark", "keeps_words"))


class Departure(models.Model):
    """Somebody has left. A backup that is restored still has her; it is told by this that she is to go again. It names
    nobody: only who has the backup can tell whose mark it is."""

    mark = models.CharField(max_length=64, unique=True)
    keeps_words = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    objects = DepartureQuerySet.as_manager()

    class Meta:
        verbose_name = _("departure")
        verbose_name_plural = _("departures")
