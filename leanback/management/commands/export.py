from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from exchange import export
from exchange.export import pages, target
from exchange.export.refusal import Refused

MAIN = {"json": "site.json", "wxr": "site.wordpress.xml", "markdown": ""}


class Command(BaseCommand):
    help = "Write the whole site out: json (comes back with import_site), wxr (for WordPress) or markdown (to read and keep)."

    def add_arguments(self, parser):
        parser.add_argument("target", type=Path, help="a folder, a .zip, or the .json or .xml itself")
        parser.add_argument("--format", choices=export.FORMATS, default="json")
        parser.add_argument("--without-secrets", action="store_true", help="json: no passwords and second factors")

    def handle(self, *args, target: Path, **options):
        chosen = options["format"]
        secrets = {"has_secrets": not options["without_secrets"]} if chosen == "json" else {}
        try:
            self.write(target, chosen, secrets)
        except Refused as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{target} cannot be written: {error.strerror or error}.") from error

    def write(self, path, chosen, secrets):
        with target.opened(path, MAIN[chosen]) as into:
            names = list(export.FORMATS[chosen](into, **secrets))
        self.stdout.write(f"{len(names)} files in {path}.")
        if missing := pages.missing_pictures():
            self.stdout.write(f"Pictures whose file is gone, so they stayed out: {', '.join(missing)}.")
        if secrets.get("has_secrets"):
            self.stdout.write("It holds what people told in confidence, and their passwords scrambled: keep it safe.")
