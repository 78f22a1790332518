"""What is known of each test: how long it takes, and which statements of the functions it comes by. It holds as long as
neither the test's file nor a function that it comes by has changed."""

import json

from bench.mutants import FOLDER


def read(parts):
    """Return {test: what is known of it}."""
    known = {}
    for part in range(parts):
        path = FOLDER / f"tests-{part}.json"
        known |= json.loads(path.read_text()) if path.exists() else {}
    return known


def write(part, known):
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"tests-{part}.json").write_text(json.dumps(known))
