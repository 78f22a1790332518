"""Text in which no sign could mean anything, which is most of what people type: its HTML is its own lines, and is made without
the parser. To the letter the same as the parser makes (a test holds the two together), in a twentieth of its time."""

import re

from stages import glossary

LETTERS = "A-Za-z0-9\u00c0-\u024f"
# A dot within a word may be part of an address; a line that begins with a digit or a dash may be part of a list.
WORDS = rf"(?:[{LETTERS},;:!?…'\"’‘“”()¿¡–—-]++|\.(?![{LETTERS}-])| (?! |\n|\Z))*+"
LINE = rf"[A-Za-z\u00c0-\u024f'\"‘“(¿¡]{WORDS}"
UNMARKED = re.compile(rf"{LINE}(?:\n+{LINE})*+")
PARAGRAPHS = re.compile(r"\n\n+")


def html_of(source, terms=()):
    """In: what somebody typed, and the coach's own words (key, word). Out: its HTML, or None where it takes the parser."""
    if not UNMARKED.fullmatch(source) or glossary.has_any(source, terms):
        return None
    return "".join(
        f'<p dir="auto">{paragraph.replace(chr(10), "<br>" + chr(10))}</p>\n' for paragraph in PARAGRAPHS.split(source)
    )
