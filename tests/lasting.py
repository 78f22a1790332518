"""Rows that last from one test to the next, because making them takes longer than most tests do.

A fixture marked `@lasting` is made in an open transaction, a savepoint each, in the order in which they are written. The
next test begins with those that it shares with the one before: what lies above them is rolled back, what is missing is
made. Each test gets copies of the objects that nobody has touched, and the clock of the moment at which the last of
them was made, so that rows are as old in every test as if they had been made for it.

They are made afresh, as fixtures always are, for tests that commit, and for those that move the clock beforehand."""

import pickle
from contextlib import contextmanager
from inspect import signature

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

MAKERS = []
MOVE_NO_CLOCK_YET = {"later", "work"}  # they return a function that does, when the test calls it


def lasting(make):
    """A fixture that returns rows and needs others that last, or none but `db`."""
    MAKERS.append(make)
    return pytest.fixture(make)


class Level:
    """What one fixture made: its rows in a savepoint, and all objects up to here."""

    def __init__(self, make, below):
        self.make = make
        self.block = transaction.atomic()
        self.block._from_testcase = True  # as Django's own TestCase says that a durable block may be inside
        self.block.__enter__()
        self.raw = connection.connection
        objects = below.objects() if below else {}
        needs = {name: objects[name] for name in signature(make).parameters if name != "db"}
        with clock_of(below):
            objects[make.__name__] = make(**needs, **({"db": None} if "db" in signature(make).parameters else {}))
            self.moment = timezone.now()
        self.pickled = pickle.dumps(objects)

    def objects(self):
        return pickle.loads(self.pickled)

    def undo(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)


levels = []


@contextmanager
def clock_of(level):
    if level is None:
        yield
    else:
        with time_machine.travel(level.moment, tick=True):
            yield


def wanted(item):
    """Return the makers of what lasts of the test's fixtures, in their order."""
    fixtures = {name: found[-1] for name, found in item._fixtureinfo.name2fixturedefs.items()}
    if "transactional_db" in fixtures or any(mark.kwargs.get("transaction") for mark in item.iter_markers("django_db")):
        return []
    if any("time_machine" in each.argnames for name, each in fixtures.items() if name not in MOVE_NO_CLOCK_YET):
        return []
    found = []
    for make in MAKERS:
        fixture = fixtures.get(make.__name__)
        if fixture and fixture.func is make and {*fixture.argnames} <= {"db", *(each.__name__ for each in found)}:
            found.append(make)
    return found


def make_ready(makers):
    """Let exactly these last, keeping what was there already; return copies of their objects by name."""
    if levels and connection.connection is not levels[0].raw:  # a test has closed it
        undo_to(0)
    shared = 0
    while shared < min(len(levels), len(makers)) and levels[shared].make is makers[shared]:
        shared += 1
    undo_to(shared)
    for make in makers[shared:]:
        levels.append(Level(make, levels[-1] if levels else None))
    return levels[-1].objects() if levels else {}


def undo_to(count):
    while len(levels) > count:
        levels.pop().undo()


# What pytest asks

GIVEN = {}  # the objects of the test that runs


def put_in_order(items):
    """Within a file, tests that begin with the same rows follow each other."""
    files = {path: number for number, path in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(key=lambda item: (files[item.path], [MAKERS.index(make) for make in wanted(item)]))


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef, request):
    if fixturedef.argname == "_django_db_helper":  # pytest-django is about to open the test's own transaction
        make_all_ready(request)
    elif fixturedef.func in MAKERS and fixturedef.argname in GIVEN:
        fixturedef.cached_result = (GIVEN[fixturedef.argname], fixturedef.cache_key(request), None)
        return True  # it is set up; what it returns is read from there, and may be None
    return None


def make_all_ready(request):
    GIVEN.clear()
    with request.getfixturevalue("django_db_blocker").unblock():
        GIVEN.update(make_ready(wanted(request.node)))
    if levels:
        clock = time_machine.travel(levels[-1].moment, tick=True)
        clock.start()
        request.addfinalizer(clock.stop)
