"""One process: it runs inside of pytest, with one database for all. The broken code is put in the place of the good one,
the tests that come by it run until one fails, and the good one is back."""

import json
import signal
import sys
import time
from collections import defaultdict, deque

import pytest
from _pytest.runner import runtestprotocol

from bench.mutants import FOLDER, functions, groups, known

SLOWER = 20  # times that a test may take longer than it did; after that the break has made it hang, which is noticed


def work(step, only, seconds, part, parts):
    """Run pytest with a loop of ours in the place of its own; returns 0 if it could be run."""
    files = sorted({file for about in groups(only).values() for file in about})
    if not files:
        raise SystemExit(f"No function of the list has to do with {only}.")
    loop = {"watch": Watch, "attempt": Attempt}[step](only, seconds, part, parts)
    code = pytest.main(["-q", "-n", "0", "--no-header", *files], plugins=[loop])
    return 0 if code in {0, pytest.ExitCode.NO_TESTS_COLLECTED} else 2


class Stuck(BaseException):
    """A test takes so long that it will never end."""


class Root:
    """What pytest is told comes next, so that it tears down all but what is the session's."""

    def __init__(self, session):
        self.session = session

    def listchain(self):
        return [self.session]


class Loop:
    """What both steps share: how one test is run."""

    def __init__(self, only, seconds, part, parts):
        self.only, self.most_seconds, self.part, self.parts = only, seconds, part, parts

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        signal.signal(signal.SIGALRM, _stuck)
        self.root = Root(session)
        # Both are plugins, which pytest itself has to import first.
        self.lasting, plugin = sys.modules["tests.lasting"], sys.modules["pytest_django.plugin"]
        self.blocker = session.config.stash[plugin.blocking_manager_key]
        self.run(session.items)
        session._setupstate.teardown_exact(None)
        return True

    def forget_what_lasts(self):
        """Let the next test make all of its rows: none that other code has made may last."""
        with self.blocker.unblock():
            self.lasting.undo_to(0)

    def passes(self, item, seconds):
        """Run one test, and return whether it passed in time."""
        item._initrequest()
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            reports = runtestprotocol(item, log=False, nextitem=self.root)
        except Stuck:
            return False
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        return all(not report.failed for report in reports)


def _stuck(*_signal):
    raise Stuck


class Watch(Loop):
    """Learns which tests come by which statements."""

    def run(self, items):
        every, before = functions.listed(), known.read(self.parts)
        chosen = groups(self.only).keys()
        new = [item for item in items if self.is_to_be_watched(before.get(item.nodeid), item, every, chosen)]
        new = new[self.part :: self.parts]
        for number, function in enumerate(every if new else ()):
            function.watched(number)
        found = {}
        for place, item in enumerate(new, 1):
            found[item.nodeid] = self.looked_at(item, every)
            if place % 100 == 0:
                print(f"  {place} of {len(new)} tests looked at", flush=True)
        hers = {name for place, name in enumerate(sorted(before)) if place % self.parts == self.part}
        known.write(self.part, {name: before[name] for name in hers} | found)

    def is_to_be_watched(self, before, item, every, chosen):
        if before is None or before["file"] != functions.mark_of(item.path.read_text()):
            return True
        now = {function.name: function.mark for function in every if function.name in chosen & before["by"].keys()}
        return any(before["by"][name][0] != mark for name, mark in now.items())

    def looked_at(self, item, every):
        hits = defaultdict(set)
        functions.tell(lambda number, statement: hits[every[number]].add(statement))
        self.forget_what_lasts()
        begun = time.perf_counter()
        if not self.passes(item, 600):
            print(f"  left out, since it fails by itself: {item.nodeid}", flush=True)
            hits = {}
        return {
            "file": functions.mark_of(item.path.read_text()),
            "seconds": time.perf_counter() - begun,
            "by": {function.name: (function.mark, sorted(found)) for function, found in hits.items()},
        }


class Attempt(Loop):
    """Tries every break on the tests that come by it."""

    def run(self, items):
        self.survived, self.tried = [], 0
        self.seconds, self.by, self.killers = {}, defaultdict(list), defaultdict(lambda: deque(maxlen=12))
        self.remember(items)
        for function in functions.listed(self.only)[self.part :: self.parts]:
            for words, each in function.breaks():
                self.attempt(function, words, each)
            print(f"{self.tried:5} tried, {len(self.survived)} unnoticed: {function.name}", flush=True)
        done = {"tried": self.tried, "survived": self.survived}
        (FOLDER / f"tried-{self.part}.json").write_text(json.dumps(done))

    def remember(self, items):
        before, about = known.read(self.parts), groups(self.only)
        for item in items:
            self.seconds[item], file = before[item.nodeid]["seconds"], item.nodeid.partition("::")[0]
            for name, (_mark, statements) in before[item.nodeid]["by"].items():
                for statement in statements if file in about.get(name, ()) else ():
                    self.by[name, statement].append(item)

    def attempt(self, function, words, each):
        tests = self.in_turn(function, self.by[function.name, each.statement])
        try:
            function.broken(each)
        except (ValueError, SyntaxError, StopIteration):
            return  # it is no code at all: nobody could commit it
        try:
            self.forget_what_lasts()
            killer = self.first_to_fail(tests)
        finally:
            function.mended()
            self.forget_what_lasts()
        self.tried += 1
        if killer:
            self.killers[function.name].appendleft(killer)
        else:
            self.survived.append((words, each.line, len(tests)))
            print(f"      ! line {each.line}: {words}  [{len(tests)} tests]", flush=True)

    def first_to_fail(self, tests):
        begun = time.process_time()  # not by the clock: on a busy machine fewer tests would be run
        for item in tests:
            if not self.passes(item, 2 + SLOWER * self.seconds[item]):
                return item
            if time.process_time() - begun > self.most_seconds:
                return None
        return None

    def in_turn(self, function, tests):
        """Put first those that noticed other breaks of this function, then one of each file after the other, the quick
        ones of each file first."""
        by_file = defaultdict(list)
        for item in sorted(tests, key=self.seconds.get):
            by_file[item.path].append(item)
        turns = {item: (place, self.seconds[item]) for each in by_file.values() for place, item in enumerate(each)}
        first = list(dict.fromkeys(item for item in self.killers[function.name] if item in turns))
        return first + sorted(turns.keys() - set(first), key=lambda item: (turns[item], item.nodeid))
