import os
import sys

from django.conf import settings
from django.core.management.base import BaseCommand

from leanback import port, processes
from leanback.watching.metrics import share_numbers


class Command(BaseCommand):
    help = "Serve the pages. The worker is started beside it; `serve` starts both."

    def handle(self, *args, **options):
        """Become the server: granian takes this process's place."""
        port.require_free(settings.HOST, settings.PORT)
        share_numbers()
        os.environ["LEANBACK_SUPERVISOR"] = str(processes.supervisor() or "")
        command = [sys.executable, "-m", "leanback.granian", *arguments()]
        os.execv(sys.executable, command)  # noqa: S606 – our own command


def arguments():
    """Return what granian is told."""
    chosen = {
        "interface": "wsgi",
        "host": settings.HOST,
        "port": settings.PORT,
        "workers": settings.WEB_WORKERS,
        "blocking-threads": settings.WEB_THREADS,
        "blocking-threads-idle-timeout": 600,  # seconds: each thread keeps its connection to the database
        "backpressure": 128,
        "workers-kill-timeout": 20,  # seconds; as long as a page may wait for the database
    }
    flags = ["--no-ws", "--respawn-failed-workers", "--factory"]
    return [f"--{name}={value}" for name, value in chosen.items()] + [*flags, "leanback.processes:web_application"]
