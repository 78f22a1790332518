"""What is said of a reader's words before they go: where help is, and what could tell who she is. She decides.

A form `WithHints` shows them on its page; `/listen/` answers words while they are written, and keeps nothing."""

import re

from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from checks import personal_details, safety
from comments.models.comment import LONGEST
from comments.models.titles import with_title
from stages.models import Identity, Stage, Term


def in_bounds(typed):
    """Return what is looked at of a text that is being written: no more than a message may have."""
    return (typed or "").replace("\r\n", "\n")[:LONGEST]


def sent_words(request):
    """Return the words that a page sent to be looked at."""
    return in_bounds(request.POST.get("text"))


def said_here():
    """Return the names of this site, which everybody knows: the coach's, the stages', her own words."""
    identity = Identity.objects.current()
    names = [identity.title, identity.coach_name]
    names += Stage.objects.values_list("title", flat=True)
    names += Term.objects.values_list("word", flat=True)
    return " ".join(names)


def found_in(words):
    """Return all Details of a text, in the language of the page."""
    return personal_details.find(words, (get_language() or "")[:2], said_here())


def hints_for(words):
    """Return the Details that she is shown, each words once."""
    return personal_details.once_each(found_in(words))


def softened(words):
    return personal_details.soften(words, found_in(words))


TAG = re.compile(r"""(<[^<>"']*(?:"[^"]*"[^<>"']*)*>)""")  # as the sanitiser writes them


def marked(html, details):
    """Return rendered HTML in which the words of these Details are marked, with the softer ones after them."""
    if not details:
        return html
    softer = {" ".join(escape(detail.words).split()): escape(detail.softer) for detail in details}
    longest_first = sorted(softer, key=len, reverse=True)
    words = "|".join(r"\s+".join(map(re.escape, each.split())) for each in longest_first)
    finder = re.compile(rf"(?<!\w)(?:{words})(?!\w)")

    def mark(found):
        told = softer.get(" ".join(found[0].split()), "")
        return f'<mark class="tells">{found[0]}</mark> <span class="softer">→ {told}</span>'

    pieces = [piece if piece.startswith("<") else finder.sub(mark, piece) for piece in TAG.split(html)]
    return mark_safe("".join(pieces))  # noqa: S308 – rendered HTML; what is put in between is escaped


class WithHints:
    """The part of a form that looks at the words in it, as they stand on its page."""

    has_hints = True

    @property
    def words(self):
        return in_bounds(self["text"].value())

    @property
    def looked_through(self):
        """All in it that others may read: the words, and a title of their own."""
        title = self["own_title"].value() if "own_title" in self.fields else ""
        return in_bounds(with_title(title, self.words))

    @property
    def needs_help(self):
        return bool(safety.check(self.looked_through))

    @property
    def told(self):
        """The Details that its page points out."""
        return hints_for(self.looked_through)

    def soften(self):
        """Put the softer words in the place of what is pointed out, in all of it."""
        for name in ("text", "own_title"):
            if name in self.cleaned_data:
                self.cleaned_data[name] = softened(self.cleaned_data[name])

    def is_to_be_softened(self):
        return self.data.get("then") == "soften"

    def put(self, **values):
        """Let the page that comes back hold other values."""
        self.data = self.data.copy()
        for name, value in values.items():
            self.data[name] = value
