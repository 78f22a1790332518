from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from stages.models.revised import Revised


class Term(Revised):
    """One of the coach's own words, explained where it appears."""

    word = models.CharField(_("word"), max_length=60, unique=True)
    meaning = models.CharField(_("meaning"), max_length=400)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("word of yours")
        verbose_name_plural = _("your own words")
        ordering = ["word"]

    def __str__(self):
        return self.word
