"""Which stage a question belongs to, by the words that they share: a first guess. For what somebody has just written it is
offered to her; for old comments, which stood under the whole page, it is told in the report of their import."""

from collections import Counter
from math import log, sqrt

from search.words import ENGLISH, stems_that_tell
from stages.models import Identity, Stage

CLEAR = 1.15  # times as good as the second best; below that, two stages are about equally likely
ENOUGH = 0.12  # of a likeness between 0 and 1; one common word in a long question has less
TITLE_COUNTS = 2  # times; a stage's name says most about it


def likeliest_stages(typed, most=3):
    """Return the stages that share most with what somebody wrote, likeliest first; fewer, or none, where her words stand
    nowhere in them. The same words give the same stages. Whoever makes this understand meaning changes this function and
    nothing that calls it: it takes any text, and gives stages that readers see."""
    stages = Stage.objects.published().in_order().prefetch_related("guidance", "signs")
    texts = {stage: (stage.title, _text_of(stage)) for stage in stages}
    return Likeness(texts, Identity.objects.current().language).likeliest(typed, most)


def _text_of(stage):
    guidance = (f"{each.line} {each.detail}" for each in stage.guidance.all())
    return "\n".join([stage.teaser, stage.situation, *guidance, *(sign.line for sign in stage.signs.all())])


class Likeness:
    """Compares questions with stages; words that few stages have weigh more."""

    def __init__(self, texts, language=ENGLISH):
        """`texts`: {stage: (title, text)}, in this language."""
        self.language = language
        counts = {
            stage: Counter(self._words(title) * TITLE_COUNTS + self._words(body))
            for stage, (title, body) in texts.items()
        }
        spread = Counter(word for each in counts.values() for word in each)
        self.weights = {word: log(1 + len(counts) / count) for word, count in spread.items()}
        self.stages = {stage: self._weighed(each) for stage, each in counts.items()}
        self.usual = sum(map(_length, self.stages.values())) / max(1, len(self.stages))

    def nearest(self, question):
        """Return the stage that clearly shares most with the question, or None."""
        scores = self._scores(question)
        best = max(scores, key=scores.get, default=None)
        second = max((score for stage, score in scores.items() if stage is not best), default=0)
        return best if best and scores[best] >= max(ENOUGH, CLEAR * second) else None

    def likeliest(self, question, most):
        """Return the stages that share anything with the question, those that share most first."""
        scores = self._scores(question)
        return sorted(filter(scores.get, scores), key=scores.get, reverse=True)[:most]

    def _words(self, source):
        return stems_that_tell(source, self.language)

    def _scores(self, question):
        asked = self._weighed(Counter(self._words(question)))
        return {stage: self._score(asked, weighed) for stage, weighed in self.stages.items()}

    def _score(self, asked, weighed):
        """How much the two have in common, from 0 to about 1. Half of a stage's length counts: a short one shall not
        win by one common word, nor a long one by having many."""
        shared = sum(weight * weighed[word] for word, weight in asked.items() if word in weighed)
        return shared / ((_length(asked) or 1) * (_length(weighed) + self.usual) / 2 or 1)

    def _weighed(self, counts):
        """{word: weight}: how rare it is among the stages, and how often it is said here."""
        return {word: self.weights[word] * (1 + log(count)) for word, count in counts.items() if word in self.weights}


def _length(weighed):
    return sqrt(sum(weight**2 for weight in weighed.values()))
