"""Which stage a question belongs to, by the words that they share: what a site without a sentence model goes by, and the report
of an import, for old comments that stood under the whole page. By meaning: `stage_finder`."""

from collections import Counter
from math import log, sqrt

from search.words import ENGLISH, stem_that_tells, stems_that_tell
from stages.text.words import indexed_words

CLEAR = 1.15  # times as good as the second best; below that, two stages are about equally likely
ENOUGH = 0.12  # of a likeness between 0 and 1; one common word in a long question has less
REMEMBERED = 50_000  # words
TITLE_COUNTS = 2  # times; a stage's name says most about it


def text_of(stage):
    """Return all that readers find said of a stage, as one text."""
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
        self.lengths = {stage: _length(weighed) for stage, weighed in self.stages.items()}
        self.usual = sum(self.lengths.values()) / max(1, len(self.stages))
        self.known = {}  # {word: its stem if a stage has it, else nothing}: an import asks of a hundred thousand questions

    def nearest(self, question):
        """Return the stage that clearly shares most with the question, or None."""
        scores = self.scores(question)
        best = max(scores, key=scores.get, default=None)
        second = max((score for stage, score in scores.items() if stage is not best), default=0)
        return best if best and scores[best] >= max(ENOUGH, CLEAR * second) else None

    def likeliest(self, question, most):
        """Return the stages that share anything with the question, those that share most first."""
        scores = self.scores(question)
        return sorted(filter(scores.get, scores), key=scores.get, reverse=True)[:most]

    def _words(self, source):
        return stems_that_tell(source, self.language)

    def _words_that_stages_have(self, source):
        known = self.known if len(self.known) < REMEMBERED else self.known.clear() or self.known
        said = indexed_words(source)
        for word in set(said).difference(known):
            stem = stem_that_tells(word, self.language)
            known[word] = stem if stem in self.weights else ""
        return [stem for word in said if (stem := known[word])]

    def scores(self, question):
        """Return {stage: how much it has in common with the question, from 0 to about 1}."""
        asked = self._weighed(Counter(self._words_that_stages_have(question)))
        length = _length(asked) or 1
        return {stage: self._score(asked, length, stage) for stage in self.stages}

    def _score(self, asked, length, stage):
        """How much the two have in common, from 0 to about 1. Half of a stage's length counts: a short one shall not
        win by one common word, nor a long one by having many."""
        weighed = self.stages[stage]
        shared = sum(weight * weighed[word] for word, weight in asked.items() if word in weighed)
        return shared / (length * (self.lengths[stage] + self.usual) / 2 or 1)

    def _weighed(self, counts):
        """{word: weight}: how rare it is among the stages, and how often it is said here."""
        return {word: self.weights[word] * (1 + log(count)) for word, count in counts.items() if word in self.weights}


def _length(weighed):
    return sqrt(sum(weight**2 for weight in weighed.values()))
