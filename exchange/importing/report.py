"""What an import did, for the person who ran it: in sentences, and row by row as a table."""

import csv
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import get_language, gettext, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from comments.models import Comment
from comments.models.comment import LONGEST

FORMULA = {"=", "+", "-", "@", "\t"}
SHOWN = 40  # lines of one part; the rest is in the table

# What the table calls things by. Whatever is not here (a kind of a plugin's, say) stands as the old site calls it.
WORDS = {
    "page": gettext_lazy("page"),
    "post": gettext_lazy("post"),
    "comment": gettext_lazy("comment"),
    "picture": gettext_lazy("picture"),
    "approved": gettext_lazy("approved"),
    "pending": gettext_lazy("to approve"),
    "left out": gettext_lazy("left out"),
    "leave out": gettext_lazy("left out"),
    "here already": gettext_lazy("here already"),
    "brought": gettext_lazy("brought"),
    "guide": gettext_lazy("guide"),
    "stage": gettext_lazy("stage"),
    "library": gettext_lazy("library"),
    "about": gettext_lazy("your page: about"),
    "privacy": gettext_lazy("your page: privacy"),
    "rules": gettext_lazy("your page: rules"),
    "trash": gettext_lazy("in the bin"),
    "post-trashed": gettext_lazy("in the bin with its page"),
    "draft": gettext_lazy("draft"),
    "private": gettext_lazy("private"),
    "future": gettext_lazy("to be published later"),
    "deleted": gettext_lazy("deleted"),
}


def word(name):
    """Return what the report calls something."""
    return _said(name, get_language())


@lru_cache(maxsize=200)
def _said(name, _language):
    return str(WORDS.get(name, name))


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
    terms: Counter = field(default_factory=Counter)
    mended: Counter = field(default_factory=Counter)
    comments: Counter = field(default_factory=Counter)
    guessed_times: int = 0

    def row(self, what, number, title, became, why=""):
        """Write a line of the table. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
        if self.rows:
            cells = [word(what), str(number), str(title), word(str(became)), str(why)]
            self.rows.writerow([f"'{cell}" if cell[:1] in FORMULA else cell for cell in cells])

    def count(self, conversation):
        """Count messages that came in just now."""
        counted = self.comments
        for spoken in conversation:
            counted[str(spoken.status)] += 1
            if spoken.parent is not None:
                counted["answers"] += spoken.by_coach
                counted["orphans"] += ":missing:" in spoken.parent
            if len(spoken.text) > LONGEST:
                counted["parts"] += 1
            if spoken.status != Comment.Status.MISSING:
                self.row("comment", spoken.key.rpartition(":")[2], spoken.name, spoken.status)

    def lines(self):
        """Yield the report line by line."""
        yield from _part(_("What would come in") if self.is_plan else _("What came in"), self.stages)
        yield from _part(_("There already, and left as they are"), self.known)
        yield from _part(_("Changed by the plan"), self.mended_rows)
        yield from _part(_("Drafts: only you see these and the questions under them"), self.drafts)
        yield from self._about_comments()
        yield from _part(_("Questions, each under a stage (you can move them at the desk)"), self.threads)
        yield from _part(
            _("Pictures that are not among the files: bring them too, or put them in at the desk"),
            self.pictures,
        )
        yield from _part(_("To do at the desk"), self.to_do)
        yield from _part(_("Kept as they were typed"), self.kept_words)
        yield from _part(
            _("Put right on the way"), _counted({gettext(what): count for what, count in self.mended.items()})
        )
        yield from _part(_("Left out"), _counted(self.left_out))
        yield from _part(_("Categories and tags stay behind too: the library has none"), _counted(self.terms))

    def _about_comments(self):
        names = {
            "approved": _("public comments"),
            "pending": _("to approve"),
            "hidden": _("of all these, under a page that was not open to everybody: only you see them"),
            "answers": _("of all these, answers by the coach"),
            "orphans": _(
                "of all these, replies to a message that is not in the file; they stay, under a note that says so"
            ),
            "parts": _(
                "of all these, longer than 20,000 characters: each came in as several messages, one behind the other"
            ),
            "missing": _("places kept for such a message"),
            "filled": _("of all these, in a place kept for them since an earlier import"),
            "known": _("here already, and left as they are"),
            "mended": _("whose author was put right"),
        }
        lines = [f"{self.comments[key]} {name}" for key, name in names.items() if self.comments[key]]
        if self.guessed_times:
            said = _(
                "%(count)d without a time in UTC: their local time was taken or, where that is missing too, the page's"
            )
            lines.append(said % {"count": self.guessed_times})
        heading = _("Comments that would come in") if self.is_plan else _("Comments that came in")
        yield from _part(heading, lines or [_("none")])


def table(file):
    """Return what writes the table into an open file."""
    writer = csv.writer(file)
    writer.writerow((_("what"), _("number"), _("title or name"), _("became"), _("why")))
    return writer


def _counted(counter):
    return [f"{what}: {count}" for what, count in sorted(counter.items()) if count]


def _part(heading, lines):
    if lines:
        yield f"{heading}:"
        yield from (f"  {line}" for line in lines[:SHOWN])
        more = getattr(lines, "total", len(lines)) - SHOWN
        if more > 0:
            yield "  " + ngettext("… and %(count)d more", "… and %(count)d more", more) % {"count": more}
        yield ""
