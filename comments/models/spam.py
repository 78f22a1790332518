from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from checks.spam import scoring
from checks.spam.scoring import TEXTS
from checks.spam.words import number, pieces


class SpamCountQuerySet(models.QuerySet):
    def score(self, source):
        """Return the Score of a text, by all that was learned so far."""
        known = self.filter(number__in=scoring.numbers_of(source))
        return scoring.score(source, known.values_list("number", "spam", "honest"))

    @transaction.atomic
    def learn(self, numbers, kind, times=1):
        """Count the pieces of one text as "spam" or "honest", or with -1 no longer. The first row is locked, so that
        two who teach at once wait for each other. What was never counted cannot be taken back."""
        keys = [TEXTS, *numbers]
        self.bulk_create([SpamCount(number=key) for key in keys], ignore_conflicts=True)
        self.select_for_update().get(number=TEXTS)
        self.filter(number__in=keys).update(**{kind: Greatest(F(kind) + times, 0)})


class SpamCount(models.Model):
    """In how many texts that were judged here a piece of text was seen. It is kept as a number, not as words."""

    number = models.PositiveIntegerField(primary_key=True)
    spam = models.PositiveIntegerField(default=0)
    honest = models.PositiveIntegerField(default=0)

    objects = SpamCountQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "spam counts"
        constraints = [models.CheckConstraint(condition=Q(spam__gte=0, honest__gte=0), name="counts_are_not_negative")]


class Taught:
    """The part of a Comment from which the spam score learns."""

    class Judged(models.TextChoices):
        """As what the spam score has learned a message."""

        SPAM = "spam"
        HONEST = "honest"

    def learn(self, judged):
        """Teach the spam score what this is ("" takes back what it was taught). Only what readers wrote here teaches; what
        was removed was no spam for that. Does not save."""
        if judged == self.judged or (judged and (self.is_answer or self.author is None)):
            return
        numbers = {number(piece) for piece in pieces(self.source)}
        if self.judged:
            SpamCount.objects.learn(numbers, self.judged, -1)
        if judged:
            SpamCount.objects.learn(numbers, judged)
        self.judged = judged
