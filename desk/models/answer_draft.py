from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.task_queue import enqueue
from comments.models.comment import LONGEST
from comments.models.moderation_log import StaleObject
from comments.models.thread import Thread


class DraftConflict(StaleObject):
    """Other words were kept in the meantime, in another window or on another device: `draft` has them, or is None when
    they were sent or put away. Nothing was overwritten."""

    def __init__(self, draft):
        super().__init__(_("This answer was changed in another window. Nothing was overwritten."))
        self.draft = draft


class AnswerDraftQuerySet(models.QuerySet):
    def by(self, author):
        return self.filter(author=author)

    def begun(self):
        """What is written, and nobody has said when to send it; what could not be sent first of all."""
        return self.filter(send_at=None).order_by("held", "-updated_at", "-pk")

    def scheduled(self):
        """What will be sent by itself, the next first."""
        return self.exclude(send_at=None).order_by("send_at", "pk")

    def due(self):
        return self.scheduled().filter(send_at__lte=timezone.now())

    def with_what_lists_show(self):
        return self.select_related("thread__stage", "thread__asker")

    def put_away(self, author, revision, source):
        """Forget the draft of what was just sent; other words, kept elsewhere in the meantime, stay."""
        self.by(author).filter(models.Q(revision=revision) | models.Q(text=source)).delete()

    def give_back(self, answer):
        """Make an answer that was taken back a draft again, before what its author has begun to write since."""
        draft = self.by(answer.author).first() or AnswerDraft(thread=answer.thread, author=answer.author)
        draft.text = f"{answer.text}\n\n{draft.text}".strip()
        draft.save_anew(send_at=None)


class AnswerDraft(models.Model):
    """An answer that is not sent yet: one a thread and coach, on the server, so that it outlives whatever it is written
    on. With a time it is scheduled: the worker sends it then, unless what it answers has changed."""

    class Place(models.TextChoices):
        """On what it was kept last, as far as a browser tells: enough to know where to look for other words."""

        COMPUTER = "computer", _("on a computer")
        PHONE = "phone", _("on a phone")

    class Held(models.TextChoices):
        """Why a scheduled answer was not sent."""

        CHANGED = "changed", _("Not sent: the message you answered was edited or deleted.")
        WROTE_AGAIN = "wrote_again", _("Not sent: the reader has written again.")
        NO_COACH = "no_coach", _("Not sent: only a coach answers.")

    thread = models.ForeignKey("comments.Thread", models.CASCADE, related_name="answer_drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="answer_drafts")
    text = models.TextField(validators=[MaxLengthValidator(LONGEST)])
    revision = models.PositiveIntegerField(default=0)
    place = models.CharField(max_length=10, choices=Place, default=Place.COMPUTER)
    updated_at = models.DateTimeField(auto_now=True)
    # What she chose when she scheduled it.
    send_at = models.DateTimeField(_("send at"), null=True, blank=True)
    to = models.ForeignKey("comments.Comment", models.SET_NULL, null=True, related_name="+")
    to_revision = models.PositiveIntegerField(null=True)
    then = models.CharField(max_length=20, choices=Thread.State, default=Thread.State.ANSWERED)
    weeks = models.PositiveSmallIntegerField(null=True)
    feature = models.BooleanField(default=False)
    held = models.CharField(max_length=20, choices=Held, blank=True)

    objects = AnswerDraftQuerySet.as_manager()

    class Meta:
        app_label = "comments"  # the tables of existing sites have it
        verbose_name = _("answer not sent yet")
        verbose_name_plural = _("answers not sent yet")
        indexes = [models.Index(fields=["send_at"], name="scheduled", condition=models.Q(send_at__isnull=False))]
        constraints = [
            models.UniqueConstraint(fields=["thread", "author"], name="one_answer_draft_a_thread"),
            models.CheckConstraint(condition=~models.Q(text=""), name="an_answer_draft_says_something"),
            models.CheckConstraint(
                condition=models.Q(send_at=None) | models.Q(to_revision__isnull=False, held=""),
                name="what_is_scheduled_knows_what_it_answers",
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    # Verbs

    @classmethod
    @transaction.atomic
    def keep(cls, thread, author, source, revision, place=Place.COMPUTER):
        """Keep her words; no words are no draft. Returns the draft, or None. Raises DraftConflict when it is no longer at
        `revision` (0: there was none) and says something else."""
        thread.lock()
        draft = thread.answer_drafts.by(author).first()
        if draft and draft.text == source:
            return draft
        if (draft.revision if draft else 0) != revision or (draft and draft.send_at):
            raise DraftConflict(draft)
        if not source.strip():
            thread.answer_drafts.by(author).delete()
            return None
        draft = draft or cls(thread=thread, author=author)
        draft.text, draft.place = source, place
        draft.save_anew()
        return draft

    @classmethod
    @transaction.atomic
    def schedule(cls, thread, author, source, at, *, to, revision, draft, **choices):
        """Let an answer be sent at a time. Raises StaleObject if what it answers is not at `revision` any more, DraftConflict if
        other words were kept since the `draft` of this revision."""
        to.lock(revision)
        if not to.can_be_answered():
            raise StaleObject.of(to)
        kept = thread.answer_drafts.by(author).first() or cls(thread=thread, author=author)
        if kept.pk and kept.revision != draft and kept.text != source:
            raise DraftConflict(kept)
        kept.text, kept.to, kept.to_revision = source, to, to.revision
        kept.then, kept.weeks, kept.feature = choices["then"], choices["weeks"], choices["feature"]
        kept.save_anew(send_at=at)
        enqueue("desk.tasks.send_scheduled", kept.pk, at=at)
        return kept

    @transaction.atomic
    def call_back(self):
        """Do not send it by itself: it is a draft again, to be changed."""
        self.lock()
        self.save_anew(send_at=None)

    @transaction.atomic
    def send(self):
        """Send what is due as she meant it; if anything has changed that she could not know, keep it and say why."""
        self.lock()
        if not (self.send_at and self.send_at <= timezone.now()):
            return  # called back, put off, or sent by another worker
        if held := self._why_not():
            return self.save_anew(send_at=None, held=held)
        choices = {"then": self.then, "weeks": self.weeks, "feature": self.feature}
        self.thread.answer(
            self.author, self.text, to=self.to, revision=self.to_revision, draft=self.revision, **choices
        )

    def _why_not(self):
        if not self.author.is_coach():
            return self.Held.NO_COACH
        if not (self.to and self.to.revision == self.to_revision and self.to.can_be_answered()):
            return self.Held.CHANGED
        return self.Held.WROTE_AGAIN if self.thread.to_answer() != self.to else ""

    def lock(self):
        """Lock the thread, then read the row and what it answers afresh. Call inside a transaction."""
        self.thread.lock()
        self.refresh_from_db(from_queryset=AnswerDraft.objects.select_related("thread", "to", "author"))

    def save_anew(self, *, send_at=None, held=""):
        self.send_at, self.held = send_at, held
        self.revision += 1
        self.save()
