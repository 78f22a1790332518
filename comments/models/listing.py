"""What a stage's page and lists say of one thread among many. A list shows a ThreadInList, which holds no more than that, and
only what everybody reads: such a part of a page is drawn once (`stages/templatetags/kept_parts.py`)."""

from dataclasses import dataclass
from datetime import datetime

from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models.reading import CommentInPart, thanks_in_words


class Listed:
    """How a Thread is named among others, and what leads to it."""

    def get_absolute_url(self):
        return reverse("thread", args=[self.pk, self.address])

    def title_in_lists(self):
        """What lists call it: of one that stays out of search engines they show none of its words."""
        return self.title if self.is_listed else _("A question that stays out of search engines")

    def reading_on_in_words(self):
        """The words that lead from a stage's page to all of it."""
        more = self.more_than_shown()
        if more <= 0:
            return _("Open this question")
        return ngettext("Read %(more)s more", "Read %(more)s more", more) % {"more": more}

    def answered_in_words(self):
        return _("answered") if self.is_answered() else _("waiting for an answer")

    def chosen_words(self):
        """What stands above one that the coach has chosen, as a list."""
        return [_("Chosen by the coach")] if self.is_featured else []

    def thanks_in_words(self):
        """How many said thanks in it, as a list: empty while nobody has."""
        return thanks_in_words(self.thanks_count)

    @property
    def link_attributes(self):
        """Those of the link to it: no search engine follows one to what stays out of them."""
        return flatatt({"dir": "auto"} if self.is_listed else {"rel": "nofollow"})

    def more_than_shown(self):
        """How many comments a stage's page leaves out."""
        return self.comment_count - sum(1 for comment in self.first_comments if comment.is_shown)

    def in_list(self):
        """Return what lists show of it, and its stage's page of its `first_comments`."""
        comments = getattr(self, "first_comments", ()) if self.is_listed else ()
        return ThreadInList(
            pk=self.pk,
            address=self.address,
            title=self.title if self.is_listed else "",
            stage=self.stage.title,
            asked_at=self.asked_at,
            answered_at=self.answered_at,
            thanks_count=self.thanks_count,
            comment_count=self.comment_count,
            is_listed=self.is_listed,
            is_featured=self.featured_at is not None,
            first_comments=tuple(CommentInPart.of(comment) for comment in comments),
        )


@dataclass(frozen=True)
class ThreadInList(Listed):
    """A thread as it stands among others, the same for every reader."""

    pk: int
    address: str
    title: str
    stage: str
    asked_at: datetime
    answered_at: datetime | None
    thanks_count: int
    comment_count: int
    is_listed: bool
    is_featured: bool
    first_comments: tuple[CommentInPart, ...] = ()

    def is_answered(self):
        return self.answered_at is not None
