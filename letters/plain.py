"""The text of a letter without its HTML, as people write mails: lists with their signs and numbers, quotes behind ">", the
address behind the words that lead there."""

import re
from html.parser import HTMLParser

BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table", "tr", "li", "hr"}
LISTS = {"ul", "ol"}
SIGN = re.compile(r" *(?:-|\d+\.) ")  # of a point that has no words yet


class Plain(HTMLParser):
    """Reads HTML that was cleaned, and so is well-formed."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines, self.line, self.lists, self.quotes, self.link = [], "", [], 0, ""

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS and not SIGN.fullmatch(self.line):
            self.end_line()
        if tag in LISTS:
            self.lists.append(int(dict(attrs).get("start") or 1) if tag == "ol" else None)
        elif tag == "li":
            self.line = "  " * (len(self.lists) - 1) + self.next_sign()
        elif tag == "blockquote":
            self.quotes += 1
        elif tag == "br":
            self.end_line()
        elif tag == "a":
            self.link = dict(attrs).get("href", "")
        elif tag in {"td", "th"} and self.line:
            self.line += "  "

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.end_line()
        if tag in LISTS:
            self.lists.pop()
        if tag in BLOCKS - {"li", "tr"} and not self.lists:
            self.lines.append("> " * self.quotes if tag == "p" and self.quotes else "")
        if tag == "blockquote":
            self.quotes -= 1
        if tag == "a" and self.link:
            self.line, self.link = f"{self.line} ({self.link})", ""

    def handle_data(self, data):
        said = re.sub(r"\s+", " ", data)
        self.line += said if self.line else said.lstrip()

    def next_sign(self):
        """Return what stands before the next point of the list."""
        if self.lists[-1] is None:
            return "- "
        self.lists[-1] += 1
        return f"{self.lists[-1] - 1}. "

    def end_line(self):
        if self.line.strip():
            self.lines.append("> " * self.quotes + self.line.rstrip())
        self.line = ""


def plain(html):
    """Return clean HTML as plain text."""
    reader = Plain()
    reader.feed(html)
    reader.end_line()
    text = "\n".join(line.rstrip() for line in reader.lines)
    return re.sub(r"\n(?:>\n)+(?!>)", "\n", re.sub(r"\n{3,}", "\n\n", text)).strip()
