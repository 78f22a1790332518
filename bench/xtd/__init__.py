"""The same talk under django-comments-xtd, to measure beside ours: in an environment of its own, from PyPI."""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NEEDS = ["django-comments-xtd==2.10.13", "granian==2.8.7"]


def make_site(folder, comments):
    """Install it in a folder unless it is there, and write so many comments under one page."""
    python = folder / "env" / "bin" / "python"
    if not python.exists():
        print("· django-comments-xtd, into an environment of its own", flush=True)
        subprocess.run([sys.executable, "-m", "venv", folder / "env"], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *NEEDS], check=True)
    for file in HERE.glob("talk.*"):
        shutil.copy(file, folder)
    subprocess.run([python, "talk.py", str(comments)], cwd=folder, check=True)


def command(folder):
    """Return the command that serves it, run in the folder, without the port."""
    chosen = ["--interface=wsgi", "--workers=2", "--blocking-threads=2", "--log-level=critical"]
    return [folder / "env" / "bin" / "granian", *chosen, "talk:application"]
