import fcntl
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from leanback import port

OUTPUT = "/dev/fd/1"


class Command(BaseCommand):
    help = "The whole site: brings it up to date, and keeps pages and worker running until it is stopped."

    def handle(self, *args, **options):
        """Become the supervisor: supervisord takes this process's place."""
        port.require_free(settings.HOST, settings.PORT)
        call_command("prepare", stdout=self.stdout)
        self.stdout.write(f"· serving on http://{settings.HOST}:{settings.PORT} (stop with Ctrl-C)")
        self.stdout.flush()
        os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        share_output()
        os.execv(sys.executable, [sys.executable, "-m", "leanback.supervising", *arguments()])  # noqa: S606 – our own command


def arguments():
    """Return what supervisord is told: to write its log where the parts write theirs, and its one file among ours."""
    files = [f"--logfile={OUTPUT}", "--logfile_maxbytes=0", f"--pidfile={settings.VAR / 'supervisord.pid'}"]
    as_it_is = ["--user=root"] if os.getuid() == 0 else []  # or it would warn of nothing else
    return [f"--configuration={settings.BASE_DIR / 'supervisord.conf'}", "--silent", *files, *as_it_is]


def share_output():
    """supervisord opens the standard output anew for each part. All of them have to write at its end; and what cannot be
    opened (a socket, as under systemd; another user's file) is reached through a pipe."""
    try:
        Path(OUTPUT).open("ab", buffering=0).close()
        fcntl.fcntl(1, fcntl.F_SETFL, fcntl.fcntl(1, fcntl.F_GETFL) | os.O_APPEND)
    except OSError:
        pipe = subprocess.Popen(["cat"], stdin=subprocess.PIPE, start_new_session=True)  # ends with its last writer
        os.dup2(pipe.stdin.fileno(), 1)
        os.dup2(pipe.stdin.fileno(), 2)
