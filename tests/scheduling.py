"""How tests are dealt out to processes that run side by side (`make test`)."""

from collections import Counter

from xdist.scheduler import LoadScopeScheduling

AT_A_TIME = 40  # so few that all processes end at the same time, so many that rows last (`tests/lasting.py`)


class ByFile(LoadScopeScheduling):
    """In the order of the files, the browser's first, which take longest and want one site; of others, so many at a time."""

    def __init__(self, config, log):
        config.option.loadscopereorder = False
        super().__init__(config, log)
        self.parts = {}

    def _split_scope(self, nodeid):
        if not self.parts:
            counted = Counter()
            for each in self.collection:
                file = each.split("::")[0]
                self.parts[each] = "browser" if "/browser/" in file else f"{file} {counted[file] // AT_A_TIME}"
                counted[file] += 1
        return self.parts[nodeid]


def pytest_xdist_make_scheduler(config, log):
    return ByFile(config, log)
