"""Which step of before is which step of now. Pure: it knows texts, and no rows."""

import re
from difflib import SequenceMatcher

ALIKE = 0.6  # of the words in the same order: the same step in other words
IN_ITS_PLACE = 0.3  # that much is enough where it also has the same number
COUNTED = re.compile(r"\A[^\W\d]{0,12}\s?\d{1,2}\s?[.:)–—-]\s*")  # "Step 2." before it says only where it stood


def matched(before: list[str], now: list[str]) -> list[int | None]:
    """Return, for each text of `now`, the place of the one in `before` that it was, or None for a new one. What says the same
    counts first, then what is likest; each is taken once."""
    found: dict[int, int] = {}
    for least, candidates in (
        (1, _same(before, now)),
        (ALIKE, _alike(before, now)),
        (IN_ITS_PLACE, _placed(before, now)),
    ):
        for likeness, place, was in candidates:
            if likeness >= least and place not in found and was not in found.values():
                found[place] = was
    return [found.get(place) for place in range(len(now))]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", COUNTED.sub("", text.casefold(), count=1))


def _same(before, now):
    pairs = [(place, was) for place, text in enumerate(now) for was, old in enumerate(before)]
    return [(1, place, was) for place, was in pairs if _words(now[place]) == _words(before[was])]


def _alike(before, now):
    """All pairs, the likest first; of equals, those that stand nearest to each other."""
    pairs = [(_likeness(old, text), place, was) for place, text in enumerate(now) for was, old in enumerate(before)]
    return sorted(pairs, key=lambda pair: (-pair[0], abs(pair[1] - pair[2])))


def _placed(before, now):
    return [(_likeness(old, text), place, place) for place, (old, text) in enumerate(zip(before, now, strict=False))]


def _likeness(old, text):
    return SequenceMatcher(None, _words(old), _words(text), autojunk=False).ratio()
