"""What changed between two texts, word by word."""

import re
from difflib import SequenceMatcher
from itertools import pairwise

WORDS = re.compile(r"\S+\s*|\s+")
AROUND = 12  # unchanged words that are shown on each side of a change
LONG = 3_000  # words; beyond them frequent ones are no longer looked for everywhere, which would take minutes


def word_diff(before, after):
    """Return [(what, words)] in the order of reading; `what` is "same", "del", "ins", or "gap" for unchanged words that
    are left out."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > LONG)
    parts = []
    for kind, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if kind == "equal":
            parts.append(("same", old[from_old:to_old]))
        else:
            parts += [("del", old[from_old:to_old]), ("ins", new[from_new:to_new])]
    parts = [(kind, words) for kind, words in parts if words]
    return [
        (kind, "".join(words))
        for place, part in enumerate(parts)
        for kind, words in _shortened(part, is_first=place == 0, is_last=place == len(parts) - 1)
    ]


def _shortened(part, is_first, is_last):
    kind, words = part
    head, tail = 0 if is_first else AROUND, 0 if is_last else AROUND
    if kind != "same" or len(words) <= head + tail + AROUND:
        return [part]
    kept = [("same", words[:head]), ("gap", ["…"]), ("same", words[len(words) - tail :])]
    return [(kind, words) for kind, words in kept if words]


def neighbours(versions):
    """Yield (version, the one before it or None) of a list that begins with the newest."""
    yield from pairwise([*versions, None])
