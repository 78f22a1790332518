from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Bring a site up to date before it is served: database, static files, first coach, starter content. Safe to repeat."

    def handle(self, *args, **options):
        for step, name, arguments in (
            ("database", "migrate", {"interactive": False}),
            ("table for limits", "createcachetable", {}),
            ("static files", "collectstatic", {"interactive": False}),
            ("coach", "first_coach", {}),
            ("starter content", "load_starter", {}),
        ):
            self.stdout.write(f"· {step}", ending="\n")
            self.stdout.flush()
            quiet = name in {"migrate", "createcachetable", "collectstatic"}
            call_command(name, verbosity=0 if quiet else 1, stdout=self.stdout, **arguments)
