from django.core.management.base import BaseCommand

from stages.pictures import ask_for_missing


class Command(BaseCommand):
    help = "Let the worker make the sizes of pictures that lack them: of an older version, or when the worker failed."

    def handle(self, *args, **options):
        count = ask_for_missing()
        self.stdout.write(f"{count} wait for the worker." if count else "All have their sizes.")
