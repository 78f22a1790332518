"""Breaks important functions in small ways and sees whether a test notices: `make mutants`, or for some of them
`make mutants ONLY=drafts`. Which functions: functions.toml. At most 3 % may go unnoticed."""

import argparse
import json
import subprocess
import sys
from functools import partial

from bench.mutants import FOLDER, equivalent
from bench.mutants.worker import work

MOST_UNNOTICED = 0.03
PROCESSES = 2  # each has a database of its own


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="?", default="", help="a part of the name of a function, or of what it is for")
    parser.add_argument("--seconds", type=float, default=30, help="of the processor that one break may cost")
    parser.add_argument("--part", type=int, help="which of the processes this one is")
    parser.add_argument("--step", choices=["watch", "attempt"])
    options = parser.parse_args()
    if options.step:
        return work(options.step, options.only, options.seconds, options.part, PROCESSES)
    for step in ("watch", "attempt"):
        together(partial(command, options, step))
    return report()


def command(options, step, part):
    told = [options.only, "--seconds", str(options.seconds), "--step", step, "--part", str(part)]
    return [sys.executable, "-m", "bench.mutants", *told]


def together(command_of):
    """Run one step in every process, and wait until all are done. Raises SystemExit when one could not."""
    processes = [subprocess.Popen(command_of(part)) for part in range(PROCESSES)]
    codes = [process.wait() for process in processes]
    if any(codes):
        raise SystemExit("The tests could not be run; what went wrong stands above.")


def report():
    """Print what went unnoticed; returns 1 if that is too much."""
    done = [json.loads((FOLDER / f"tried-{part}.json").read_text()) for part in range(PROCESSES)]
    known = equivalent()
    survived = sorted(row for each in done for row in each["survived"])
    unnoticed = [row for row in survived if row[0] not in known]
    counted = sum(each["tried"] for each in done) - (len(survived) - len(unnoticed))
    print(f"\n{counted} breaks, {len(unnoticed)} unnoticed ({len(unnoticed) / max(counted, 1):.1%});", end=" ")
    print(f"{len(survived) - len(unnoticed)} more that nobody could notice")
    for words, line, tests in unnoticed:
        print(f"  line {line}: {words}  [{tests} tests]")
    return int(len(unnoticed) > MOST_UNNOTICED * counted)


if __name__ == "__main__":
    sys.exit(main())
