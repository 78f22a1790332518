"""The folder in which the processes of a server count together (watching/metrics.py says what). It is made by the one that
starts them, which loads no apps."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # the variable by which prometheus_client knows the folder of the files
IN_MEMORY = Path("/dev/shm")  # noqa: S108 – of our own in it, by mkdtemp  # nosec B108


def share_numbers():
    """Let the processes that this one starts count together, and forget what those before them, on this port, have counted."""
    where = IN_MEMORY if IN_MEMORY.is_dir() else Path(tempfile.gettempdir())
    name = f"leanback-{hashlib.sha256(f'{settings.VAR} {settings.PORT}'.encode()).hexdigest()[:8]}-"
    for old in where.glob(f"{name}*"):
        shutil.rmtree(old, ignore_errors=True)
    os.environ[SHARED] = tempfile.mkdtemp(prefix=name, dir=where)
