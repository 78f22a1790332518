from django.core.management.base import BaseCommand, CommandError

from exchange.backup import making
from exchange.backup.archive import Broken


class Command(BaseCommand):
    help = (
        "Make a backup: database and pictures in one file, kept where BACKUP_TO says. The worker does it every night."
    )

    def handle(self, *args, **options):
        try:
            run = making.make()
        except Broken as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{run.name} ({run.size / 1e6:.1f} MB)")
