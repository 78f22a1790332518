"""What the worker does by itself: backups, and proving them."""

import logging

from django.conf import settings
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from accounts.tasks import OPEN
from exchange.backup import drill, making, place
from exchange.backup.archive import Broken
from exchange.models import BackupRun, Departure
from stages.models import Identity

log = logging.getLogger(__name__)


@task()
def back_up():
    """Make a backup; the desk tells when that fails."""
    try:
        making.make()
    except Broken as error:
        log.error("The backup failed: %s", error)


@task()
def hold_drill():
    """Prove the newest backup; the desk tells when that fails."""
    try:
        drill.hold()
    except Broken as error:
        log.error("The drill failed: %s", error)


@task()
def write_down_who_left():
    """Let the list beside the backups know everybody who has left."""
    place.write_down_who_left(Departure.objects.marks())


def keep_safe():
    """Enqueue a backup or a drill if it is time. Called every ten minutes."""
    now, zone = timezone.now(), Identity.objects.current().zone
    if not settings.BACKUPS:
        return
    if BackupRun.objects.is_backup_due(now, zone):
        once(back_up)
    elif BackupRun.objects.is_drill_due(now):
        once(hold_drill)


def once(task):
    """Enqueue a task unless it waits or runs already."""
    if not DBTaskResult.objects.filter(task_path=task.module_path, status__in=OPEN).exists():
        task.enqueue()
