"""The server of the pages: `python -m leanback.web`. `manage.py web` does the same and takes a second longer: it loads the
apps, which only the processes need that the server starts."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError

from leanback import port, processes
from leanback.watching.shared_numbers import share_numbers


def serve():
    """Become the server: granian takes this process's place. Raises CommandError if the port cannot be had."""
    port.require_free(settings.HOST, settings.PORT)
    share_numbers()
    os.environ["LEANBACK_SUPERVISOR"] = str(processes.supervisor() or "")
    os.execv(sys.executable, [sys.executable, "-m", "leanback.granian", *arguments()])  # noqa: S606 – our own command


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


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leanback.settings")
    try:
        serve()
    except (CommandError, ImproperlyConfigured) as error:
        sys.exit(f"Leanback cannot start: {error}")
