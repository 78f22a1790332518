"""Clean text -> the elements of an export, also where the XML is broken: by what WordPress is known to write, not by what a
parser would allow. There are no entities to expand and nothing to fetch. An element that is never closed ends where the next
one begins; what breaks off ends there, and is counted."""

import html
import re
from collections import Counter
from functools import cache
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from exchange.importing.rejected import Rejected

CHUNK = 1 << 18  # signs
LONGEST = 64 << 20  # signs of one element: a post has some thousand
HOLDERS = {
    "rss",
    "channel",
    "item",
    "wp:comment",
    "wp:author",
    "wp:postmeta",
    "wp:commentmeta",
    "wp:category",
    "wp:tag",
    "wp:term",
}
KNOWN = (
    r"(?:wp:\w+|excerpt:encoded|content:encoded|dc:creator|category|guid|description|pubDate|link|title|item|channel|rss|language"
    r"|generator|image|url|width|height|cloud|atom:link|wfw:commentRss|slash:comments)"
)
TAG = re.compile(rf"<(/?)({KNOWN})((?:\s[^<>]*)?)>")
NEXT = rf"\s*</?{KNOWN}[\s>/]"
PLAIN = r"[^<&]*+(?:&(?:amp|lt|gt|quot|#\d+);[^<&]*+)*+"
FIELD = re.compile(rf"<(wp:comment_\w+)>(?:<!\[CDATA\[(.*?)\]\]>|({PLAIN}))</\1>\s*+", re.DOTALL)
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


class Text:
    """A file that is read on as far as somebody looks."""

    def __init__(self, file):
        self.file, self.held, self.at, self.over = file, "", 0, False

    def more(self):
        """Read on; False at the end."""
        piece = "" if self.over else self.file.read(CHUNK)
        self.over = not piece
        if piece:
            self.held, self.at = self.held[self.at :] + piece, 0
        return bool(piece)

    def search(self, pattern, margin=200):
        """Return the next match from here on that no further text could change, or None at the end."""
        while True:
            found = pattern.search(self.held, self.at)
            if found and (self.over or found.end() < len(self.held) - margin):
                return found
            if len(self.held) - self.at > LONGEST:
                raise Rejected(_("One element of this file has no end: it is no export that can be read."))
            if not self.more():
                return pattern.search(self.held, self.at)


def elements(file, mended=None):
    """Yield ("open" | "close", name, attributes) of what holds others, ("text", name, (words, attributes)) of the rest, and
    ("comment", name, {name: words}) of a whole comment."""
    text, mended = Text(file), mended if mended is not None else Counter()
    while found := text.search(TAG):
        closes, name, rest = found.groups()
        text.at = found.end()
        if name == "wp:comment" and not closes and (whole := _whole_comment(text)):
            yield "comment", name, whole
        elif closes or name in HOLDERS:
            yield "close" if closes else "open", name, _attributes(rest)
        elif rest.endswith("/"):
            yield "text", name, ("", _attributes(rest))
        else:
            yield "text", name, (_words(text, name, mended), _attributes(rest))


def _whole_comment(text):
    """Return {name: words} of a comment that is as WordPress writes it, which nearly all are: it is read at one go. None where
    anything in it is otherwise."""
    start = text.at
    end = text.held.find("</wp:comment>", start)
    if end < 0:
        return None
    body = text.held[start:end]
    fields = FIELD.findall(body)
    if (
        not fields
        or FIELD.sub("", body).strip()
        or any("]]>" in cdata or "</wp:" in cdata for _name, cdata, _plain in fields)
    ):
        return None
    text.at = end + len("</wp:comment>")
    return {name: html.unescape(plain) if plain else cdata for name, cdata, plain in reversed(fields)}


def _attributes(rest):
    return {name: html.unescape(double or single) for name, double, single in islice(ATTRIBUTE.findall(rest), 20)}


@cache
def _ends(name):
    """Return (how an element begins with CDATA, how that ends, how a plain one ends)."""
    return (
        re.compile(r"\s*<!\[CDATA\["),
        re.compile(rf"\]\]>\s*</{name}\s*>|\]\]>\s*(?={NEXT})|</{name}\s*>(?={NEXT})|(?=<item>\s*<title>)"),
        re.compile(rf"</{name}\s*>|(?=<{KNOWN}[\s>])"),
    )


def _words(text, name, mended):
    """Return what stands in an element: CDATA as it is, else with its entities read. It ends at its closing tag; where a
    CDATA has no end, at the closing tag behind which another element of WordPress's begins."""
    while len(text.held) - text.at < 20 and text.more():
        pass
    begins, end, _plain_end = _ends(name)
    start = begins.match(text.held, text.at)
    if not start:
        return _plain(text, name, mended)
    text.at = start.end()
    found = text.search(end)
    if not found:
        mended[noop("texts that break off at the end of the file")] += 1
        words, text.at = text.held[text.at :], len(text.held)
    else:
        words, text.at = text.held[text.at : found.start()], found.end()
        mended[noop("texts that were not closed properly")] += not found[0].startswith("]]>")
    return words.replace("]]]]><![CDATA[>", "]]>")


def _plain(text, name, mended):
    found = text.search(_ends(name)[2])
    if not found:
        mended[noop("texts that break off at the end of the file")] += 1
        words, text.at = text.held[text.at :], len(text.held)
    else:
        words, text.at = text.held[text.at : found.start()], found.end()
    mended[noop("& signs that should have been written as &amp;")] += len(re.findall("&", words)) - len(
        ENTITY.findall(words)
    )
    return html.unescape(words) if "&" in words else words
