"""The server of the pages: `python -m leanback.web`, or `manage.py web`."""

import gc
import os
import signal
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from granian import cli

from leanback import port, processes
from leanback.watching.shared_numbers import share_numbers


def serve():
    """Be the server until it is stopped. Raises CommandError if the port cannot be had."""
    port.require_free(settings.HOST, settings.PORT)
    share_numbers()
    os.environ["LEANBACK_SUPERVISOR"] = str(processes.supervisor() or "")
    hear_a_stop()
    load()
    cli.cli(arguments(), prog_name="granian", auto_envvar_prefix="GRANIAN")


def hear_a_stop():
    """Let the processes that are forked from this one hear a stop from their first moment. This one keeps a stop for itself,
    and they would have that from it until they serve: a stop in their first seconds would be missed, and end them only when
    granian loses patience. So each begins with what a signal does to any process."""
    os.register_at_fork(after_in_child=lambda: signal.signal(signal.SIGTERM, signal.SIG_DFL))


def load():
    """Load the site, as far as its first page needs it. The processes that serve are forked from this one: so it is loaded
    once, they share the memory of it, and one that dies is there again at once."""
    from django.urls import resolve  # noqa: PLC0415 – addresses of what is loaded here

    from leanback import wsgi  # noqa: F401, PLC0415 – loads all apps

    resolve("/")
    gc.collect()
    gc.freeze()


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
