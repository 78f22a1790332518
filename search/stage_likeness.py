"""Which stage a question belongs to, by the words that they share: a first guess. For what somebody has just written it is
offered to her; for old comments, which stood under the whole page, it is told in the report of their import."""

import re
from collections import Counter
from math import log, sqrt

from stages.models import Stage

CLEAR = 1.15  # times as good as the second best; below that, two stages are about equally likely
ENOUGH = 0.12  # of a likeness between 0 and 1; one common word in a long question has less
TITLE_COUNTS = 2  # times; a stage's name says most about it

COMMON = (
    "about after again all also always am and any are because been before being but can come could did does doing don"
    " down each even ever every few first for from get give going good got had has have having her here hers him his how into"
    " isn its just know last lean like little long look love lot made make man many may maybe men more most much need needs"
    " never next not now off one only other our out over own person put really relationship said same say second see she should so"
    " some still such take tell than thank thanks that the their them then there these they thing things think this"
    " those through time too two under until very want was way well were what when where which while who why will with"
    " woman women would you your yours back feel feeling feelings let letting share"
    " ahora algo antes así aunque cada como con cosa cosas cuando del desde donde ella ellas ellos era eran eres esa ese eso"
    " esta estaba estado estamos están estar este esto estos estoy fue hace hacer hacia han hasta hay las les los más"
    " mis mucho muy nada nos nunca para pareja pero poco por porque puede puedo que quien quiere quiero relación ser sido"
    " siempre sin sobre son soy sus también tan tengo tiene tiempo toda todas todo todos una uno unos veces voy"
)
STOP_WORDS = frozenset(COMMON.split())
ENDINGS = (
    "ingly",
    "ments",
    "ment",
    "iage",
    "ings",
    "ness",
    "ied",
    "ies",
    "ing",
    "ion",
    "ed",
    "es",
    "ly",
    "al",
    "y",
    "s",
    "e",
)


def words_of(source):
    """The words of a text that tell something, with light endings taken off: married and marriage are one."""
    found = re.findall(r"[^\W\d_]{3,}", re.sub(r"[’']\w+", "", source.lower()))
    return [_stem(word) for word in found if word not in STOP_WORDS]


def _stem(word):
    ending = next((ending for ending in ENDINGS if word.endswith(ending) and len(word) - len(ending) >= 4), "")
    stem = word.removesuffix(ending)
    return stem[:-1] if len(stem) > 4 and stem[-1] == stem[-2] else stem


def likeliest_stages(typed, most=3):
    """Return the stages that share most with what somebody wrote, likeliest first; fewer, or none, where her words stand
    nowhere in them. The same words give the same stages. Whoever makes this understand meaning changes this function and
    nothing that calls it: it takes any text, and gives stages that readers see."""
    stages = Stage.objects.published().in_order().prefetch_related("guidance", "signs")
    return Likeness({stage: (stage.title, _text_of(stage)) for stage in stages}).likeliest(typed, most)


def _text_of(stage):
    guidance = (f"{each.line} {each.detail}" for each in stage.guidance.all())
    return "\n".join([stage.teaser, stage.situation, *guidance, *(sign.line for sign in stage.signs.all())])


class Likeness:
    """Compares questions with stages; words that few stages have weigh more."""

    def __init__(self, texts):
        """`texts`: {stage: (title, text)}"""
        counts = {
            stage: Counter(words_of(title) * TITLE_COUNTS + words_of(body)) for stage, (title, body) in texts.items()
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

    def _scores(self, question):
        asked = self._weighed(Counter(words_of(question)))
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
