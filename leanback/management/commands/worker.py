from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker
from django_tasks_db.models import DBTaskResult

from accounts.models import OutgoingMail
from accounts.tasks import deliver
from leanback import tasks

LOST_AFTER = timedelta(minutes=10)  # no task of ours takes longer than a mail server's patience


class Command(DatabaseWorker):
    help = (
        "Do the work behind the pages: send mail. Any number of workers may run. First takes up what a killed one left."
    )

    def handle(self, *args, **options):
        self.take_up_lost_work()
        tasks.begin()
        return super().handle(*args, **options)

    @transaction.atomic
    def take_up_lost_work(self):
        """Tasks may run twice without harm, so whatever was cut off is simply run again."""
        lost = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - LOST_AFTER)
        lost.update(status=TaskResultStatus.READY, started_at=None)
        for mail in OutgoingMail.objects.unsent().filter(tries=0, created_at__lt=timezone.now() - LOST_AFTER):
            deliver.enqueue(mail.pk)
