"""What the worker does by itself: backups, and proving them."""

import logging
import re
from functools import wraps

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import get_language
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from accounts.tasks import OPEN
from exchange.backup import drill, making, place, scratch
from exchange.backup.archive import Broken
from exchange.importing import running, uploads, workplace
from exchange.importing.rejected import Rejected
from exchange.links import asking
from exchange.models import BackupRun, Departure, ImportRun, LinkCheck
from stages.models import Guide, Identity

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


def in_language_of_who_asked(verb):
    """Let a task that is told a language last do and report what it does in it; tasks of before were told none."""

    @wraps(verb)
    def task_in_language(run_id, language=""):
        with translation.override(language or get_language()):
            verb(run_id)

    return task_in_language


@task()
@in_language_of_who_asked
def plan_import(run_id):
    """Look through the files that were put up, and lay out what would become of them."""
    run = ImportRun.objects.get(pk=run_id)
    files, wishes = uploads.found(run)
    try:
        report, plan = running.dry_run(files, wishes)
    except Rejected as error:
        running.finish(run, ImportRun.State.FAILED, said_by(error, run))
        uploads.forget(run)
    else:
        run.plan = plan.as_toml()
        running.finish(run, ImportRun.State.WAITING, "\n".join([*report.lines(), *running.who_commented(plan)]))


@task()
@in_language_of_who_asked
def bring_in_import(run_id):
    """Bring in what she said yes to. A worker that is killed or stopped leaves it to the next, which goes on."""
    run = ImportRun.objects.get(pk=run_id)
    if run.state != ImportRun.State.RUNNING:
        return
    files, wishes = uploads.found(run)
    primary = Guide.objects.filter(is_primary=True).first()
    run.primary_before = run.primary_before or (primary and primary.pk)
    try:
        running.bring_in(files, wishes, uploads.table(run), run=run)
    except Rejected as error:
        ImportRun.objects.filter(pk=run_id).update(state=ImportRun.State.WAITING, report=said_by(error, run))
    else:
        uploads.forget(run)


@task()
def undo_import(run_id):
    """Take back what an import brought."""
    ImportRun.objects.get(pk=run_id).undo()


def said_by(error, run):
    """Return why a file was refused, without where and as the how-many-eth it is kept."""
    return re.sub(rf"{re.escape(str(uploads.folder(run)))}/(?:\d{{3}}-)?", "", str(error))


@task()
def look_at_links():
    """Ask whether some links of the library still lead anywhere. Where none answers, it is our net that is down."""
    LinkCheck.objects.follow_library()
    answers = [(check, asking.ask(check.url)) for check in LinkCheck.objects.due(timezone.now())]
    is_connected = any(not answer.problem or answer.is_sure for _check, answer in answers)
    for check, answer in answers:
        check.note(answer, counts=is_connected)


def look_after_links():
    """Enqueue a look at links. Called every ten minutes."""
    if settings.LINK_CHECKS:
        once(look_at_links)


def keep_safe():
    """Enqueue a backup or a drill if it is time, and delete what nobody works with any more. Called every ten minutes."""
    uploads.forget_old()
    workplace.sweep()
    scratch.sweep()
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
