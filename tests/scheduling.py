"""How tests are dealt out to processes that run side by side (`make test`)."""

import os
from collections import Counter

from xdist.scheduler import LoadScopeScheduling

AT_A_TIME = 40  # so few that all processes end at the same time, so many that rows last (`tests/lasting.py`)
WHOLE = ("tests/browser/", "tests/running/")  # they share a site, take longest, and wait more than they work


class ByFile(LoadScopeScheduling):
    """Those in a browser and those that kill processes first, each on one process; of other files, so many at a time."""

    def __init__(self, config, log):
        config.option.loadscopereorder = False
        super().__init__(config, log)
        self.parts = {}

    def _split_scope(self, nodeid):
        if not self.parts:
            counted = Counter()
            for each in self.collection:
                file = each.split("::")[0]
                whole = next((folder for folder in WHOLE if file.startswith(folder)), None)
                self.parts[each] = whole or f"{file} {counted[file] // AT_A_TIME}"
                counted[file] += 1
        return self.parts[nodeid]


def longest_first(items):
    """Let those that take longest stand first; all else keeps its order."""
    items.sort(key=lambda item: not item.nodeid.startswith(WHOLE))


def pytest_xdist_auto_num_workers():
    """Return one process more than there are processors, which works while others wait for a page."""
    return (os.cpu_count() or 1) + 1


def pytest_xdist_make_scheduler(config, log):
    return ByFile(config, log)
