from django.core.management.base import BaseCommand, CommandError

from exchange.backup import restoring
from exchange.backup.archive import Broken


class Command(BaseCommand):
    help = "Put a backup in the place of the site, whole or not at all. The site as it is now is backed up first."

    def add_arguments(self, parser):
        parser.add_argument("file", help="the path of a backup, the name of one that is kept, or: newest")

    def handle(self, *args, file, **options):
        try:
            told = restoring.restore(file)
        except Broken as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The site is what {file} holds. Everybody has to sign in again.")
        if told["kept"]:
            self.stdout.write(f"As it was before: {told['kept']}")
        if told["left"]:
            self.stdout.write(f"{told['left']} who have left since that backup were taken out of it again.")
        if told["mails"]:
            self.stdout.write(
                f"{told['mails']} mails that were on their way then were dropped, so that none is sent twice."
            )
