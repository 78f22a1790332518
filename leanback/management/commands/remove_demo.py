from django.core.management.base import BaseCommand

from comments.models import Thread


class Command(BaseCommand):
    help = "Take the demo threads away. They never come back."

    def handle(self, *args, **options):
        count = Thread.objects.remove_demo()
        self.stdout.write(f"{count} demo threads are gone." if count else "There are no demo threads.")
