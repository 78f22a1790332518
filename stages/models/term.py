from functools import reduce
from operator import or_

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.task_queue import enqueue
from stages import glossary
from stages.fields import LineField, render_again, rendered_fields
from stages.models.revised import Revised
from stages.prepared import prepared
from stages.text.words import pattern_of

AT_ONCE = 100  # texts that one task renders, so that a mail never waits long behind them


@prepared
def terms_with(*keys):
    return Term.objects.filter(pk__in=keys)


class TermQuerySet(models.QuerySet):
    def marked_in(self, html):
        """Return those that a rendered page links to; one without any costs no query."""
        keys = glossary.marked_in(html)
        return terms_with(*keys) if keys else []

    def as_texts_need_them(self):
        return tuple(self.order_by("pk").values_list("pk", "word"))


class Term(Revised):
    """One of the coach's own words, explained where it appears."""

    word = LineField(_("word"), max_length=60, unique=True)
    meaning = LineField(_("meaning"), max_length=400)

    objects = TermQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("glossary entry")
        verbose_name_plural = _("glossary")
        ordering = ["word"]

    def __str__(self):
        return self.word

    @transaction.atomic
    def take_out(self):
        """Delete it, and let the texts that link to it forget it."""
        self.refresh_texts_soon()
        self.delete()

    def refresh_texts_soon(self):
        """Have the worker render again the texts that say the word, or said it under its old name."""
        for model in filter(rendered_fields, apps.get_models()):
            enqueue("stages.tasks.refresh_terms", self.pk, model._meta.label)

    @classmethod
    def refresh_texts(cls, pk, model, after=0):
        """Render the next rows of a model that link to the term with this key, which may be gone, or say its word.
        Returns the key of the last of them, or None when there are no more."""
        term = cls.objects.filter(pk=pk).first()
        found = reduce(or_, (_linking(field, pk) | _saying(field, term) for field in rendered_fields(model)))
        rows = list(model._base_manager.filter(found, pk__gt=after).order_by("pk")[:AT_ONCE])
        for row in rows:
            render_again(row)
        return rows[-1].pk if len(rows) == AT_ONCE else None


def _linking(field, pk):
    return Q(**{f"{field.attname}__contains": f'href="#term-{pk}"'})


def _saying(field, term):
    """What the regular expression finds is looked at more closely when it is rendered."""
    if not (term and term.word.strip()):
        return Q(pk__in=[])
    return field.by_coach & Q(**{f"{field.source}__iregex": pattern_of(term.word, space=r"\W+")})
