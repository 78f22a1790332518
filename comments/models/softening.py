import re

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LEFT_OUT = "…"  # what stands in the brackets when no softer words are given
SHORTEST = 2  # characters: a single letter stands everywhere
APOSTROPHE = "['’ʼ`´]"


def _words_of(passage):
    """Return a pattern that finds a passage however its lines were broken and its apostrophes typed, as whole words."""
    words = (re.sub("['’ʼ`´]", lambda _found: APOSTROPHE, re.escape(word)) for word in passage.split())
    found = r"\s+".join(words)
    start, end = (r"(?<!\w)" if passage[:1].isalnum() else ""), (r"(?!\w)" if passage[-1:].isalnum() else "")
    return re.compile(start + found + end)


class Softening(models.Model):
    """A passage of somebody's text that others read as something softer, in square brackets, as editors mark what is not
    the author's. The text itself stays as it was written, for her and for staff."""

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="softenings")
    passage = models.CharField(max_length=300)
    instead = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("softened passage")
        verbose_name_plural = _("softened passages")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "passage"], name="a_passage_is_softened_once"),
            models.CheckConstraint(condition=~Q(passage=""), name="what_is_softened_has_words"),
        ]

    def __str__(self):
        return self.shown

    @property
    def shown(self):
        """What others read."""
        return f"[{self.instead or LEFT_OUT}]"

    def stands_in(self, source):
        return bool(_words_of(self.passage).search(source))

    def soften(self, source):
        """Return the text with something softer in each place where the passage stands."""
        return _words_of(self.passage).sub(lambda _found: self.shown, source)
