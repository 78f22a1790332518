"""The words of a text as they are compared."""

import re
import unicodedata

WORD = re.compile(r"\w+")
APOSTROPHES = dict.fromkeys(map(ord, "'’ʼ`´"))


def bare_words(source):
    """Return the words of a text as they are compared: one space between, no case, no accents, no signs. Linear."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", source).casefold().translate(APOSTROPHES))
    return " ".join(WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign))))
