"""What staff softened. `comment.text` is what everybody may read, with softened passages in it in [brackets];
`comment.source` is what its author wrote, for her and for staff."""

import re

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.desk_act import SOFTENS, DeskAct
from comments.models.moderation_log import Act, ModerationEntry, StaleObject
from stages.text.words import pattern_of

LEFT_OUT = "…"  # what stands in the brackets when no softer words are given
BRACKETS = dict.fromkeys(map(ord, "[]"))  # in what she writes instead; its own stand around it
SHORTEST = 2  # characters: a single letter stands everywhere


def _words_of(passage):
    """Return a pattern that finds a passage however its lines were broken and its apostrophes typed, as whole words."""
    start, end = (r"(?<!\w)" if passage[:1].isalnum() else ""), (r"(?!\w)" if passage[-1:].isalnum() else "")
    return re.compile(start + pattern_of(passage) + end)


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


class Softenable:
    """The part of a Comment that others read softened. `text` is what everybody may read, wherever it goes; `original` is
    how it was written, when the two differ."""

    @property
    def source(self):
        """What its author wrote: hers to edit, staff's to read, nobody else's."""
        return self.original or self.text

    def in_softer_words(self, words):
        """Return words of its author with what others may not read of them softened."""
        for softening in self.softenings.all():
            words = softening.soften(words)
        return words

    # Verbs

    @transaction.atomic
    def soften(self, by, passage, instead="", revision=None):
        """Let others read something softer where a passage stands, everywhere and at once. Raises StaleObject if it does not
        stand there."""
        self.lock(revision)
        softening = Softening(
            comment=self, passage=" ".join(passage.split()), instead=instead.translate(BRACKETS).strip(), by=by
        )
        if not softening.stands_in(self.text):
            raise StaleObject(_("These words aren't in the message, or are softened already."))
        softening.save()
        self._soften_anew(by, Act.SOFTEN)

    @transaction.atomic
    def unsoften(self, by, softening, revision=None):
        """Let everybody read a passage again. Raises StaleObject if it was brought back already."""
        self.lock(revision)
        if not self.softenings.filter(pk=softening).delete()[0]:
            raise StaleObject(_("The original was brought back a moment ago. Nothing was changed."))
        self._soften_anew(by, Act.UNSOFTEN)

    def _soften_anew(self, by, act):
        self.take_words(self.source)
        self.revision += 1
        self.save(update_fields=["text", "original", "html", "revision"])
        self.notices.all().write_anew()
        ModerationEntry.record(self, by, act, before=self.status)
        self.thread.settle()

    def take_words(self, source):
        """Take these words for what was written, and what is softened of them for what others read. Does not save."""
        self.text = self.in_softer_words(source)
        self.original = source if self.text != source else ""

    @transaction.atomic
    def stay_softened(self):
        """Its author leaves and her words stay: what was softened in them goes for good."""
        self.lock()
        if self.is_question and self.thread.own_title:
            self.thread.own_title = self.in_softer_words(self.thread.own_title)
            self.thread.save(update_fields=["own_title"])
        self.softenings.all().delete()
        self.original = ""
        self.revision += 1
        self.save(update_fields=["original", "revision"])


SOFTENING = [
    DeskAct(
        name="unsoften",
        label=_("Show the original again"),
        needs=SOFTENS,
        verb=Softenable.unsoften,
        told=_("Readers see the original again."),
        refuses_itself=True,
        place="softenings",
    ),
    DeskAct(
        name="soften",
        label=_("Soften it"),
        needs=SOFTENS,
        verb=Softenable.soften,
        told=_("Softened. Readers see it this way from now on."),
        is_open=lambda comment: bool(comment.text) and not comment.is_answer,
        refuses_itself=True,
        folded=_("Soften a detail …"),
        place="more",
    ),
]
