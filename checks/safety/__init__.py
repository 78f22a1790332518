"""Does a text speak of violence, fear, coercion, self-harm or a minor? A sad word is not a crisis.

Everything happens on this machine, by rules that people can read (`en.toml`, `es.toml`; their language is told in
`docs/safety.md`), in time that grows with the text alone. What follows from a concern is decided elsewhere: the writer
is shown help, and the coach is told. Nobody is ever kept from writing."""

import tomllib
from pathlib import Path

from checks.safety.reading import Reading
from checks.safety.rules import Table

CONCERNS = ("violence", "fear", "coercion", "self_harm", "minor")
TABLES = {
    path.stem: Table(tomllib.loads(path.read_text(encoding="utf-8"))) for path in Path(__file__).parent.glob("*.toml")
}


def check(text, language=None):
    """Return a frozenset of the CONCERNS that the text speaks of; a blank one, which every empty form asks about, costs
    nothing. Without a language that we have a table for, all tables look at it: what somebody writes in need not be what
    her browser asks for."""
    if not text or text.isspace():
        return frozenset()
    tables = [TABLES[language]] if language in TABLES else TABLES.values()
    return frozenset().union(*(table.concerns(Reading(text, table.known)) for table in tables))
