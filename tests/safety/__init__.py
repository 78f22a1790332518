"""The written cases of what is checked in a text, and how many of them are missed or wrongly found."""

import tomllib
from pathlib import Path

from checks import safety

CASES = {
    language: tomllib.loads((Path(__file__).parent / f"cases.{language}.toml").read_text(encoding="utf-8"))
    for language in ("en", "es")
}
PARTS = ("tuned", "beside", "held_out", "hints")


def lines(language, part, kind):
    """Return [(what it speaks of, text)]: kind is "crises" or "innocent", part one of PARTS."""
    return [(name, text) for name, texts in CASES[language][part][kind].items() for text in texts]


def missed(language, part):
    return [text for _name, text in lines(language, part, "crises") if not safety.check(text)]


def false(language, part):
    return [text for _name, text in lines(language, part, "innocent") if safety.check(text)]


def figures():
    """Yield a sentence on each part of each language."""
    for language in CASES:
        for part in PARTS:
            crises, innocent = (len(lines(language, part, kind)) for kind in ("crises", "innocent"))
            yield (
                f"Safety check, {language}, {part.replace('_', ' ')}: missed {len(missed(language, part))} of {crises} crises,"
                f" false on {len(false(language, part))} of {innocent} innocent texts."
            )
