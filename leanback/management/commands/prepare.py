import hashlib
from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from leanback import environment
from leanback.page_cache import version
from leanback.reachable import require_servers
from leanback.styles import PARTS, WHOLE

QUIET = {"interactive": False, "verbosity": 0}


class Command(BaseCommand):
    help = (
        "Bring a site up to date before it is served: database, static files, coach, starter content. Safe to repeat."
    )

    def handle(self, *args, **options):
        require_servers()
        for name in sorted(environment.UNKNOWN):
            self.say(f"{name} in .env is no setting of this site")
        self.say("database")
        self.migrate()
        version.renew()  # whatever was put in the place of the database, no page that was kept is of its number
        self.collect_static_files()
        self.say("pictures")
        call_command("make_pictures", stdout=self.stdout)
        self.say("coach")
        call_command("first_coach", stdout=self.stdout)
        self.say("starter content")
        call_command("load_starter", stdout=self.stdout)

    def say(self, step):
        self.stdout.write(f"· {step}")
        self.stdout.flush()

    def migrate(self):
        """Django takes half a second to find out that there is nothing to do, so it is asked only when there is another
        migration, or another database."""
        stamp, names = settings.VAR / ".migrated", migrations()
        now = hashlib.sha256(f"{sorted(names)} {sorted(map(str, connection.get_connection_params().items()))}".encode())
        if stamp.exists() and stamp.read_text() == now.hexdigest() and names <= {*applied()}:
            return version.put_back(connection)
        call_command("migrate", **QUIET)
        call_command("createcachetable", verbosity=0)
        stamp.write_text(now.hexdigest())

    def collect_static_files(self):
        """Compressing takes some seconds, so it is done only when a file has changed."""
        stamp, now = Path(settings.STATIC_ROOT) / ".collected", fingerprint()
        if stamp.exists() and stamp.read_text() == now:
            return self.say("static files: as they were")
        self.say("static files: compressing, some seconds")
        call_command("collectstatic", **QUIET)
        stamp.write_text(now)


def migrations():
    """Return the (app, name) of each migration that there is."""
    folders = {config.label: Path(config.path) / "migrations" for config in apps.get_app_configs()}
    return {(label, module.name) for label, folder in folders.items() for module in iter_modules([folder])}


def applied():
    """Return the (app, name) of each migration that the database has seen: of those that stand for others, these too."""
    return MigrationRecorder(connection).applied_migrations()


def fingerprint():
    """Return a text that changes whenever a static file of the site or of a package does, or what is made of them."""
    files = sorted(storage.path(path) for finder in get_finders() for path, storage in finder.list([]))
    stats = ((path, Path(path).stat()) for path in files)
    made = f"{settings.STORAGES['staticfiles']['BACKEND']} {WHOLE} {PARTS}\n"
    return hashlib.sha256(
        made.encode() + "".join(f"{path} {stat.st_size} {stat.st_mtime_ns}\n" for path, stat in stats).encode()
    ).hexdigest()
