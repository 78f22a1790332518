"""What people type as words, and the words found as they see them."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

import snowballstemmer
from django.utils.html import conditional_escape, format_html, format_html_join

from search.stage_likeness import STOP_WORDS

MOST = 12  # words of a search that count; a thirteenth narrows nothing any more
SHORTEST = 3  # letters of a word that tells something
SHOWN, BEFORE = 240, 70  # characters of an excerpt, and how many of them stand before the first word found
LOOKED_AT = 200  # found words of a text among which the best excerpt is sought

ENGLISH = "en"
STEMMERS = {ENGLISH: "porter", "es": "spanish"}
SHORTEST_BEGINNING = 4  # letters

WORD = re.compile("[^\\W_][^\\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\\W_]*)*")
ACCENTS = dict.fromkeys(range(0x300, 0x370))


def words_of(typed):
    """In: whatever was typed. Out: its words, each once, at most so many: letters and digits alone, so that no sign means
    anything to a database."""
    words = (fold(word) for word in WORD.findall(unicodedata.normalize("NFKC", typed)))
    return list(dict.fromkeys(filter(None, words)))[:MOST]


def telling(typed, language=ENGLISH):
    """In: sentences. Out: at most so many of their words, those first that are said most often and are not in every letter:
    the ones that tell what it is about. Each form counts once."""
    words = [word for word in map(fold, WORD.findall(unicodedata.normalize("NFKC", typed))) if len(word) >= SHORTEST]
    said = Counter(stem(word, language) for word in words if word not in COMMON)
    forms = {stem(word, language): word for word in reversed(words)}
    return [forms[each] for each, _times in said.most_common(MOST)]


def fold(word):
    """É is e, for the index too."""
    return unicodedata.normalize("NFKD", word.lower()).translate(ACCENTS)


COMMON = frozenset(map(fold, STOP_WORDS))


@lru_cache(maxsize=10_000)
def stem(word, language=ENGLISH):
    """English: Porter's, as both databases have it: boundaries and boundary are one. Of other languages a stem is how all
    forms of a word begin; of those that have no stemmer here the word itself. (A stemmer keeps state, so each call has
    its own.)"""
    name = STEMMERS.get(language)
    return snowballstemmer.stemmer(name).stemWord(word) if name else word


def is_beginning(stem, language):
    """Is a text searched for words that begin with this stem? Short ones begin too many."""
    return language != ENGLISH and len(stem) >= SHORTEST_BEGINNING


def found_in(text, stems, language=ENGLISH):
    """Return the matches of WORD in `text` that are one of `stems`. A stem keeps its word's first two letters, which
    spares most words the work."""
    starts = tuple(each for each in stems if is_beginning(each, language))
    beginnings = {each[:2] for each in stems}
    folded = ((match, fold(match.group())) for match in WORD.finditer(text))
    likely = ((match, word) for match, word in folded if word[:2] in beginnings)
    return [match for match, word in likely if word.startswith(starts) or stem(word, language) in stems]


def stems_in(text, stems, language=ENGLISH):
    """Return those of `stems` that a text says."""
    said = {fold(match.group()) for match in found_in(text, stems, language)}
    forms = said | {stem(word, language) for word in said}
    return {each for each in stems if each in forms or (is_beginning(each, language) and _begins(each, said))}


def _begins(start, words):
    return any(word.startswith(start) for word in words)


def marked(text, stems, language=ENGLISH):
    """In: plain text. Out: safe HTML, with <mark> around every word that is one of `stems`."""
    return _marked(text, found_in(text, stems, language), 0, len(text))


def excerpt(text, stems, language=ENGLISH):
    """In: plain text. Out: safe HTML of the part of it that has most of `stems`, with <mark> around them."""
    found = found_in(text, stems, language)
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
