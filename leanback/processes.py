"""The processes of a site end together: none outlives the one that started it, whatever that one died of."""

import os
import signal
import threading
import time

from django.utils.module_loading import import_string

EVERY = 1  # seconds between looks
PATIENCE = 10  # seconds for what a process is still busy with


def is_alive(pid):
    """Return whether there is such a process (this one may signal it)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def end_when(is_over, pid):
    """Let a thread end a process once `is_over()` says so; it is asked every second."""

    def watch():
        while not is_over():
            time.sleep(EVERY)
        os.kill(pid, signal.SIGTERM)
        time.sleep(PATIENCE)
        os.kill(pid, signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def supervisor():
    """Return the process id of the supervisord that started this process, or None when something else did."""
    return os.getppid() if "SUPERVISOR_ENABLED" in os.environ else None


def end_with_supervisor():
    """End this process with its supervisor, if it has one."""
    if pid := supervisor():
        end_when(lambda: os.getppid() != pid, os.getpid())


def web_application():
    """What each process of the server loads: granian's `--factory`."""
    server = os.getppid()
    end_when(lambda: os.getppid() != server, os.getpid())
    if pid := int(os.environ.get("LEANBACK_SUPERVISOR") or 0):
        end_when(lambda: not is_alive(pid), server)
    return import_string("leanback.wsgi.application")
