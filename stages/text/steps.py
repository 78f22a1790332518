"""The steps that a rendered text tells one by one."""

import re
from html.parser import HTMLParser

from stages.text.plain import excerpt, plain_text

MOST = 40  # steps of one text; what has more is a table of contents
LONGEST = 600  # characters of a step, cut at a word's end

# "Step 1." and "Paso 1:" as people type them; any word counts, if it stands before 1, 2 and so on.
NUMBERED = re.compile(r"(?P<word>[^\W\d]{2,12}|)\s?(?P<number>\d{1,2})\s?[.:)–—-]\s*\S")


def steps(html: str) -> list[str]:
    """In: HTML of ours. Out: its steps in plain words, each once: the points of its numbered lists, and the paragraphs or
    lines that begin with "Step 1.", "Step 2." and so on, which have to be two at least."""
    if not any(sign in html for sign in ("<ol", "1")):
        return []
    parts = _Parts()
    parts.feed(html)
    told = parts.points or _in_a_row(parts.lines)
    words = (excerpt(plain_text(step), LONGEST) for step in told)
    return list(dict.fromkeys(filter(None, words)))[:MOST]


def _in_a_row(lines: list[str]) -> list[str]:
    """Return the lines that are numbered 1, 2, 3 … behind the same word."""
    found, word = [], None
    for line in lines:
        begins = NUMBERED.match(plain_text(line))
        if begins and int(begins["number"]) == len(found) + 1 and word in (None, begins["word"].casefold()):
            word = begins["word"].casefold()
            found.append(line)
    return found if len(found) > 1 else []


class _Parts(HTMLParser):
    """Gathers the points of numbered lists, and the lines of paragraphs, both outside of quotes and of other lists."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.points, self.lines, self.inside = [], [], []

    def handle_starttag(self, tag, attributes):
        if tag in {"ol", "ul", "blockquote"}:
            self.inside.append(tag)
        if tag == "li" and self.inside == ["ol"]:
            self.points.append("")
        elif tag in {"p", "br"} and not self.inside:
            self.lines.append("")
        else:
            self._add(" ")

    def handle_endtag(self, tag):
        if self.inside[-1:] == [tag]:
            self.inside.pop()

    def handle_data(self, data):
        self._add(data)

    def handle_entityref(self, name):
        self._add(f"&{name};")

    def handle_charref(self, name):
        self._add(f"&#{name};")

    def _add(self, words):
        gathered = self.points if self.inside[:1] == ["ol"] else [] if self.inside else self.lines
        if gathered:
            gathered[-1] += words
