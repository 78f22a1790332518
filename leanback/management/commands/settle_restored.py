import json
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import models, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import OutgoingMail, User
from exchange.models.departure import mark_of
from leanback import personal_data, tasks
from leanback.cache import CacheTable
from leanback.page_cache import version


class Command(BaseCommand):
    help = "The last step of a restore, on a copy beside the site: `manage.py restore` runs it."

    def add_arguments(self, parser):
        parser.add_argument("left", type=Path, help="a file that says who has left since")

    def handle(self, *args, left, **options):
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        gone = forget_who_left(json.loads(left.read_text()))
        mails = forget_what_was_under_way()
        self.stdout.write(json.dumps({"left": gone, "mails": mails}))


def forget_who_left(marks):
    """Let everybody whose mark is among {mark: whether her words stay} leave again; return how many they were."""
    count = 0
    for person in User.objects.order_by("pk").iterator(chunk_size=500):
        if (mark := mark_of(person)) in marks:
            personal_data.leave(person, keeps_words=marks[mark])
            count += 1
    return count


@transaction.atomic
def forget_what_was_under_way():
    """End all sessions, which may have been ended since, and drop mails and tasks, which were done since; return how many
    mails. What is still to be done is found again by the worker's rounds."""
    Session.objects.all().delete()
    UserSession.objects.all().delete()
    DBTaskResult.objects.all().delete()
    due = models.Q(not_before=None) | models.Q(not_before__lte=timezone.now())
    count = OutgoingMail.objects.unsent().filter(due).delete()[0]
    if isinstance(caches["default"], CacheTable):
        caches["default"].clear()
    tasks.begin()
    version.renew()  # pages that are kept are of the site as it was
    return count
