from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError

from exchange.export import load
from exchange.export.refusal import Refused
from leanback import tasks


class Command(BaseCommand):
    help = "Let an empty site be what `manage.py export` wrote: every row, picture, date and right."

    def add_arguments(self, parser):
        parser.add_argument("source", help="the folder, .zip or .json that was exported")
        parser.add_argument("--replace", action="store_true", help="throw away the site that is here")

    def handle(self, *args, source, replace, **options):
        try:
            counts = load.load(source, replaces=replace)
        except Refused as error:
            raise CommandError(str(error)) from error
        cache.clear()
        tasks.begin()
        self.stdout.write(f"{sum(counts.values())} rows came in. Everybody signs in anew.")
