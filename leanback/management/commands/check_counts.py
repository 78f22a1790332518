from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from comments.models import Comment, Thread


class Command(BaseCommand):
    help = "Compare the numbers that are kept (of messages and thanks) with what there is."

    def add_arguments(self, parser):
        parser.add_argument("--mend", action="store_true", help="count anew where they differ")

    def handle(self, *args, mend, **options):
        if mend:
            for comment in Comment.objects.miscounted():
                count_anew(comment.thread_id, comment)
            for thread in Thread.objects.miscounted():
                count_anew(thread.pk)
        wrong = [
            f"{row._meta.verbose_name} {row.pk}" for rows in (Comment, Thread) for row in rows.objects.miscounted()
        ]
        if wrong:
            raise CommandError(f"Counted wrong: {', '.join(wrong)}. Mend it with --mend.")
        self.stdout.write("All numbers are what there is.")


@transaction.atomic
def count_anew(thread_id, comment=None):
    """Bring the numbers of a thread up to date, its row locked; of one of its comments first, if that is the one."""
    thread = Thread.objects.locked(thread_id)
    if comment:
        comment.thread = thread
        comment.count_thanks()
    thread.settle()
