"""Quotes and apostrophes as a book has them, put into a page when it is shown. What was typed stays as it was typed.

Only the words between tags are touched: no attribute, script, field, code, address or e-mail address. What cannot be told
for sure (5'10", a mark within a Hebrew word) stays straight. The cases: tests/test_quotes.py."""

import re

WITHIN_A_LINE = "a|abbr|b|bdi|cite|em|i|mark|q|s|small|span|strong|time|u"
TAGS = re.compile(
    rf"<(script|style|textarea|code|pre|kbd)\b.*?</\1\s*>|<!--.*?-->|<(?P<within>/?(?:{WITHIN_A_LINE})\b)?[^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
STRAIGHT = re.compile(r"""(?P<one>'|&\#x27;|&\#39;)|(?P<two>"|&quot;|&\#34;)""")
ADDRESS = re.compile(r"://|www\.|@")
WORDS = re.compile(r"(\s+)")
BEFORE_A_QUOTE = frozenset(" \t\n\r\f\xa0([{<>/;–—-“‘«¿¡…")
SHORTENED = re.compile(r"(?:em|til|tis|twas|cause|bout|n|round|\d)", re.IGNORECASE)  # 'em, 'til, the '90s
CLOSES_SOON = re.compile(r"[\w.,!?…](?:'|&\#x27;|&\#39;)(?!\w)")
SOON = 300  # characters in which a single quote that was opened is looked for its end


def curly(html):
    """In: the HTML of a page or a part of one. Out: the same with “quotes” and apostrophes’."""
    done, copied, before, is_open, parts = 0, 0, " ", False, []
    for tag in TAGS.finditer(html):
        start = tag.start()
        if start > done:
            if STRAIGHT.search(html, done, start):
                text, is_open = _set(html[done:start], before, is_open)
                parts += [html[copied:done], text]
                copied, before = start, text[-1]
            else:
                before = html[start - 1]
        if tag["within"] is None:
            before, is_open = " ", False
        done = tag.end()
    return "".join([*parts, html[copied:done], _set(html[done:], before, is_open)[0]])


def _set(text, before, is_open):
    """Return the text with its quotes, and whether one is still open."""
    if not STRAIGHT.search(text):
        return text, is_open
    words = WORDS.split(text) if ADDRESS.search(text) else [text]
    for place, word in enumerate(words):
        if ADDRESS.search(word) is None and STRAIGHT.search(word):
            words[place], is_open = _set_words(word, before, is_open)
        before = word[-1:] or before
    return "".join(words), is_open


def _set_words(text, before, is_open):
    pieces, done = [], 0
    for mark in STRAIGHT.finditer(text):
        left = pieces[-1][-1] if mark.start() == done and pieces else text[mark.start() - 1 : mark.start()] or before
        right = text[mark.end() : mark.end() + 1] or "<"
        if mark["one"]:
            sign = _single(left, right, text[mark.end() : mark.end() + SOON])
        else:
            sign, is_open = _double(left, right, is_open)
        pieces += [text[done : mark.start()], sign or mark.group()]
        done = mark.end()
    return "".join([*pieces, text[done:]]), is_open


def _double(left, right, is_open):
    """Return the sign for a double mark between two others (None: leave it), and whether a quote is open after it."""
    if is_open and not left.isspace() and not (left.isalnum() and right.isalnum()):
        return "”", False
    if not is_open and left in BEFORE_A_QUOTE and not right.isspace():
        return "“", True
    return None, is_open


def _single(left, right, rest):
    if left.isdigit() and not right.isalpha():
        return None  # feet and minutes
    if left not in BEFORE_A_QUOTE:
        return "’"
    if SHORTENED.match(rest) or not CLOSES_SOON.search(rest):
        return "’" if right.isalnum() else None
    return "‘"
