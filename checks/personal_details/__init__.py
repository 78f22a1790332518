"""What in a text could tell who somebody is, and softer words for it. She decides; nothing is changed without her.

Better to miss one than to cry wolf: who is warned of every capital letter soon reads no warning. Everything happens on
this machine, by lists of our own and in time that grows with the text alone."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from checks.personal_details.capitals import names_and_places
from checks.personal_details.shapes import Shapes
from checks.safety.reading import LONGEST
from stages.text.words import folded

LISTS = ("ordinary", "regions", "names")


@dataclass(frozen=True)
class Detail:
    """Some words of a text, where they stand, what they are, and what could stand there instead."""

    start: int
    end: int
    words: str
    kind: str  # name, place, employer, phone, email, profile, address, date or age
    softer: str


def _table(path):
    """Return the lists of a language as sets of folded words."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return table | {name: frozenset(folded(table[name]).split()) for name in LISTS} | {"shapes": Shapes(table)}


TABLES = {path.stem: _table(path) for path in Path(__file__).parent.glob("*.toml")}


def find(text, language="en", ordinary=""):
    """Return the Details of a text, in order. `ordinary` are more words that tell nothing here, such as the coach's name
    and the titles of the stages."""
    table = TABLES.get(language, TABLES["en"])
    text = text[:LONGEST]
    found = list(table["shapes"].find(text))
    known = table["ordinary"] | set(folded(ordinary).split())
    found += names_and_places(text, table, known, taken=[(start, end) for start, end, _kind, _softer in found])
    return [Detail(start, end, text[start:end], kind, softer) for start, end, kind, softer in sorted(found)]


def may_tell(typed):
    """Could a few words, typed without care for capitals, tell of somebody? Asked of what would be kept without her being
    asked: rather said too often than too seldom."""
    words = set(folded(typed).split())
    in_lists = any(words & (table["names"] | table["regions"]) for table in TABLES.values())
    return in_lists or any(find(typed, language) for language in TABLES)


def soften(text, details):
    """Return the text with the softer words in it."""
    for detail in reversed(details):
        text = text[: detail.start] + detail.softer + text[detail.end :]
    return text


def once_each(details):
    """Return one Detail for each words that are told, in the order in which they first stand."""
    return list({detail.words: detail for detail in reversed(details)}.values())[::-1]
