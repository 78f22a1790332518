from django.db import models, transaction
from django.db.models import F, Q

TEXTS = 0  # the number under which the texts themselves are counted


class SpamCountQuerySet(models.QuerySet):
    @transaction.atomic
    def learn(self, numbers, kind, times=1):
        """Count the pieces of one text as "spam" or "honest", or with -1 no longer. The first row is locked, so that
        two who teach at once wait for each other."""
        keys = [TEXTS, *numbers]
        self.bulk_create([SpamCount(number=key) for key in keys], ignore_conflicts=True)
        self.select_for_update().get(number=TEXTS)
        self.filter(number__in=keys).update(**{kind: F(kind) + times})


class SpamCount(models.Model):
    """In how many texts that were judged here a piece of text was seen. It is kept as a number, not as words."""

    number = models.PositiveIntegerField(primary_key=True)
    spam = models.PositiveIntegerField(default=0)
    honest = models.PositiveIntegerField(default=0)

    objects = SpamCountQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "spam counts"
        constraints = [models.CheckConstraint(condition=Q(spam__gte=0, honest__gte=0), name="counts_are_not_negative")]
