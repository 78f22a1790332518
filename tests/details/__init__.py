"""The written cases of details that could tell who somebody is."""

import re
import tomllib
from pathlib import Path

from checks import personal_details

MARKED = re.compile(r"\[([^|\]]+)\|(\w+)\]")
HERE = "Mara Distance"  # the coach and a stage: no secret on this site


def cases(language):
    """Return [(text, {(words, kind), …} that are to be found in it)]."""
    path = Path(__file__).parent / f"cases.{language}.toml"
    lines = tomllib.loads(path.read_text(encoding="utf-8"))["lines"]
    return [(MARKED.sub(r"\1", line), {met.groups() for met in MARKED.finditer(line)}) for line in lines]


def found(text, language):
    return {(detail.words, detail.kind) for detail in personal_details.find(text, language, HERE)}


def figures():
    """Yield a sentence on each language."""
    for language in personal_details.TABLES:
        lines = cases(language)
        told = sum(len(wanted) for _text, wanted in lines)
        missed = sum(len(wanted - found(text, language)) for text, wanted in lines)
        false = sum(bool(found(text, language) - wanted) for text, wanted in lines)
        yield f"Details, {language}: missed {missed} of {told}, false in {false} of {len(lines)} texts."
