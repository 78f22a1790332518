"""How much a text looks like spam, from 0 to 100, and why: on this machine, and only ever to hold and to sort.

Robinson's and Fisher's way, which SpamBayes and bogofilter took: each piece of a text has a share of spam among the texts
it was seen in, drawn to the middle while it was seen seldom; the shares are then combined twice, once as evidence for spam
and once against it. What is neither stays in the middle."""

import math
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from checks.spam.words import number, pieces

TEXTS = 0  # the number under which the texts themselves are counted
UNKNOWN = 0.45  # the share of a piece never seen: a stranger's words are rather honest
WEIGHT_OF_UNKNOWN = 0.8  # in sightings
TELLING = 0.1  # farther than this from the middle, or a piece says nothing
MOST_TELLING = 80  # pieces that are combined
SHOWN = 5  # pieces that are named as reasons


@dataclass(frozen=True)
class Score:
    """From 0 to 100, and the pieces that told most for spam."""

    value: int
    because: tuple[str, ...] = ()


@cache
def _taught_at_first():
    """Return (number -> times in spam, number -> times in honest texts) of the texts that come with the software."""
    texts = tomllib.loads((Path(__file__).parent / "training.toml").read_text())
    counts = []
    for kind in ("spam", "honest"):
        count = Counter(number(piece) for text in texts[kind] for piece in pieces(text))
        counts.append(count + Counter({TEXTS: len(texts[kind])}))
    return counts


def numbers_of(source):
    """Return the numbers of what is looked at in a text, and that of the texts themselves."""
    return [TEXTS, *map(number, pieces(source))]


def score(source, learned=()):
    """Return the Score of a text. `learned` is what was learned here of its `numbers_of`: (number, times in spam, times in
    honest texts)."""
    numbers = {piece: number(piece) for piece in pieces(source)}
    sought = {TEXTS, *numbers.values()}
    spam, honest = (Counter({key: count[key] for key in sought}) for count in _taught_at_first())
    for key, in_spam, in_honest in learned:
        spam[key] += in_spam
        honest[key] += in_honest
    shares = {piece: _share(spam, honest, key) for piece, key in numbers.items()}
    telling = sorted(
        ((abs(share - 0.5), piece) for piece, share in shares.items() if abs(share - 0.5) >= TELLING), reverse=True
    )[:MOST_TELLING]
    because = [piece for _far, piece in telling if shares[piece] > 0.5]
    return Score(_combined([shares[piece] for _far, piece in telling]), tuple(because[:SHOWN]))


def _share(spam, honest, key):
    """Return how much of what a piece was seen in is spam, from 0 to 1."""
    in_spam, in_honest = spam[key] / max(spam[TEXTS], 1), honest[key] / max(honest[TEXTS], 1)
    seen = spam[key] + honest[key]
    known = in_spam / (in_spam + in_honest) if seen else UNKNOWN
    return (WEIGHT_OF_UNKNOWN * UNKNOWN + seen * known) / (WEIGHT_OF_UNKNOWN + seen)


def _combined(shares):
    """Return the shares as one number from 0 to 100; 50 when they say nothing, or as much for it as against it."""
    if not shares:
        return 50
    for_spam = 1 - _chi_square(-2 * sum(math.log(1 - share) for share in shares), len(shares))
    against = 1 - _chi_square(-2 * sum(math.log(share) for share in shares), len(shares))
    return round(50 * (1 + for_spam - against))


def _chi_square(value, pairs):
    """Return how likely chi-square with 2 * pairs degrees of freedom is at least `value`."""
    half = value / 2
    term = total = math.exp(-half)
    for step in range(1, pairs):
        term *= half / step
        total += term
    return min(total, 1.0)
