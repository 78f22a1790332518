"""What readers type, as the sentence model understands it best: no capitals, short forms written out, sentence by sentence."""

import re
import tomllib
from pathlib import Path

from stages.text.words import LIKE_APOSTROPHES

MOST_PIECES = 40  # of a text; of a longer one its beginning and its end, where people say what it is about
FROM_THE_END = 10
SHORTEST, LONGEST = 3, 40  # words of a piece
ENDS = re.compile(r"(?<=[.!?…;])\s+|\n+")
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")

SHORT_FORMS = tomllib.loads((Path(__file__).parent / "short_forms.toml").read_text(encoding="utf-8"))
MEANT_WITHOUT_APOSTROPHE = {word.replace("'", ""): word for word in SHORT_FORMS["apostrophes"].split()}
MEANT = MEANT_WITHOUT_APOSTROPHE | SHORT_FORMS["short"]


def as_meant(typed):
    """In: a text as it was typed. Out: one line of small letters with its short forms written out."""
    line = LIKE_APOSTROPHES.sub("'", " ".join(typed.split()).lower())
    return WORD.sub(lambda word: MEANT.get(word[0], word[0]), line)


def pieces(typed):
    """In: a text of any length. Out: its sentences, as they were typed: short ones joined to the one before, long ones cut,
    at most MOST_PIECES."""
    found = []
    for sentence in filter(None, map(str.strip, ENDS.split(typed))):
        words = sentence.split()
        if found and len(words) < SHORTEST:
            found[-1] = f"{found[-1]} {sentence}"
            continue
        found += [" ".join(words[at : at + LONGEST]) for at in range(0, len(words), LONGEST)]
    return found if len(found) <= MOST_PIECES else found[: MOST_PIECES - FROM_THE_END] + found[-FROM_THE_END:]
