from django.core.management.base import BaseCommand, CommandError

from exchange.backup import drill
from exchange.backup.archive import Broken


class Command(BaseCommand):
    help = "Prove the newest backup: restore it beside the site, count, compare. Exit code 1 if it could not be used."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", default="newest", help="another one than the newest")

    def handle(self, *args, file, **options):
        try:
            lines = drill.hold(file)
        except Broken as error:
            raise CommandError(f"This backup would not bring the site back. {error}") from error
        self.stdout.write("\n".join(lines))
