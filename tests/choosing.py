"""Which tests PostgreSQL has to see; `make choose` finds out.

A database can only answer otherwise where it is asked something. So while the tests run on SQLite, each notes which
statements it sends; of those that send nothing but what others send as well, PostgreSQL is spared, and left-out.txt
names them. Never left out are tests that commit (who waits for whom), files that throw odd input at the site (what a
database takes for text), and whatever is new."""

import hashlib
import json
import os
import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.db import connection

LEFT_OUT = Path(__file__).with_name("left-out.txt")
NOTES = Path(__file__).parents[1] / "var" / "tests" / "statements"
ODD_INPUT = {
    "test_broken_input.py",
    "test_every_address.py",
    "test_invariants.py",
    "test_names.py",
    "test_searching.py",
}

sent = defaultdict(set)  # by the function of a test: marks of the statements


def function_of(nodeid):
    return nodeid.split("[")[0]


def mark_of(statement):
    """Return a mark of a statement that is the same for other numbers, lengths of lists and names of savepoints."""
    shape = re.sub(r"s\d+_x\d+|\d+", "0", str(statement))
    shape = re.sub(r"%s(, %s)+", "%s", shape)
    shape = re.sub(r"\(%s\)(, \(%s\))+", "(%s)", shape)
    return hashlib.md5(shape.encode(), usedforsecurity=False).hexdigest()[:12]


def commits(item):
    marks = item.iter_markers("django_db")
    return "transactional_db" in item.fixturenames or any(mark.kwargs.get("transaction") for mark in marks)


def mark_those_for_postgresql(items):
    """Give the mark `postgresql` to each test that asks the database and is not left out there."""
    left_out = {*LEFT_OUT.read_text().split()} if LEFT_OUT.exists() else set()
    for item in items:
        is_kept = commits(item) or item.path.name in ODD_INPUT or function_of(item.nodeid) not in left_out
        if item.get_closest_marker("database") and is_kept:
            item.add_marker(pytest.mark.postgresql)


def choose(sent):
    """Return the functions that send nothing but what others send, which are chosen by how much they add."""
    left = {function: set(marks) for function, marks in sent.items()}
    while left:
        function = max(left, key=lambda each: (len(left[each]), each))
        marks = left.pop(function)
        if not marks:
            return {function, *left}
        for others in left.values():
            others.difference_update(marks)
    return set()


# What pytest asks


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    if "STATEMENTS" not in os.environ or not item.get_closest_marker("database"):
        return (yield)

    def note(execute, statement, *more):
        sent[function_of(item.nodeid)].add(mark_of(statement))
        return execute(statement, *more)

    with connection.execute_wrapper(note):
        return (yield)


def pytest_sessionfinish(session):
    if sent:
        NOTES.mkdir(parents=True, exist_ok=True)
        name = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        (NOTES / f"{name}.json").write_text(json.dumps({function: sorted(marks) for function, marks in sent.items()}))


def main():
    together = defaultdict(set)
    for file in NOTES.glob("*.json"):
        for function, marks in json.loads(file.read_text()).items():
            together[function] |= {*marks}
    spared = choose(together)
    LEFT_OUT.write_text("".join(f"{function}\n" for function in sorted(spared)))
    print(f"{len(together) - len(spared)} of {len(together)} are for PostgreSQL too")  # noqa: T201


if __name__ == "__main__":
    main()
