"""Does a text speak of violence, fear, coercion, self-harm or a minor? A sad word is not a crisis.

Everything happens on this machine, by rules that people can read (`en.toml`, `es.toml`; their language is told in
`docs/safety.md`), in time that grows with the text alone. What follows from a concern is decided elsewhere: the writer
is shown help, and the coach is told. Nobody is ever kept from writing."""

import tomllib
from functools import cache
from pathlib import Path

from checks.safety.reading import Reading
from checks.safety.rules import Table

CONCERNS = ("violence", "fear", "coercion", "self_harm", "minor")
LANGUAGES = tuple(path.stem for path in sorted(Path(__file__).parent.glob("*.toml")))


@cache
def table(language):
    """Return the table of one of LANGUAGES, which is made when the first text is looked at: half a second of a processor,
    and most processes of a site never look at one."""
    return Table(tomllib.loads(Path(__file__).with_name(f"{language}.toml").read_text(encoding="utf-8")))


def check(text, language=None):
    """Return a frozenset of the CONCERNS that the text speaks of; a blank one, which every empty form asks about, costs
    nothing. Without a language that we have a table for, all tables look at it: what somebody writes in need not be what
    her browser asks for."""
    if not text or text.isspace():
        return frozenset()
    tables = map(table, [language] if language in LANGUAGES else LANGUAGES)
    return frozenset().union(*(table.concerns(Reading(text, table.known)) for table in tables))
