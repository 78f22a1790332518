import re
import secrets
import time
from collections import Counter, defaultdict
from datetime import timedelta
from math import log, sqrt

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checks import personal_details, safety
from comments.models import Comment, Thread
from search import engine, sentence_model, words
from search.sentence_model import numpy
from stages.models import Guidance, Guide, Identity, Resource, Sign, Stage, Term

QUICK = 2  # seconds; a page without answered questions is better than none
COMPARED = 120  # texts with any of the words, the best by the index, that are compared with what somebody writes
USUAL = 600  # characters of a text; below that, being short is no merit
SHARED = 2  # words that a question has to share with it; one alone is chance


class Kind(models.TextChoices):
    """What can be searched, as the reader chooses it."""

    STAGES = "stages", _("stages and what to do in them")
    LIBRARY = "library", _("library")
    QUESTIONS = "questions", _("questions and answers")


class PassageQuerySet(models.QuerySet):
    def visible(self):
        """What everybody may read at this moment, whatever the index says."""
        guidance = Q(guidance=None) | Exists(Guidance.objects.filter(pk=OuterRef("guidance"), stage=OuterRef("stage")))
        sign = Q(sign=None) | Exists(Sign.objects.filter(pk=OuterRef("sign"), stage=OuterRef("stage")))
        said = Comment.objects.approved().filter(pk=OuterRef("comment"), thread=OuterRef("thread"), is_shown=True)
        return self.filter(
            Q(Exists(Stage.objects.published().filter(pk=OuterRef("stage"))) & guidance & sign)
            | Exists(Guide.objects.published().filter(pk=OuterRef("guide")))
            | Exists(Term.objects.filter(pk=OuterRef("term")))
            | Exists(Resource.objects.published().filter(pk=OuterRef("resource")))
            | Q(Exists(Thread.objects.public().filter(pk=OuterRef("thread"))) & Exists(said))
        )

    def of_kind(self, kind):
        """Only stages, only the library, only questions; all for an empty text."""
        owners = {
            Kind.STAGES: Q(stage__isnull=False) | Q(guide__isnull=False) | Q(term__isnull=False),
            Kind.LIBRARY: Q(resource__isnull=False),
            Kind.QUESTIONS: Q(thread__isnull=False),
        }
        return self.filter(owners[kind]) if kind else self

    def about(self, stage):
        """What belongs to this stage: itself, what it recommends, what was asked under it; all for None."""
        if stage is None:
            return self
        recommended = stage.resources.filter(pk=OuterRef("resource"))
        asked = stage.threads.filter(pk=OuterRef("thread"))
        return self.filter(Q(stage=stage) | Exists(recommended) | Exists(asked))

    def answered_like(self, typed, threads, most):
        """Return those of `threads` (a QuerySet) that share most words with what somebody writes, best first; none for what
        shares too little. By meaning: `search/meaning.py`."""
        language = Identity.objects.current().language
        try:
            with engine.at_most(QUICK, connection):
                among = self.filter(Exists(threads.filter(pk=OuterRef("thread"))))
                scores = among.likeness_to(typed, language)
        except engine.TooLong:
            return []
        best = sorted(scores, key=lambda thread: (-scores[thread], -thread))[:most]
        found = threads.with_what_lists_show().in_bulk(best)
        return [found[pk] for pk in best]

    def likeness_to(self, typed, language):
        """Return {key of a thread: how much its best text shares}: rare words weigh more, and a long text does not win by
        having many."""
        sought = words.telling(typed, language)
        stems = {words.stem(word, language) for word in sought}
        said = {passage: words.stems_in(passage.body, stems, language) for passage in self.saying_any(sought, language)}
        like = {passage: forms for passage, forms in said.items() if len(forms) >= min(SHARED, len(stems))}
        known = Counter(form for forms in like.values() for form in forms)
        scores = defaultdict(float)
        for passage, forms in like.items():
            weight = sum(log(1 + len(like) / known[form]) for form in forms)
            scores[passage.thread_id] = max(scores[passage.thread_id], weight / sqrt(USUAL + len(passage.body)))
        return scores

    def saying_any(self, sought, language):
        """The texts that say any of these words, as many as are worth comparing, the best by the index."""
        if not sought:
            return self.none()
        rare = engine.rarer(sought, language, connection)
        best, parameters = engine.best_hits(connection.vendor, rare, COMPARED, language)
        return self.filter(pk__in=RawSQL(best, parameters))  # noqa: S611 – written by `engine`, words as parameters

    def keys_of_newest_saying(self, typed, column, most):
        """Return the keys in `column` ("thread" or "comment") of texts that say every word, of at most so many, the newest
        by the index. None for what takes too long."""
        sought, language = words.words_of(typed), Identity.objects.current().language
        if not sought:
            return []
        newest, parameters = engine.newest_hits(connection.vendor, sought, most, language)
        said = self.filter(pk__in=RawSQL(newest, parameters)).exclude(**{column: None})  # noqa: S611 – written by `engine`
        try:
            with engine.at_most(QUICK, connection):
                return list(said.values_list(column, flat=True))
        except engine.TooLong:
            return []

    def without_vectors(self):
        """Questions and answers whose meaning is not yet written down, the newest first."""
        of_comment = Vector.objects.current().filter(comment=OuterRef("comment"))
        told = Q(by_coach=True) | Q(comment__number=1)
        return self.exclude(comment=None).filter(told).exclude(Exists(of_comment)).order_by("-pk")

    def with_what_pages_show(self):
        return self.select_related("stage", "guidance", "sign", "guide", "term", "resource", "thread__stage", "comment")


class Passage(models.Model):
    """One text that can be found. Triggers write these rows (`search/index.py`); nothing else does.

    The keys may point to what is gone for a moment, like the lines of the log; `visible()` looks."""

    stage = models.ForeignKey(Stage, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    guidance = models.ForeignKey(Guidance, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    sign = models.ForeignKey(Sign, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    guide = models.ForeignKey(Guide, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    term = models.ForeignKey(Term, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    resource = models.ForeignKey(Resource, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    thread = models.ForeignKey(Thread, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    comment = models.ForeignKey(Comment, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    by_coach = models.BooleanField()
    title = models.TextField(blank=True)
    body = models.TextField(blank=True)

    objects = PassageQuerySet.as_manager()

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class VectorQuerySet(models.QuerySet):
    def current(self):
        """Those of the model that is installed: others cannot be compared with it."""
        return self.filter(model=sentence_model.name() if sentence_model.is_there() else "")


def any_key():
    """Return a key that none had before, also not in a database that was set back."""
    return secrets.randbits(62) + 1


def now_or_so():
    """Return a number that grows with time, and that no two rows share: the newest tells one state of the table from another."""
    return time.time_ns() // 1_000_000 << 20 | secrets.randbits(20)


class Vector(models.Model):
    """What a part of a public question or answer means. Triggers delete it with its passage; the worker writes it.

    Part 0 is the text as a whole, the others follow as `meaning.parts_of` has them."""

    id = models.BigIntegerField(primary_key=True, default=any_key)
    thread = models.ForeignKey(Thread, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    comment = models.ForeignKey(Comment, models.DO_NOTHING, db_constraint=False, related_name="+")
    is_answer = models.BooleanField()
    part = models.PositiveSmallIntegerField()
    model = models.CharField(max_length=60)
    written = models.BigIntegerField(default=now_or_so)
    numbers = models.BinaryField()  # half floats

    objects = VectorQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["is_answer", "model", "written"], name="search_vectors_newest")]
        constraints = [models.UniqueConstraint(fields=["comment", "model", "part"], name="a_part_has_one_vector")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    def as_numbers(self):
        """Return it as an array of one row."""
        return numpy.frombuffer(self.numbers, dtype=numpy.float16)[None, :]


LONGEST_KEPT, MOST_WORDS = 60, 5  # letters and words of a search that is kept: what is longer is a letter to somebody
WEEKS_KEPT = 13  # as many as the coach's weekly page looks back on, and the one that begins
MOST_A_WEEK = 500  # different ones: more is a machine, whose words make room for others
ODD = re.compile(r"[@/\\<>]|\d{3}")  # addresses, numbers, code


def may_be_kept(words):
    """May these words, as they were typed, be kept without whoever looked for them? Not what is long, looks like the name
    of somebody or of a place, or speaks of danger."""
    is_short = 2 <= len(words) <= LONGEST_KEPT and len(words.split()) <= MOST_WORDS
    return is_short and not ODD.search(words) and not personal_details.may_tell(words) and not safety.check(words)


class EmptySearchQuerySet(models.QuerySet):
    def note(self, typed):
        """Count a search that found nothing, if its words may be kept."""
        words, monday = " ".join(typed.split()), this_monday()
        if not may_be_kept(words):
            return
        words, week = words.casefold(), self.filter(week=monday)
        if not week.filter(words=words).exists() and week.count() >= MOST_A_WEEK and not week.make_room():
            return
        self.get_or_create(week=monday, words=words)
        week.filter(words=words).update(times=models.F("times") + 1)

    def make_room(self):
        """Let go of the oldest of what was looked for only once: a machine's words go so, and those of several people stay.
        Returns whether there was any."""
        oldest = self.filter(times__lte=1).order_by("pk").first()
        return bool(oldest) and bool(oldest.delete()[0])

    def since(self, monday):
        return self.filter(week__gte=monday)

    def most_wanted(self, most):
        """Return (words, how often), the most often first."""
        counted = self.order_by().values_list("words").annotate(sought=models.Sum("times"))
        return list(counted.order_by("-sought", "words")[:most])

    def old(self):
        return self.filter(week__lt=this_monday() - timedelta(weeks=WEEKS_KEPT))


def this_monday():
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())


class EmptySearch(models.Model):
    """What was looked for and not found, and how often in a week. Neither who nor when is kept with it."""

    words = models.CharField(max_length=LONGEST_KEPT)
    week = models.DateField()  # its Monday
    times = models.PositiveIntegerField(default=0)

    objects = EmptySearchQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["week", "words"], name="words_are_counted_once_a_week")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
