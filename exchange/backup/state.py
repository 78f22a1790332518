"""What the desk says of backups."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.models import BackupRun
from exchange.models.backup_run import LATE


@dataclass(frozen=True)
class Said:
    """One line: what, when it last went well, and what went wrong since, if anything did."""

    title: str
    at: datetime | None
    words: str
    problems: list[str]


def said():
    """Return a Said of the backup and of the drill."""
    return [_of("backup", _("Last good backup")), _of("drill", _("Last time a backup was proved"))]


def _of(kind, title):
    good, last = BackupRun.objects.last_good(kind), BackupRun.objects.of(kind).first()
    words = filesizeformat(good.size) if good and good.size else "" if good else _("not yet")
    return Said(title, good and good.at, words, [last.problem] if last and last.problem else [])


def worry():
    """Return a sentence for the coach when something is wrong, else "". Where backups are made in another way, nothing is."""
    if not settings.BACKUPS:
        return ""
    first, good = BackupRun.objects.of("backup").last(), BackupRun.objects.last_good("backup")
    drill = BackupRun.objects.of("drill").first()
    if first and (good.at if good else first.at) < timezone.now() - LATE:
        return _("There has been no good backup for two days. Please tell whoever runs your site.")
    if drill and drill.problem:
        return _("The last backup could not be proved. Please tell whoever runs your site.")
    return ""
