from django.core.management.base import BaseCommand

from leanback import web


class Command(BaseCommand):
    help = "Serve the pages. The worker is started beside it; `serve` starts both."
    requires_system_checks = ()  # the processes that serve would stumble over the same

    def handle(self, *args, **options):
        web.serve()
