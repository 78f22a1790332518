"""What writing costs: `make bench-writing`, and `make bench-writing BESIDE=../older` for another working copy in the same run, in
turns with this one: before and after. Each has a site of its own on SQLite, with full safety. Of a busy machine, trust the
milliseconds of the processor, and the ratio."""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROUNDS = 3


def environment_of(copy):
    """Return the environ of a working copy's own site; what measures is ours in both."""
    folder = ROOT / "var" / "bench" / "writing" / copy.name
    (folder / "static").mkdir(parents=True, exist_ok=True)
    own = {"DJANGO_SETTINGS_MODULE": "bench.settings", "VAR_DIR": str(folder), "DATABASE_URL": ""}
    return os.environ | own | {"PYTHONPATH": str(copy)}


def run(copy, *command):
    return subprocess.run(
        [sys.executable, *command], cwd=copy, env=environment_of(copy), check=True, capture_output=True
    )


def measure(copies):
    """Return {(copy, act): a list of what each round found}."""
    seen = {}
    for copy in copies:
        run(copy, "manage.py", "prepare")
    for _round in range(ROUNDS):
        for copy in copies:
            # -P: or `bench/desk.py` would be taken for the desk.
            for act, found in json.loads(run(copy, "-P", str(ROOT / "bench" / "acts.py")).stdout).items():
                seen.setdefault((copy, act), []).append(found)
    return seen


def table(copies, seen):
    """Yield the lines of a table."""
    yield "| | " + " | ".join(f"{copy.name}: statements, ms, ms of a processor" for copy in copies) + " |"
    yield "|---" * (1 + len(copies)) + "|"
    for act in dict.fromkeys(act for _copy, act in seen):
        cells = []
        for copy in copies:
            rounds = seen[copy, act]
            wall, busy = (statistics.median(found[kind] for found in rounds) for kind in ("wall", "busy"))
            cells.append(f"{rounds[0]['statements'] or '–'}, {wall:.0f}, {busy:.1f}")
        yield f"| {act} | " + " | ".join(cells) + " |"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--beside", default="", help="the folder of another working copy")
    beside = parser.parse_args().beside
    copies = [*([Path(beside).resolve()] if beside else []), ROOT]
    lines = [f"load {os.getloadavg()[0]:.1f}", "", *table(copies, measure(copies))]
    print("\n".join(lines))


if __name__ == "__main__":
    main()
