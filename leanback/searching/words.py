"""What people type as words, and the words found as they see them."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer
from django.utils.html import conditional_escape, format_html, format_html_join

MOST = 12  # words of a search that count; a thirteenth narrows nothing any more
SHOWN, BEFORE = 240, 70  # characters of an excerpt, and how many of them stand before the first word found
LOOKED_AT = 200  # found words of a text among which the best excerpt is sought

WORD = re.compile("[^\\W_][^\\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\\W_]*)*")
ACCENTS = dict.fromkeys(range(0x300, 0x370))


def words_of(typed):
    """In: whatever was typed. Out: its words, each once, at most so many: letters and digits alone, so that no sign means
    anything to a database."""
    words = (fold(word) for word in WORD.findall(unicodedata.normalize("NFKC", typed)))
    return list(dict.fromkeys(filter(None, words)))[:MOST]


def fold(word):
    """É is e, for the index too."""
    return unicodedata.normalize("NFKD", word.lower()).translate(ACCENTS)


@lru_cache(maxsize=10_000)
def stem(word):
    """Porter's, as both databases have it: boundaries and boundary are one. (A stemmer keeps state, so each has its own.)"""
    return snowballstemmer.stemmer("porter").stemWord(word)


def found_in(text, stems):
    """Return the matches of WORD in `text` that are one of `stems`. A stem keeps its word's first two letters, which
    spares most words the work."""
    beginnings = {each[:2] for each in stems}
    folded = ((match, fold(match.group())) for match in WORD.finditer(text))
    return [match for match, word in folded if word[:2] in beginnings and stem(word) in stems]


def marked(text, stems):
    """In: plain text. Out: safe HTML, with <mark> around every word that is one of `stems`."""
    return _marked(text, found_in(text, stems), 0, len(text))


def excerpt(text, stems):
    """In: plain text. Out: safe HTML of the part of it that has most of `stems`, with <mark> around them."""
    found = found_in(text, stems)
    start, end = _part(text, found)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return format_html("{}{}{}", before, _marked(text, found, start, end), after)


def _part(text, found):
    """Where the excerpt begins and ends: at the edges of words."""
    at = max(found[:LOOKED_AT], key=lambda first: _different(found, first), default=None)
    start = max(0, at.start() - BEFORE) if at and len(text) > SHOWN else 0
    if start:
        space = text.find(" ", start, at.start())
        start = space + 1 if space >= 0 else at.start()
    end = start + SHOWN
    if end < len(text):
        space = text.rfind(" ", (at.end() if at else 0), end)
        end = space if space > start else end
    return start, min(end, len(text))


def _different(found, first):
    """How many different words stand in an excerpt that begins with this one."""
    near = (match for match in found[:LOOKED_AT] if 0 <= match.start() - first.start() < SHOWN - BEFORE)
    return len({stem(fold(match.group())) for match in near})


def _marked(text, found, start, end):
    pieces, at = [], start
    for match in found:
        if start <= match.start() and match.end() <= end:
            pieces += [conditional_escape(text[at : match.start()]), format_html("<mark>{}</mark>", match.group())]
            at = match.end()
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, text[at:end]]))
