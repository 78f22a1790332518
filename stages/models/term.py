from django.db import models
from django.utils.translation import gettext_lazy as _


class Term(models.Model):
    """One of the coach's own words, explained where it appears."""

    word = models.CharField(_("word"), max_length=60, unique=True)
    meaning = models.CharField(_("meaning"), max_length=400)

    class Meta:
        verbose_name = _("word of yours")
        verbose_name_plural = _("your own words")
        ordering = ["word"]

    def __str__(self):
        return self.word
