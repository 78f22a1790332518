"""The one place where a text is taken apart into words: to be compared, counted, told apart by sentences, found again.

Whatever is compared is folded first. What counts as an apostrophe stands in one table: "don't" is one word however a
keyboard, a phone or a word processor wrote it, and without any."""

import re
import unicodedata
from functools import lru_cache, partial
from importlib import import_module
from typing import NamedTuple

from django.utils.functional import SimpleLazyObject

snowballstemmer = SimpleLazyObject(partial(import_module, "snowballstemmer"))  # of thirty languages: loaded when asked

APOSTROPHES = "'’‘ʼ`´＇"
NO_APOSTROPHES = dict.fromkeys(map(ord, APOSTROPHES))
LIKE_APOSTROPHES = re.compile(f"[{APOSTROPHES}]")
BARE = re.compile(r"\w+")
# Letters and digits, as the index of both databases parts them: an apostrophe is a gap there.
WORD = re.compile("[^\\W_][^\\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\\W_]*)*")
# A word with what hangs together in it: O'Brien, Anne-Marie.
WHOLE = re.compile(rf"[^\W\d_]+(?:[{APOSTROPHES}-][^\W\d_]+)*")
POSSESSIVE = re.compile(rf"[{APOSTROPHES}]s?$")
SPOKEN = re.compile(r"\d+|[^\W\d_]+|[.!?;…]+|\n\s*\n")
ACCENTS = dict.fromkeys(range(0x300, 0x370))
STEMMERS = {"en": "porter", "es": "spanish"}


def folded(text):
    """Return a text as it is compared: small letters, without accents and apostrophes. Linear."""
    plain = unicodedata.normalize("NFKD", text.translate(NO_APOSTROPHES)).casefold()
    apart = unicodedata.normalize("NFKD", plain)
    return "".join(sign for sign in apart if not (unicodedata.combining(sign) or sign in APOSTROPHES))


def bare_words(text):
    """Return the words of a text as they are compared: one space between, no case, no accents, no signs."""
    return " ".join(BARE.findall(folded(text)))


def words_and_stops(text):
    """Return the words of a text, folded, and between them what ends a sentence."""
    return SPOKEN.findall(folded(text))


class Word(NamedTuple):
    """A word where it stands in a text, without what is no part of it (of "Anna's" it is Anna), and folded."""

    start: int
    end: int
    text: str
    folded: str
    before: str  # what stands between the word before it and this one; nothing before the first


def words_in(text):
    """Yield the Words of a text: letters, and what hangs together by an apostrophe or a hyphen."""
    behind = None
    for met in WHOLE.finditer(text):
        word, before = POSSESSIVE.sub("", met[0]), text[behind : met.start()] if behind else ""
        yield Word(met.start(), met.start() + len(word), word, folded(word), before)
        behind = met.end()


def pattern_of(words, space=r"\s+"):
    """Return what finds a passage, its ends aside, however its lines were broken and its apostrophes typed: a regular
    expression of Python and of PostgreSQL."""
    return LIKE_APOSTROPHES.sub(f"[{APOSTROPHES}]", space.join(re.escape(part) for part in words.split()))


# As the search index has it


def indexed(word):
    """Return a WORD as the index has it: é is e, but an apostrophe was a gap."""
    return word.lower() if word.isascii() else unicodedata.normalize("NFKD", word.lower()).translate(ACCENTS)


def indexed_words(text):
    """Return the words of a text as the index has them."""
    if text.isascii():
        return WORD.findall(text.lower())
    return [indexed(word) for word in WORD.findall(unicodedata.normalize("NFKC", text))]


@lru_cache(maxsize=10_000)
def stem(word, language="en"):
    """English: Porter's, as both databases have it: boundaries and boundary are one. Of other languages a stem is how all
    forms of a word begin; of those that have no stemmer here the word itself. (A stemmer keeps state, so each call has
    its own.)"""
    name = STEMMERS.get(language)
    return snowballstemmer.stemmer(name).stemWord(word) if name else word
