import sys
from dataclasses import fields
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from exchange.importing import running
from exchange.importing.rejected import BreaksOff, Rejected
from exchange.importing.wishes import HEADINGS, LEVELS, PAGES, Wishes
from exchange.importing.workplace import imports
from exchange.models import ImportRun

PLAN = "import-plan.toml"


class Command(BaseCommand):
    help = (
        "Bring a WordPress site in: article with stages, letters, own pages, questions, pictures. Twice adds nothing."
    )

    files = "the .xml files that WordPress wrote, or a zip or gz of them"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", type=Path, help=self.files)
        parser.add_argument(
            "--media", type=Path, metavar="FOLDER-or-ARCHIVE", help="wp-content/uploads, or a zip or tar of it"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help=f"change nothing, and write a plan ({PLAN}) to read and change"
        )
        parser.add_argument("--plan", type=Path, metavar="PLAN.toml", help="what becomes of each page, and who is who")
        parser.add_argument(
            "--undo", type=int, metavar="NUMBER", help="take an import back, until somebody has written in it"
        )
        parser.add_argument(
            "--stage-from",
            choices=[HEADINGS, *LEVELS, PAGES],
            default=HEADINGS,
            help="without a plan: the level of headings that makes stages of an article, or each page as a stage",
        )
        parser.add_argument("--threads-to", metavar="SLUG", help="put all threads under this stage")
        parser.add_argument("--coach", metavar="EMAIL", help="which coach here the answers belong to")
        parser.add_argument("--coach-login", metavar="NAME", help="the coach's login on the old site")
        parser.add_argument(
            "--coach-email", metavar="EMAIL", help="another address under which the coach commented there"
        )
        parser.add_argument("--primary", action="store_true", help="show the guide on the home page")
        parser.add_argument(
            "--as-far-as-it-goes", action="store_true", help="take what is there of a file that breaks off"
        )

    def handle(self, *args, files, dry_run, undo, **options):
        try:
            if undo:
                return self.stdout.write(running.undo(undo))
            if not files:
                raise CommandError("Say which file: manage.py import_wordpress FILE.xml")
            wishes = Wishes(**{field.name: options[field.name] for field in fields(Wishes)})
            if dry_run:
                self.plan(files, wishes)
            else:
                self.bring(files, wishes)
        except BreaksOff as error:
            raise CommandError(f"{error} Add --as-far-as-it-goes for that.") from error
        except Rejected as error:
            raise CommandError(str(error)) from error
        except OperationalError as error:
            raise CommandError(f"The database could not be written ({error}): run it again, and it goes on.") from error
        except ImportRun.DoesNotExist as error:
            raise CommandError(f"There is no import {undo}.") from error

    def plan(self, files, wishes):
        report, plan = running.dry_run(files, wishes)
        self.stdout.write("This is what would come in. Nothing has been changed.\n\n")
        self.stdout.write("\n".join(report.lines()))
        self.stdout.write("\n".join(running.who_commented(plan)))
        path = wishes.plan or free(imports() / PLAN)
        if not wishes.plan:
            path.write_text(plan.as_toml(), encoding="utf-8")
        self.stdout.write(f"The plan: {path}. Change what you like, then run this with --plan {path}")

    def bring(self, files, wishes):
        table = free(imports() / f"import-{timezone.now():%Y%m%d-%H%M%S}.csv")
        report, run = running.bring_in(files, wishes, table, told=self.told)
        self.stdout.write("\n".join(report.lines()))
        self.stdout.write(f"Row by row: {table}. To take it back: manage.py import_wordpress --undo {run.pk}")

    def told(self, done, of):
        """Draw how far it is, where somebody looks."""
        if sys.stderr.isatty() and of:
            width = 30 * done // of
            self.stderr.write(f"\r{'█' * width}{'·' * (30 - width)} {done}/{of}", ending="\n" if done >= of else "")


def free(path):
    """Return a path that nothing has yet: plan.toml, plan-2.toml."""
    number = 2
    stem = path.stem
    while path.exists():
        path = path.with_name(f"{stem}-{number}{path.suffix}")
        number += 1
    return path
