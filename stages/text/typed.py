"""Text as it came, before parsing: pasted text, and signs that only look like Markdown."""

import re

from stages.text import bullets

# Letters and signs that look like nothing (Hangul fillers, the blank Braille pattern): Unicode calls them letters all the same.
BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")

# Controls, byte order marks, halves of surrogate pairs, and the two overrides that can make a link's text lie.
CONTROLS = {*range(0x20), *range(0x7F, 0xA0)} - {ord("\t"), ord("\n")}
NOT_TEXT = dict.fromkeys((*CONTROLS, 0x202D, 0x202E, 0xFEFF, *range(0xD800, 0xE000)))
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
MARGIN = re.compile(r"[\s\u200b]*")
SPACES = dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ") | {0x200B: None}
QUOTED = re.compile(r">++[ \t]++(?![> \t]*+$)")
BLANK_QUOTED = re.compile(r"[> \t]+$")


def as_typed(source: str) -> str:
    """In: text as it came, from whatever phone or word processor. Out: text whose lines the parser reads as meant."""
    text = LINE_ENDS.sub("\n", source).translate(NOT_TEXT)
    lines = bullets.as_dashes(text.split("\n"))
    return "\n".join(bullets.under_their_numbers([_line_as_typed(line) for line in lines]))


def _line_as_typed(line: str) -> str:
    """Spaces of any kind indent, and ">:(" or ">3 years" is no quote."""
    margin = MARGIN.match(line).group()
    words = line[len(margin) :]
    if words.startswith(">\u00a0"):
        words = words.replace("\u00a0", " ", 1)
    if words.startswith(">") and not QUOTED.match(words) and not BLANK_QUOTED.match(words):
        words = "\\" + words
    return (margin.translate(SPACES) + words).rstrip()
