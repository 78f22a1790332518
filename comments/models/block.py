from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import User
from accounts.task_queue import enqueue
from comments.models.moderation_log import TIME_TO_UNDO, Act, ModerationEntry, Rejected, StaleObject
from stages.clock import in_words
from stages.models import Identity
from stages.prepared import prepared


@prepared
def blocks_of(reader, now):
    return Block.objects.at(now).filter(reader=reader)


class BlockQuerySet(models.QuerySet):
    def standing(self):
        """Those that hold now; each ends by itself."""
        return self.at(timezone.now())

    def at(self, moment):
        """Those that hold then, as far as is known now."""
        return self.filter(Q(until=None) | Q(until__gt=moment), lifted_at=None)

    def ever_of(self, reader):
        """All that this reader ever had, newest first."""
        return self.filter(reader=reader).select_related("by").order_by("-at", "-pk")

    def of(self, reader):
        """Return the block that keeps this reader from writing now, or None."""
        return blocks_of.first(reader, timezone.now())

    def to_tell(self):
        return self.standing().filter(reader__is_active=True).select_related("reader")


class Block(models.Model):
    """A reader may not write for a while, or until somebody lifts it. She reads on, signs in, edits and takes back what
    she wrote; and she is told, with a message, by mail and wherever she would write."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    message = models.CharField(_lazy("message to the reader"), max_length=500)
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(_lazy("until"), null=True, blank=True)
    lifted_at = models.DateTimeField(null=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _lazy("block")
        verbose_name_plural = _lazy("blocks")
        permissions = [("block_reader", "Can keep a reader from writing")]
        constraints = [
            models.UniqueConstraint(fields=["reader"], condition=Q(lifted_at=None), name="one_block_a_reader"),
            models.CheckConstraint(condition=~Q(message=""), name="who_is_blocked_is_told_why"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("at")), name="a_block_ends_after_it_begins"),
        ]

    def __str__(self):
        return f"{self.reader}"

    def said(self):
        """Return what she is told where she would write."""
        if self.until is None:
            return _("You can't write here at the moment. %(message)s") % {"message": self.message}
        end = in_words(self.until, Identity.objects.current().zone)
        return _("You can't write here until %(end)s. %(message)s") % {"end": end, "message": self.message}

    @property
    def ends(self):
        """When it was lifted, or ends by itself, as a list: empty while nobody knows."""
        return [moment for moment in (self.lifted_at or self.until,) if moment]

    def standing_in_words(self):
        """Return what the desk is told of it."""
        if self.until is None:
            return _("This reader can't write until you lift it.")
        return _("This reader can't write until %(end)s.") % {"end": in_words(self.until)}

    # Verbs

    @classmethod
    def put(cls, reader, by, message, until=None):
        """Keep a reader from writing and tell her; return the Block. Her row is locked: what she sends in the same
        instant is either before it or refused. Raises StaleObject if she is staff, or blocked already."""
        try:
            with transaction.atomic():
                return cls._put(User.objects.select_for_update(no_key=True).get(pk=reader.pk), by, message, until)
        except IntegrityError as error:
            raise StaleObject(_("This reader is already blocked. Nothing was changed.")) from error

    @classmethod
    def _put(cls, reader, by, message, until):
        if reader.is_staff:
            raise StaleObject(_("Someone on your team can't be blocked. Take the role away first."))
        cls.objects.filter(reader=reader, lifted_at=None, until__lte=timezone.now()).update(lifted_at=F("until"))
        block = cls.objects.create(reader=reader, by=by, message=message, until=until)
        end = until.isoformat(timespec="minutes") if until else ""
        ModerationEntry.note(by, Act.BLOCK, person=reader, after=end, reason=message)
        enqueue("comments.tasks.tell_blocked", block.pk, at=timezone.now() + TIME_TO_UNDO)
        return block

    @transaction.atomic
    def lift(self, by):
        """Let her write again. Nothing happens when it has ended."""
        if Block.objects.standing().filter(pk=self.pk).update(lifted_at=timezone.now()):
            ModerationEntry.note(by, Act.UNBLOCK, person=self.reader)

    @classmethod
    def refuse_if_blocked(cls, reader):
        """Raise Rejected, with what she is told, if this reader may not write."""
        if block := cls.objects.of(reader):
            raise Rejected(block.said())
