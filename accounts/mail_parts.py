"""What a mail is made of. A mail is written once, as parts; the plain text and the HTML are both drawn from these, so that
they always say the same. Words of people are only ever the content of a part, never its shape."""

from dataclasses import dataclass, field

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts import above


@dataclass(frozen=True)
class Paragraph:
    words: str
    template = "mail/_paragraph.html"

    def as_text(self):
        return str(self.words)


@dataclass(frozen=True)
class Code(Paragraph):
    """A code to be typed elsewhere, shown large."""

    template = "mail/_code.html"


@dataclass(frozen=True)
class Button:
    """A link that says where it leads."""

    words: str
    url: str
    template = "mail/_button.html"

    def as_text(self):
        return f"{self.words}:\n{self.url}"


@dataclass(frozen=True)
class Link(Button):
    """A link among others, or one that is not the point of the mail."""

    template = "mail/_link.html"


@dataclass(frozen=True)
class Quote(Paragraph):
    """What somebody wrote."""

    template = "mail/_quote.html"

    def as_text(self):
        return "\n".join(f"> {line}".rstrip() for line in self.words.strip().splitlines())


@dataclass(frozen=True)
class Points:
    """Some lines, one below the other."""

    lines: list
    template = "mail/_points.html"

    def as_text(self):
        return "\n".join(f"- {line}" for line in self.lines)


@dataclass
class Letter:
    """One mail as its function writes it. `line` says in one sentence what happened, `link` leads there, with `words` on
    the button; `more` stands before the button, `after` behind it. A digest takes the line and the link alone."""

    subject: str
    line: str
    words: str = ""
    link: str = ""
    more: list = field(default_factory=list)
    after: list = field(default_factory=list)

    def parts(self):
        button = [Button(self.words, self.link)] if self.link else []
        return [Paragraph(self.line), *self.more, *button, *self.after]

    def parts_in_digest(self):
        return [Paragraph(self.line), *([Link(self.words, self.link)] if self.link else [])]


def bodies(parts, foot, *, title=""):
    """Return a mail as (plain text, HTML). `foot` are the parts below the line; `title` names the site, and is
    left out where it is empty. Nobody signs a mail that a machine wrote."""
    text = "\n\n".join(part.as_text() for part in parts)
    below = "\n".join(part.as_text() for part in foot)
    context = {"parts": parts, "foot": foot, "title": title}
    return f"{text}\n\n-- \n{below}\n", render_to_string("mail/frame.html", context)


def site_foot(why=""):
    """Return the foot of a mail that cannot be stopped: why it came, and from where."""
    return [*([Paragraph(why)] if why else []), Link(above.identity().title, settings.SITE_URL.geturl())]


def greeting(person):
    return Paragraph(_("Dear %(name)s,") % {"name": person.pen_name})
