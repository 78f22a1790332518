from dataclasses import fields
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from exchange.importing.arrive import bring
from exchange.importing.wishes import HEADINGS, LEVELS, PAGES, Wishes
from exchange.importing.wordpress import Rejected


class Command(BaseCommand):
    help = "Bring in a WordPress export: pages become guides and stages, comments become threads. Twice adds nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the .xml file that WordPress wrote (Tools, Export)")
        parser.add_argument(
            "--stage-from",
            choices=[HEADINGS, *LEVELS, PAGES],
            default=HEADINGS,
            help="what becomes a stage: the headings of the level that is there most often (default), "
            "those of one level, or each page as a whole",
        )
        parser.add_argument("--threads-to", metavar="SLUG", help="put all threads under this stage")
        parser.add_argument("--coach", metavar="EMAIL", help="which coach here the answers belong to")
        parser.add_argument(
            "--coach-login", metavar="NAME", help="the coach's login on the old site, if she did not write the page"
        )
        parser.add_argument(
            "--coach-email", metavar="EMAIL", help="another address under which the coach commented there"
        )
        parser.add_argument("--primary", action="store_true", help="show the guide on the home page")
        parser.add_argument("--dry-run", action="store_true", help="say what would come in, and change nothing")

    def handle(self, *args, file, dry_run, **options):
        wishes = Wishes(**{field.name: options[field.name] for field in fields(Wishes)})
        try:
            with transaction.atomic():
                report = bring(file, wishes)
                transaction.set_rollback(dry_run)
        except Rejected as error:
            raise CommandError(str(error)) from error
        if dry_run:
            self.stdout.write("This is what would come in. Nothing has been changed.\n\n")
        self.stdout.write("\n".join(report.lines()))
