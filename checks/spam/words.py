"""What a text is taken apart into before it is scored: its words, pairs of words, the sites it leads to, and some things
that a reader sees at a glance. Kept are numbers only, from which no word can be read."""

import hashlib
import re
from itertools import pairwise

from stages.text.words import bare_words

MOST = 600  # pieces of a text that are looked at; what spam is, it is from the beginning
READ = 12_000  # characters, in which they are found
NUMBERS = 2**20  # that pieces are folded into: few enough to keep, many enough that two rarely meet
SITE = re.compile(r"(?:https?://|\bwww\.)(?:www\.)?([^\s/?#<>()\[\]]{1,100})", re.IGNORECASE)
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@[\w.-]{1,100}+", re.ASCII)
PHONE = re.compile(r"\+\d[\d\s()./-]{6,20}\d")
MONEY = re.compile(r"[$€£]\s?\d|\d\s?[$€£%]")
SHOUTED = re.compile(r"\b[A-Z]{3,}\b")


def pieces(source):
    """Return the distinct pieces of a text, each as it can be shown to staff."""
    words = [
        word for word in bare_words(MAIL.sub(" ", SITE.sub(" ", source[:READ]))).split()[:MOST] if not word.isdigit()
    ]
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return list(dict.fromkeys([*_at_a_glance(source), *words, *pairs]))[:MOST]


def _at_a_glance(source):
    """Yield what is seen without reading, in square brackets: no word can look like it."""
    sites = SITE.findall(source[:READ])
    yield from (f"[{site.lower()}]" for site in sites[:10])
    if sites:
        yield "[a link]" if len(sites) == 1 else "[links]"
        if len(source) < 150:
            yield "[a link and little else]"
    for name, sign in (("[an address]", MAIL), ("[a telephone number]", PHONE), ("[money or per cent]", MONEY)):
        if sign.search(source[:READ]):
            yield name
    if len(SHOUTED.findall(source[:READ])) > 3:
        yield "[shouted]"


def number(piece):
    """Return the number that a piece is kept under, from 1."""
    return int.from_bytes(hashlib.blake2b(piece.encode(), digest_size=8, person=b"spam").digest()) % NUMBERS + 1
