"""What an import did, for the person who ran it."""

from collections import Counter
from dataclasses import dataclass, field

from comments.models import Comment


@dataclass
class Report:
    """Filled while the import runs."""

    stages: list = field(default_factory=list)
    known: list = field(default_factory=list)
    drafts: list = field(default_factory=list)
    threads: list = field(default_factory=list)
    pictures: list = field(default_factory=list)
    left_out: Counter = field(default_factory=Counter)
    without_stages: list = field(default_factory=list)
    comments: Counter = field(default_factory=Counter)
    guessed_times: int = 0

    def count(self, conversation):
        """Count messages that came in just now."""
        for spoken in conversation:
            is_orphan = spoken.parent is not None and ":missing:" in spoken.parent
            self.comments[str(spoken.status)] += 1
            self.comments["answers"] += spoken.by_coach and spoken.parent is not None
            self.comments["orphans"] += is_orphan

    def count_known(self, messages):
        self.comments["known"] += sum(spoken.status != Comment.Status.MISSING for spoken in messages)

    def lines(self):
        """Yield the report line by line."""
        yield from _part("Guides and stages", self.stages)
        yield from _part("There already, and left as they are", self.known)
        yield from _part("Drafts: only the coach sees these and the threads under them", self.drafts)
        yield from self._about_comments()
        yield from _part("Threads, each under a stage (the coach can move them at the desk)", self.threads)
        yield from _part("Pictures that were not brought: put them in at the desk", self.pictures)
        yield from _part(
            "Pages without headings for stages (--stage-from pages makes each a stage)", self.without_stages
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
        }
        lines = [f"{self.comments[key]} {name}" for key, name in names.items() if self.comments[key]]
        if self.guessed_times:
            lines.append(
                f"{self.guessed_times} without a time in UTC: their local time was taken, in the page's own time zone"
            )
        yield from _part("Comments that came in", lines or ["none"])


def _part(heading, lines):
    if lines:
        yield f"{heading}:"
        yield from (f"  {line}" for line in lines)
        yield ""
