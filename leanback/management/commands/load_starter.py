from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from exchange import starter as threads
from stages import starter as content


class Command(BaseCommand):
    help = "Fill a new site with the starter guide and demo threads. Does nothing where there is content already."

    def add_arguments(self, parser):
        parser.add_argument("--no-demo", action="store_true", help="only the guide, no demo threads")

    @transaction.atomic
    def handle(self, *args, no_demo, **options):
        coach = User.objects.coaches().order_by("pk").first()
        if not no_demo and coach is None:
            raise CommandError(
                "There is no coach yet to answer in the demo threads: run `manage.py first_coach` first."
            )
        if not content.load():
            return self.stdout.write("There is content already: nothing was changed.")
        if not no_demo:
            threads.load(coach)
        self.stdout.write("The starter guide is in place. Take the demo threads away with: manage.py remove_demo")
