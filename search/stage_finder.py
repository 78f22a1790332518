"""Finding her stage: what a reader ticked and wrote, compared by meaning with what the stages say. Nothing of it is kept."""

import tomllib
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from threading import Thread

from django.utils.functional import cached_property

from search import sentence_model
from search.kept import shelf
from search.kept_lines import vectors_of_lines
from search.readers_words import as_meant, pieces
from search.sentence_model import numpy
from search.stage_likeness import Likeness, text_of
from search.stage_map import OF_ADVICE, Line, map_of
from stages.models import Identity, Stage
from stages.text import plain_text

MOST = 3
WHOLE = 1_500  # characters of a text that are also taken as one
OWN_STAGE = 3.0  # what a ticked sign says for the stage that it belongs to, in spreads
# What is less may be about anything (docs/finding.md): how much better the best stage has to fit what she wrote than what is
# said of no stage, in spreads, and how near a line of a stage has to be for that stage to be named.
SURE, NEAR = 2.0, 0.4
OF_NO_STAGE = tomllib.loads((Path(__file__).parent / "of_no_stage.toml").read_text(encoding="utf-8"))["lines"]
QUOTED = 160  # characters of her words that are shown back


@dataclass(frozen=True)
class Found:
    """A stage that fits, and why: a line of it, and which of her words or ticked signs it is near to."""

    stage: Stage
    line: str = ""
    hers: str = ""
    ticked: tuple = field(default_factory=tuple)

    @property
    def guidance(self):
        return self.stage.guidance.all()[:MOST]


def published_stages():
    """Return the stages that readers see, with all that is said of them."""
    return shelf().stages()


class StageFinder:
    """What fits `text` and the ticked `signs` (a list of Sign) best among `stages`."""

    def __init__(self, text="", signs=(), stages=None):
        self.stages = published_stages() if stages is None else stages
        self.text, self.signs = text.strip(), list(signs)
        self.by_meaning = bool(self.stages) and sentence_model.is_there()

    def found(self, most=MOST):
        """Return the likeliest stages as Found, likeliest first: `most`, where there are so many."""
        if not (self.stages and (self.text or self.signs)):
            return []
        order = sorted(range(len(self.stages)), key=lambda at: -self.scores[at])
        return [self._found(at) for at in order[:most]]

    @cached_property
    def is_sure(self):
        """Does what she wrote, or ticked, tell of a stage at all?"""
        if self.signs:
            return True
        if not (self.has_words and self.stages):
            return False
        return self._is_sure_by_meaning() if self.by_meaning else any(self.scores)

    def _is_sure_by_meaning(self):
        return bool(max(self.scores) - self._scores_of_words[-1] >= SURE and self._nearness.max() >= NEAR)

    def is_near(self, stage):
        """Does a line of this stage say something like what she wrote?"""
        at = self.stages.index(stage)
        if not self.has_words:
            return False
        return bool(self._nearness[at] >= NEAR if self.by_meaning else self.scores[at])

    @cached_property
    def _nearness(self):
        return self.map.closest(self.vectors)[:-1]

    @property
    def has_words(self):
        """Is there a letter or number in it? A face alone is near to something, and tells of no stage."""
        return any(map(str.isalnum, self.text))

    @property
    def lines(self):
        of_none = (Line(len(self.stages), text, is_shown=False) for text in OF_NO_STAGE)
        return (*chain.from_iterable(lines_of(at, stage) for at, stage in enumerate(self.stages)), *of_none)

    @cached_property
    def map(self):
        return map_of(self.lines)

    @cached_property
    def pieces(self):
        return pieces(self.text)

    @cached_property
    def texts(self):
        """What she wrote as a whole, and each of its sentences, where it has several."""
        return [self.text[:WHOLE], *(self.pieces if len(self.pieces) > 1 else [])]

    @cached_property
    def vectors(self):
        return sentence_model.vectors_of(list(map(as_meant, self.texts)))

    @cached_property
    def scores(self):
        """How well each stage fits."""
        return self._scores_by_meaning() if self.by_meaning else self._scores_by_words()

    @cached_property
    def _scores_of_words(self):
        """How well each stage, and last of all none of them, fits what she wrote."""
        each = self.map.scores(self.texts, self.vectors)
        return (each[0] + each[1:].mean(axis=0)) / 2 if len(each) > 1 else each[0]

    def _scores_by_meaning(self):
        scores = self._scores_of_words[:-1].copy() if self.text else numpy.zeros(len(self.stages))
        if self.signs:
            ticked = [sign.line for sign in self.signs]
            scores += self.map.scores(ticked, vectors_of_lines(ticked)).mean(axis=0)[:-1]
        return scores + OWN_STAGE * self._ticked_in()

    def _scores_by_words(self):
        texts = {stage: (stage.title, text_of(stage)) for stage in self.stages}
        likeness = Likeness(texts, Identity.objects.current().language).scores(self.text)
        ticked = self._ticked_in()
        return [likeness[stage] + ticked[at] for at, stage in enumerate(self.stages)]

    def _ticked_in(self):
        """Return for each stage how many of its signs she ticked."""
        counts = [sum(sign.stage_id == stage.pk for sign in self.signs) for stage in self.stages]
        return numpy.array(counts) if self.by_meaning else counts

    def _found(self, at):
        stage = self.stages[at]
        ticked = tuple(sign.line for sign in self.signs if sign.stage_id == stage.pk)
        near = self._nearest(at) if not ticked and self.by_meaning else None
        if near is None:
            return Found(stage, ticked=ticked)
        hers, line = near
        return Found(stage, line.text, shortened(hers))

    def _nearest(self, at):
        hers = self.texts[1:] or self.pieces or [sign.line for sign in self.signs]
        vectors = self.vectors[-len(hers) :] if self.pieces else vectors_of_lines(hers)
        near = self.map.nearest_line(vectors, at)
        return near and (hers[near[0]], near[1])


def get_ready():
    """Work out where the stages lie, unless another process has: for all lines of a new site, some ten seconds."""
    finder = StageFinder()
    if finder.by_meaning:
        map_of(finder.lines)


def get_ready_soon():
    """Load the model, and what it says of the stages, beside whatever goes on: somebody is about to need it."""
    finder = StageFinder()
    if sentence_model.is_asleep() and finder.by_meaning:
        Thread(target=map_of, args=[finder.lines], daemon=True).start()


def lines_of(at, stage):
    """Return the Lines of a stage that is at this place among others. They are some hundred, and are kept with it."""
    if getattr(stage, "lines_at", (None,))[0] != at:
        stage.lines_at = at, list(_lines(at, stage))
    return stage.lines_at[1]


def _lines(at, stage):
    """Yield them: what it is like, its signs, examples of how people say it, what to do, and what not to do."""
    yield Line(at, stage.title, is_shown=False)  # it says nothing of why
    shown = [
        stage.teaser,
        *pieces(plain_text(stage.situation_html)),
        *(sign.line for sign in stage.signs.all()),
    ]
    yield from (Line(at, text) for text in shown if text)
    yield from (Line(at, example.line, is_shown=False) for example in stage.examples.all())
    advice = [*(guidance.line for guidance in stage.guidance.all()), *stage.dont_list()]
    yield from (Line(at, line, False, OF_ADVICE) for line in advice)


def shortened(words):
    """Return her words, or their beginning where there are many."""
    return words if len(words) <= QUOTED else f"{words[:QUOTED].rsplit(' ', 1)[0]} …"


def likeliest_stages(typed, most=MOST):
    """Return the stages that fit what somebody wrote, likeliest first: only those that are near enough, or none."""
    finder = StageFinder(typed)
    return [each.stage for each in finder.found(most) if finder.is_near(each.stage)]
