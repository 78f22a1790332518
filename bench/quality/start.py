"""What the first search costs a process: `make quality` starts it twice, without and with the files that processes share."""

import sys
import time
from pathlib import Path

import django


def memory():
    """Return the megabytes that are this process's alone, beside those of files that others map as well."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    sizes = dict(line.split(":") for line in lines)
    return sum(int(sizes[name].split()[0]) for name in ("Private_Dirty", "Private_Clean")) / 1024


if __name__ == "__main__":
    django.setup()
    from search import kept_lines, shared_model, stage_finder

    if "anew" in sys.argv:
        kept_lines.path().unlink(missing_ok=True)
        shared_model.path().unlink(missing_ok=True)
    stages, before, start = stage_finder.published_stages(), memory(), time.process_time()
    stage_finder.StageFinder("he went quiet on me", stages=stages).found()
    print(f"{time.process_time() - start:.1f} s of the processor, {memory() - before:.0f} MB more of its own")
