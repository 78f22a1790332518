"""The databases of the bench: one a size, of its own, filled when it is needed first."""

import os
import subprocess
import sys
from pathlib import Path

import environ
import psycopg

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "var" / "bench"


def environment_of(threads):
    """Return the environ of a process that works on the database of this size. On PostgreSQL (DATABASE_URL) a database
    of its own is made on that server; the one that the address names is only knocked at."""
    url = os.environ.get("DATABASE_URL", "")
    vendor = "postgresql" if url.startswith("postgres") else "sqlite"
    more = {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "VAR_DIR": str(FOLDER / f"{vendor}-{threads}"),
        "DATABASE_URL": "",
    }
    if vendor == "postgresql":
        named = environ.Env.db_url_config(url)["NAME"]
        more["DATABASE_URL"] = url.replace(f"/{named}", f"/{_made(url, f'leanback_bench_{threads}')}")
    (Path(more["VAR_DIR"]) / "static").mkdir(parents=True, exist_ok=True)
    return os.environ | more


def _made(url, name):
    with psycopg.connect(url, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(f'CREATE DATABASE "{name}"')
            server.execute(f'ALTER DATABASE "{name}" SET random_page_cost = 1.1')  # as docs/running.md advises
    return name


def run(module, threads, *arguments):
    """Run a module of the bench on the database of this size."""
    command = [sys.executable, "-m", module, "--threads", str(threads), *map(str, arguments)]
    subprocess.run(command, env=environment_of(threads), cwd=ROOT, check=True)
