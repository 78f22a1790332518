"""What a page says over and under one comment: whose it is, and how long it takes to read."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments.models.reader_act import OF_COMMENT, in_order
from stages import text

LONG = 100  # words: about nine lines on a laptop; what is longer is shown in part on its stage's page
WORDS_A_MINUTE = 200  # that people read of a plain text on a screen; Brysbaert 2019 has 238 on paper
BRIEF = 320  # characters: what can stand in large letters and still be read as one thing
PARAGRAPH = re.compile(r"\s*<p[^>]*>(.*?)</p>", re.DOTALL)

# What stands in the place of a comment that is gone, by its status.
GONE_WORDS = {
    "withdrawn": gettext_lazy("Its author has deleted this message."),
    "removed": gettext_lazy("This message has been removed."),
    "spam": gettext_lazy("This message has been removed."),
    "moved": gettext_lazy("This message is a question of its own now."),
    "missing": gettext_lazy("This message is lost. The replies to it are still here."),
}

WHOSE = {
    "question": gettext_lazy("{name}'s question"),
    "answer": gettext_lazy("{name}'s answer"),
    "reply": gettext_lazy("{name}'s reply"),
}


def thanks_in_words(count):
    """How many said thanks, as a list: empty while nobody has."""
    said = ngettext("%(count)s said thanks", "%(count)s said thanks", count)
    return [said % {"count": localize(count)}] if count else []


class Readable:
    """How a Comment is named and measured for those who read it."""

    @property
    def whose(self):
        """Whose it is, in words: "Mara's answer"."""
        return WHOSE[self.kind].format(name=self.signed or _("A reader"))

    @property
    def heading(self):
        """The same for its heading, with the name marked."""
        return format_html(WHOSE[self.kind], name=format_html("<b>{}</b>", self.signed or _("A reader")))

    def words_in_its_place(self):
        """The sentence that readers find where it stood, now that it is gone."""
        return GONE_WORDS[self.status]

    @property
    def is_long(self):
        return self.count_words() > LONG

    def reading_in_words(self):
        """The words that lead to all of it: "Read Mara's answer, 3 minutes"."""
        minutes = max(1, round(self.count_words() / WORDS_A_MINUTE))
        words = ngettext("Read %(whose)s, %(minutes)s minute", "Read %(whose)s, %(minutes)s minutes", minutes)
        return words % {"whose": self.whose, "minutes": minutes}

    def words_to_read_on(self):
        """The same, as a list: empty where nothing of it is left out."""
        return [self.reading_in_words()] if self.is_long else []

    def thanks_in_words(self):
        return thanks_in_words(self.thanks_count)

    def edits_to_tell(self):
        """When it was changed, as a list: of what nobody had answered, readers are told nothing."""
        return [self.edited_at] if self.was_edited_after_answer() else []

    def held_words(self):
        """What its author reads above one that waits, as a list."""
        return [_("waiting for approval")] if self.is_pending else []

    def opens_briefly(self):
        """Is its first paragraph short enough to be its own title?"""
        first = PARAGRAPH.match(self.html)
        return bool(first) and len(text.plain_text(first[1])) <= BRIEF

    def count_words(self):
        return len(self.text.split())

    def acts_in_order(self):
        """Those of its `acts`, which `marked_for()` told it, as its page draws them."""
        return in_order(OF_COMMENT, self.acts)

    def with_acts(self):
        """Return what the links under it are drawn from, for all who are not signed in."""
        return CommentWithActs(self.pk, self.kind, self.signed, frozenset(self.acts))


@dataclass(frozen=True)
class CommentWithActs(Readable):
    """A comment as the acts of strangers speak of it."""

    pk: int
    kind: str
    signed: str
    acts: frozenset[str]


@dataclass(frozen=True)
class CommentInPart(Readable):
    """A comment as its stage's page shows it, the same for every reader. `html` is None where it is gone."""

    pk: int
    kind: str
    status: str
    depth: int
    is_shown: bool
    signed: str
    created_at: datetime
    html: str | None
    words: int
    thanks_count: int

    @classmethod
    def of(cls, comment):
        is_gone = comment.is_gone
        return cls(
            pk=comment.pk,
            kind=comment.kind,
            status=comment.status,
            depth=comment.depth,
            is_shown=comment.is_shown,
            signed=comment.signed,
            created_at=comment.created_at,
            html=None if is_gone else comment.html,
            words=0 if is_gone else comment.count_words(),
            thanks_count=0 if is_gone else comment.thanks_count,
        )

    @property
    def is_gone(self):
        return self.html is None

    @property
    def is_answer(self):
        return self.kind == "answer"

    def count_words(self):
        return self.words
