"""What the first search costs a process: `make quality` starts it twice, without and with the file of known lines."""

import resource
import sys
import time

import django

if __name__ == "__main__":
    django.setup()
    from search import kept_lines, stage_finder

    stages, before, start = (
        stage_finder.published_stages(),
        resource.getrusage(resource.RUSAGE_SELF),
        time.process_time(),
    )
    if "anew" in sys.argv:
        kept_lines.path().unlink(missing_ok=True)
    stage_finder.StageFinder("he went quiet on me", stages=stages).found()
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before.ru_maxrss) / 1024
    print(f"{time.process_time() - start:.1f} s of the processor, {more:.0f} MB more")
