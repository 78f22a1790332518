"""What a message speaks of that a human has to see soon. Only staff ever know of it.

It is noticed wherever a reader's words are kept, waits for a human whatever the trust, and stands on top of the desk until
somebody has seen to it. An edit that brings danger up marks what stands and hides nothing: to take her words away just
then would tell her that she should not have spoken. How words are told apart: docs/safety.md."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checks import safety
from comments.models.desk_act import MODERATES, DeskAct
from comments.models.moderation_log import Act, ModerationEntry
from comments.models.titles import with_title


class Concern(models.TextChoices):
    """The concerns of `checks.safety`, as the desk says them."""

    VIOLENCE = "violence", _("violence")
    FEAR = "fear", _("fear of somebody")
    COERCION = "coercion", _("coercion")
    SELF_HARM = "self_harm", _("self-harm")
    MINOR = "minor", _("a minor")


class Marked:
    """The part of what a reader wrote that says what it speaks of: `concerns` holds the names."""

    @property
    def concern_names(self):
        return [Concern(name).label for name in self.concerns.split()]

    def note_concerns(self, words):
        """Add what these words speak of to what is noted, and return what is new. Does not save."""
        known, spoken = set(self.concerns.split()), safety.check(words)
        self.concerns = " ".join(name for name in safety.CONCERNS if name in known | spoken)
        return spoken - known


class Concerning(Marked):
    """The part of a Comment that may worry whoever reads it."""

    def is_to_be_seen_to(self):
        return bool(self.concerns) and self.attended_at is None

    def calls_for_help_of(self, user):
        """Is it this person's own, and nobody at the desk has seen to it? Then its page shows her where help is."""
        return self.is_to_be_seen_to() and self.is_by(user)

    def listen(self):
        """Note what a reader's words speak of. What was once said stays noted: an edit is no proof that she is safe, and
        may not have been her own wish. Does not save."""
        if self.is_answer or self.author is None or self.author.is_staff:
            return
        if self.note_concerns(with_title(self.titled(), self.source)):
            self.attended_at = None

    @transaction.atomic
    def see_to(self, by, revision=None):
        """Somebody at the desk has read it with its mark in mind. The mark stays; it is no longer on top."""
        self.lock(revision)
        if self.is_to_be_seen_to():
            self.attended_at = timezone.now()
            self.save(update_fields=["attended_at"])
            ModerationEntry.record(self, by, Act.SEE_TO)

    def forget_concerns(self):
        """The words are gone, and what they spoke of goes with them. Does not save."""
        self.concerns, self.attended_at = "", None


SEEING_TO = DeskAct(
    name="see_to",
    label=_("I've dealt with it"),
    needs=MODERATES,
    verb=Concerning.see_to,
    told=_("Noted. It's no longer on top, and keeps its mark."),
    is_open=Concerning.is_to_be_seen_to,
    refuses_itself=True,
    place="concerns",
)
