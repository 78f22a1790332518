from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NIGHT = 3  # o'clock, where the coach lives
AGAIN = timedelta(hours=1)  # after one that failed
DRILL_EVERY = timedelta(days=7)
LATE = timedelta(days=2)
MOST = 200  # runs that are remembered


class BackupRunQuerySet(models.QuerySet):
    def of(self, kind):
        return self.filter(kind=kind).order_by("-at", "-pk")

    def last_good(self, kind):
        """Return the newest that succeeded, or None."""
        return self.of(kind).filter(problem="").first()

    def note(self, kind, name="", size=0, problem=""):
        """Write down how one went, and forget the oldest."""
        run = self.create(kind=kind, name=name[:100], size=size, problem=problem[:300])
        self.filter(pk__lte=run.pk - MOST).delete()
        return run

    def is_backup_due(self, now, zone):
        """Once a night where the coach lives; at once if there was none yet, an hour after one that failed."""
        last = self.of("backup").first()
        if last is None or last.problem:
            return last is None or now - last.at >= AGAIN
        night = now.astimezone(zone).replace(hour=NIGHT, minute=0, second=0, microsecond=0)
        return last.at < (night if night <= now else night - timedelta(days=1))

    def is_drill_due(self, now):
        """A week after the last; after one that failed, once a backup has been made since."""
        backup, last = self.last_good("backup"), self.of("drill").first()
        if backup is None or last is None:
            return backup is not None
        return backup.at > last.at if last.problem else now - last.at >= DRILL_EVERY


class BackupRun(models.Model):
    """A backup, drill or restore, and how it went."""

    class Kind(models.TextChoices):
        BACKUP = "backup", _("backup")
        DRILL = "drill", _("drill")
        RESTORE = "restore", _("restore")

    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    problem = models.CharField(max_length=300, blank=True)  # a sentence, or nothing when all went well

    objects = BackupRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("backup run")
        verbose_name_plural = _("backup runs")
        indexes = [models.Index(fields=["kind", "-at"], name="newest_run_of_a_kind")]
