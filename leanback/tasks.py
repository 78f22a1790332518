"""What has to be done from time to time. The worker sees to it; nothing else has to be set up."""

from datetime import datetime, time, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.models import HeldName, MailedLink, OutgoingMail, User
from accounts.tasks import OPEN, deliver_what_was_forgotten
from comments.models import Notice, Snooze, Thread
from comments.tasks import tell_what_came
from desk import figures, mail
from desk.models import AnswerDraft, Invitation
from desk.tasks import send_scheduled
from desk.weeks import Weeks
from exchange.tasks import keep_safe, look_after_links
from leanback.cache import CacheTable
from leanback.page_cache import version
from letters.models import Letter, Subscription
from practice.models import Practice
from search.models import EmptySearch
from stages.models import Identity
from wishes.models import Wish
from wishes.tasks import tell_wish_came_true
from writing.models import Draft

EVERY = timedelta(minutes=10)
TRACES_KEPT = timedelta(days=30)  # addresses of the net and names of browsers, kept against abuse alone
NOBODY = "0.0.0.0"  # noqa: S104 – stands in the place of an address that is forgotten


@task()
def tend():
    """Sweep what is old, and come again in ten minutes."""
    now = timezone.now()
    come_again(now + EVERY)  # first, so that whatever goes wrong below is tried again
    for thread in Thread.objects.promised_by(Identity.objects.current().today()):
        thread.fall_due()
    for thread in Thread.objects.to_remind():
        thread.remind()
    for thread in Thread.objects.to_let_go():
        thread.let_go()
    for draft in AnswerDraft.objects.due():
        send_scheduled.enqueue(draft.pk)  # one that a broken task left behind
    for practice in Practice.objects.behind().with_what_pages_show():
        practice.keep_up()
    for person_id in Notice.objects.people_to_tell():
        tell_what_came.enqueue(person_id)  # a task that was to do it is lost
    deliver_what_was_forgotten()
    tell_the_week(now)
    keep_safe()
    look_after_links()
    for wish in Wish.objects.to_tell():
        tell_wish_came_true.enqueue(wish.pk)  # what it became has appeared since
    for letter in Letter.objects.to_count():
        letter.count()
    Subscription.objects.never_confirmed().delete()
    Snooze.objects.filter(until__lt=Identity.objects.current().today()).delete()
    Draft.objects.old().delete()
    User.objects.abandoned().delete()
    HeldName.objects.over().delete()
    MailedLink.objects.old().delete()
    Invitation.objects.old().delete()
    EmptySearch.objects.old().delete()
    OutgoingMail.objects.old().delete()
    Notice.objects.old().delete()
    Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.filter(created_at__lt=now - TRACES_KEPT).update(ip=NOBODY, user_agent="")
    DBTaskResult.objects.finished().filter(finished_at__lt=now - timedelta(days=1)).delete()
    version.gather()
    if isinstance(caches["default"], CacheTable):
        caches["default"].sweep()
    overwrite_what_was_deleted()


def tell_the_week(now):
    """Write to each coach on Monday morning, where she lives; if nothing ran then, on that day or the next."""
    weeks = Weeks.until_now(Identity.objects.current().zone, 2)
    morning = datetime.combine(weeks.mondays[-1], time(mail.MORNING), weeks.zone)
    if morning <= now < morning + timedelta(days=2):
        for coach in User.objects.coaches():
            mail.week(coach, weeks.mondays[-1], lambda: figures.in_sentences(weeks.before))


def overwrite_what_was_deleted():
    """SQLite's write-ahead log holds the pages of before until it is emptied into the file."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@transaction.atomic
def come_again(when):
    """Enqueue the next round, in the place of one that waits already: there is one chain of them, whatever was done twice."""
    rounds().filter(status=TaskResultStatus.READY).delete()
    tend.using(run_after=when).enqueue()


def begin():
    """Enqueue the first round if there is none."""
    if not rounds().filter(status__in=OPEN).exists():
        tend.enqueue()


def rounds():
    return DBTaskResult.objects.filter(task_path=tend.module_path)
