"""What an import did, for the person who ran it: in sentences, and row by row as a table."""

import csv
from collections import Counter
from dataclasses import dataclass, field

from comments.models import Comment

SHOWN = 40  # lines of one part; the rest is in the table


class Beginning(list):
    """Lines of which only those are kept that are shown; `total` is how many there were. A large site has a hundred thousand."""

    total = 0

    def append(self, line):
        self.total += 1
        if self.total <= SHOWN:
            super().append(line)


@dataclass
class Report:
    """Filled while the import runs. `rows` is where the table is written to, a csv.writer, or nothing; `is_plan` says that
    nothing has come in yet."""

    rows: object = None
    is_plan: bool = False
    stages: list = field(default_factory=list)
    known: list = field(default_factory=list)
    drafts: list = field(default_factory=list)
    threads: list = field(default_factory=Beginning)
    pictures: list = field(default_factory=list)
    mended_rows: list = field(default_factory=list)
    to_do: list = field(default_factory=list)
    kept_words: list = field(default_factory=list)
    left_out: Counter = field(default_factory=Counter)
    mended: Counter = field(default_factory=Counter)
    comments: Counter = field(default_factory=Counter)
    guessed_times: int = 0

    def row(self, what, number, title, became, why=""):
        """Write a line of the table. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
        if self.rows:
            cells = (str(each) for each in (what, number, title, became, why))
            self.rows.writerow("'" + cell if cell.startswith(("=", "+", "-", "@", "\t")) else cell for cell in cells)

    def count(self, conversation):
        """Count messages that came in just now."""
        for spoken in conversation:
            is_orphan = spoken.parent is not None and ":missing:" in spoken.parent
            self.comments[str(spoken.status)] += 1
            self.comments["answers"] += spoken.by_coach and spoken.parent is not None
            self.comments["orphans"] += is_orphan
            if spoken.status != Comment.Status.MISSING:
                self.row("comment", spoken.key.rpartition(":")[2], spoken.name, spoken.status)

    def lines(self):
        """Yield the report line by line."""
        yield from _part("What would come in" if self.is_plan else "What came in", self.stages)
        yield from _part("There already, and left as they are", self.known)
        yield from _part("Changed by the plan", self.mended_rows)
        yield from _part("Drafts: only the coach sees these and the threads under them", self.drafts)
        yield from self._about_comments()
        yield from _part("Threads, each under a stage (the coach can move them at the desk)", self.threads)
        yield from _part(
            "Pictures that are not among the files: bring them too (--media), or put them in at the desk",
            self.pictures,
        )
        yield from _part("To do at the desk", self.to_do)
        yield from _part("Kept as they were typed", self.kept_words)
        yield from _part(
            "Mended on the way", [f"{what}: {count}" for what, count in sorted(self.mended.items()) if count]
        )
        yield from _part("Left out", [f"{reason}: {count}" for reason, count in sorted(self.left_out.items()) if count])

    def _about_comments(self):
        names = {
            "approved": "public",
            "pending": "to approve",
            "answers": "of all these, answers by the coach",
            "orphans": "of all these, replies to a message that is not in the file; they stay, under a note that says so",
            "missing": "places kept for such a message",
            "filled": "of all these, in a place kept for them since an earlier import",
            "known": "here already, and left as they are",
            "mended": "whose author was put right",
        }
        lines = [f"{self.comments[key]} {name}" for key, name in names.items() if self.comments[key]]
        if self.guessed_times:
            lines.append(
                f"{self.guessed_times} without a time in UTC: their local time was taken, in the page's own time zone"
            )
        yield from _part("Comments that would come in" if self.is_plan else "Comments that came in", lines or ["none"])


def table(file):
    """Return what writes the table into an open file."""
    writer = csv.writer(file)
    writer.writerow(("what", "number", "title or name", "became", "why"))
    return writer


def _part(heading, lines):
    if lines:
        yield f"{heading}:"
        yield from (f"  {line}" for line in lines[:SHOWN])
        more = getattr(lines, "total", len(lines)) - SHOWN
        if more > 0:
            yield f"  … and {more} more"
        yield ""
