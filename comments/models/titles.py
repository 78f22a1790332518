"""What a question is called in lists, in the head of its page and in its address: as its asker or the coach named it
(`own_title`), else by its first sentence."""

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from comments.models.desk_act import ANSWERS, DeskAct
from comments.models.moderation_log import Act
from stages import text

LONGEST_TITLE = 80  # characters: two lines on a phone, and search engines show little more
LONGEST_SLUG = 60


def offered_title(html):
    """Return what a question of this HTML is called if nobody names it."""
    return text.first_sentence(html, LONGEST_TITLE)


def own_title(typed, source):
    """Return what is kept of a title that was typed over a question: nothing, where it is the one that was offered. So
    it follows the words until somebody names it otherwise."""
    return typed and ("" if typed == offered_title(text.reader_html(source)) else typed)


def with_title(title, source):
    """Return all that somebody wrote, for whoever looks it through."""
    return f"{title}\n\n{source}" if title else source


class Titled:
    """The part of a Thread that says what it is called. `title` is what others read; a question that is gone has none."""

    def name_after(self, html, soften=str):
        """Take title and slug from the question's HTML ("": it is gone) and from what it was named; what is softened in
        the question is softened there too. Does not save."""
        own = soften(self.own_title) if html and self.own_title else ""
        self.title = own[: self._meta.get_field("title").max_length] or offered_title(html)
        self.title = self.title or str(_("A question that is no longer here"))
        self.slug = slugify(self.title, allow_unicode=True)[:LONGEST_SLUG].strip("-") or "question"

    def title_for(self, person):
        """What it is called to this User: to its asker as it was named, whatever of that others read softened."""
        return (self.is_asked_by(person) and self.own_title) or self.title

    @transaction.atomic
    def retitle(self, title, by):
        """The coach mends what it is called; with "" its first sentence names it again. The log says that she did, and
        keeps no word of it: what is withdrawn later is gone there too."""
        self.lock()
        self.own_title = own_title(title, self.question.text)
        self.settle()
        self.note(by, Act.RETITLE)


TITLING = DeskAct(
    name="retitle",
    label=_("Change the title"),
    needs=ANSWERS,
    verb=Titled.retitle,
    told=_("The title is changed. The old address leads to the new one."),
    folded=_("Change the title …"),
)
