"""Close in meaning: what follows, in a search, after what has the words."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from checks import safety
from comments.models import Thread
from search import meaning, sentence_model
from search.kept import shelf
from search.kept_lines import vectors_of_lines
from search.models import Kind
from search.readers_words import as_meant
from search.stage_finder import StageFinder

STAGES, RESOURCES, THREADS = 2, 2, 3  # at most
NEAR = 0.36  # of a resource: its title and summary are read at once, and lie less near than a sentence


@dataclass(frozen=True)
class Close:
    """Something that is near in meaning: what it is called, what it is about, and a line of it."""

    label: str
    about: object
    line: str


def close_in_meaning(typed, kind=""):
    """Return what is nearest in meaning among stages, the library and answered questions, or one kind of them. Beside words that
    speak of danger only the library."""
    if not sentence_model.is_there():
        return []
    kinds = {Kind.STAGES: _stages, Kind.LIBRARY: _resources, Kind.QUESTIONS: _threads}
    if safety.check(typed):
        kinds = {Kind.LIBRARY: _resources}
    wanted, known = [find for each, find in kinds.items() if kind in ("", each)], shelf()
    return [found for find in wanted for found in find(typed, known)]


def _stages(typed, known):
    finder = StageFinder(typed, stages=known.stages())
    found = [each for each in finder.found(STAGES) if finder.is_near(each.stage)]
    return [Close(_("stage"), each.stage, each.line or each.stage.teaser) for each in found]


def _resources(typed, known):
    resources = known.resources()
    if not resources:
        return []
    near = (
        vectors_of_lines([f"{each.title}. {each.summary}" for each in resources])
        @ sentence_model.vectors_of([as_meant(typed)])[0]
    )
    best = [at for at in (-near).argsort()[:RESOURCES] if near[at] >= NEAR]
    return [Close(resources[at].get_kind_display(), resources[at], resources[at].summary) for at in best]


def _threads(typed, _known):
    if not meaning.is_ready():
        return []
    found = meaning.answered_like(typed, Thread.objects.listed().answered(), THREADS, meaning.ALIKE_TO_COACH)
    return [Close(_("question"), thread, thread.stage.title) for thread in found]
