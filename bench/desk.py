"""Is every screen of the desk as quick with 100,000 threads and a million comments as with 100? `make bench-desk`.

Fills two databases of its own (var/bench on SQLite; on the server of DATABASE_URL on PostgreSQL), opens all that
`bench/screens.py` names in both, and writes a report. Exits with 1 where a screen asks more often when there is more, or
reads a big table whole."""

import argparse
import json

from bench import databases

SMALL, LARGE = 100, 100_000
FEW = (
    20  # milliseconds that a database may take longer before it is marked; the rest of a page is as long as it has rows
)


def measure(threads, only):
    """Return what `bench.measuring` finds in the database of this size."""
    databases.FOLDER.mkdir(parents=True, exist_ok=True)
    file = databases.FOLDER / f"measured-{threads}.json"
    databases.run("bench.measuring", threads, "--to", file, "--only", only)
    return json.loads(file.read_text())


def row(name, small, large):
    """Return a line of the table, and what is wrong with it."""
    mark = " !" if large["database"] - small["database"] > FEW else ""
    wrong = list(large["wrong"])
    if small["queries"] != large["queries"]:
        wrong.append(f"{small['queries']} queries became {large['queries']}")
    if {small["status"], large["status"]} - {200, 302}:
        wrong.append(f"answered {small['status']} and {large['status']}")
    cells = [name, large["queries"]]
    cells += [f"{each[kind]:.0f}" for kind in ("median", "p95", "database") for each in (small, large)]
    cells += [f"{large['slowest']:.0f}{mark}", "; ".join(wrong)]
    return "| " + " | ".join(map(str, cells)) + " |", wrong


def report(small, large):
    """Return (the report in Markdown, how many things are wrong)."""
    sizes = [f"{kind}, {size:,}" for kind in ("ms", "p95", "database") for size in (SMALL, LARGE)]
    head = f"| {small['vendor']} | queries | {' | '.join(sizes)} | slowest query | wrong |"
    lines, count = [head, "|---" * 10 + "|"], 0
    for name, found in small["screens"].items():
        line, wrong = row(name, found, large["screens"][name])
        lines.append(line)
        count += bool(wrong)
    lines += [
        "",
        f"Big tables: {', '.join(large['big'])}. {count} of {len(small['screens'])} are wrong.",
        "",
        "## Plans",
    ]
    wrong_first = sorted(large["plans"].items(), key=lambda each: not each[1][1])
    for sql, (plan, wrong) in wrong_first:
        lines += ["", f"**{wrong}**" if wrong else "", "```", sql, *(f"    {step}" for step in plan), "```"]
    return "\n".join(lines) + "\n", count


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="screens with this in their name")
    options = parser.parse_args()
    small, large = (measure(threads, options.only) for threads in (SMALL, LARGE))
    text, wrong = report(small, large)
    file = databases.FOLDER / f"desk-{small['vendor']}.md"
    file.write_text(text)
    print(text.split("## Plans")[0])
    print(f"With every plan: {file}")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
