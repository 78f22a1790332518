from collections import Counter
from itertools import chain

from django.db import connection, models
from django.db.models import Q

from checks.spam import scoring
from checks.spam.scoring import TEXTS
from checks.spam.words import number, pieces

TABLE = "comments_spamcount"
ADDED = (
    f"ON CONFLICT (number) DO UPDATE SET spam = {TABLE}.spam + excluded.spam, honest = {TABLE}.honest + excluded.honest"
)
AT_ONCE = 500  # rows in one statement


class SpamCountQuerySet(models.QuerySet):
    """Hundreds of numbers a text: Django takes longer to write them down than the database to look them up, so here is SQL."""

    def score(self, source):
        """Return the Score of a text, by all that was learned so far."""
        numbers = scoring.numbers_of(source)
        marks = ", ".join(["%s"] * len(numbers))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT number, spam, honest FROM {TABLE} WHERE number IN ({marks})", numbers)  # noqa: S608
            return scoring.score(source, cursor.fetchall())

    def learn(self, lessons):
        """Count the numbers of texts: `lessons` are (numbers, as what the text is judged from now on, as what it was before; "":
        as nothing)."""
        more, less = {kind: Counter() for kind in Taught.Judged}, {kind: Counter() for kind in Taught.Judged}
        for numbers, judged, before in lessons:
            for counts, kind in ((more, judged), (less, before)):
                if kind:
                    counts[kind].update([TEXTS, *numbers])
        for kind in Taught.Judged:
            self._count(kind, less[kind] - more[kind], -1)
            self._count(kind, more[kind] - less[kind], 1)

    def _count(self, kind, seen, sign):
        """Count numbers so many times more, or fewer. Two who teach at once come to the number of the texts themselves first,
        and wait for each other there."""
        rows = sorted(seen.items())
        if not rows:
            return
        with connection.cursor() as cursor:
            if sign < 0:  # what was never counted cannot be taken back
                taken = (
                    f"UPDATE {TABLE} SET {kind} = CASE WHEN {kind} > %s THEN {kind} - %s ELSE 0 END WHERE number = %s"  # noqa: S608
                )
                cursor.executemany(taken, [(times, times, key) for key, times in rows])
                return
            for start in range(0, len(rows), AT_ONCE):
                some = rows[start : start + AT_ONCE]
                marks = ", ".join(["(%s, %s, %s)"] * len(some))
                counts = [(key, *((times, 0) if kind == "spam" else (0, times))) for key, times in some]
                statement = f"INSERT INTO {TABLE} (number, spam, honest) VALUES {marks} {ADDED}"  # noqa: S608 – names of our own
                cursor.execute(statement, [*chain.from_iterable(counts)])


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
        """Teach the spam score what this is ("" takes back what it was taught). Does not save."""
        SpamCount.objects.learn(self.lessons(judged))

    def lessons(self, judged):
        """Take it for this, and return what the spam score is to learn of that, as a list. Only what readers wrote here teaches;
        what was removed was no spam for that."""
        if judged == self.judged or (judged and (self.is_answer or self.author_id is None)):
            return []
        before, self.judged = self.judged, judged
        return [({number(piece) for piece in pieces(self.source)}, judged, before)]
