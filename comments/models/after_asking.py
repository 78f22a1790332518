"""What can be done with a question once it is sent, by the reader whose it is and by those who read it."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import MailChoices, When
from accounts.task_queue import enqueue
from comments.models.moderation_log import TIME_TO_UNDO, Act, ModerationEntry, StaleObject
from comments.models.position import NOT_THERE, STANDS_WORDS


class AfterAsking:
    """The part of a Thread that is in her hands after sending."""

    class SignedAs(models.TextChoices):
        PEN_NAME = "pen_name", _("pen name")
        SIGNATURE = "signature", _("a name for this question alone")
        NOBODY = "nobody", _("no name at all")

    @property
    def signed_as(self):
        if self.is_nameless:
            return self.SignedAs.NOBODY
        return self.SignedAs.SIGNATURE if self.signature else self.SignedAs.PEN_NAME

    def is_asked_by(self, user):
        return user.is_authenticated and user.pk == self.asker_id

    def acts_open_to(self, user):
        """Return the names of what this person may do with this thread now. Views refuse by it, pages draw from it."""
        if not self.is_asked_by(user):
            return {"follow"} if self.is_public() else set()
        acts = {"sign", "visibility"}
        acts |= {"publish"} if self.is_asked_to_publish() else set()
        acts |= {"helped"} if self.is_answered() else set()
        is_read = self.is_shown and self.state != self.State.CLOSED  # what nobody has read yet is withdrawn instead
        acts |= {"moved_on"} if is_read or self.has_moved_on() else set()
        return acts

    def has_helped(self):
        return self.outcome == self.Outcome.HELPED

    def has_moved_on(self):
        return self.outcome == self.Outcome.MOVED_ON

    def is_private(self):
        return self.visibility == self.Visibility.PRIVATE

    def is_asked_to_publish(self):
        return self.publish_request == self.PublishRequest.ASKED

    def can_be_asked_for(self):
        """May the coach ask whether it may be published? Once, and not when she was told no."""
        return self.is_private() and self.is_shown and self.asker_id is not None and not self.publish_request

    def where_it_stands(self):
        """What lists of her own questions tell of it, by `with_question_status()`; of what is approved, its state."""
        if self.question_status == "approved":
            return self.get_state_display()
        return STANDS_WORDS.get(self.question_status, NOT_THERE)

    def words_while_waiting(self):
        """What she is told while it is in the coach's line: the first time, of what everybody may read, also that; and how
        she hears of the answer, as she chose."""
        is_mailed = MailChoices.objects.of(self.asker).when("answered") != When.NEVER
        how = _("We'll e-mail you when it's here.") if is_mailed else _("You'll find it here.")
        if self.is_answered() or self.is_private():
            return _("It's waiting for an answer.") + " " + how
        return _("Your question is public and waiting for an answer.") + " " + how

    def words_when_not_waiting(self):
        """What she is told while it is not in the coach's line, and she has not said herself what became of it."""
        return {
            self.State.ANSWERED: _("Your question has been answered."),
            self.State.WAITING_FOR_READER: _("The coach asked you something back."),
            self.State.TOUCH_BASE_DUE: _("The coach would like to know how it went."),
            self.State.CLOSED: _("This question is closed. If you write here again, it's open again."),
        }.get(self.state, "")

    def said_by_others(self):
        """How many messages here, answers aside, are not the asker's."""
        return self.comments.by_other_readers_than(self.asker).count()

    @transaction.atomic
    def sign(self, signed_as, signature=""):
        """Show another name, or none, over all that the asker wrote here: from the next page on, wherever it stands."""
        self.lock()
        self.signature = signature if signed_as == self.SignedAs.SIGNATURE else ""
        self.is_nameless = signed_as == self.SignedAs.NOBODY
        self.save(update_fields=["signature", "is_nameless"])

    @transaction.atomic
    def show_to(self, visibility, is_listed, by):
        """Let everybody read it, or only her and the coach; let search engines list it, or not. What is private is at once
        in no list, feed, sitemap and search any more, with all that others wrote in it."""
        self.lock()
        if visibility != self.visibility:
            self.visibility, self.publish_request, self.featured_at = visibility, "", None
            ModerationEntry.record(self.question, by, Act(visibility))
        self.is_listed = is_listed
        self.save(update_fields=["visibility", "publish_request", "featured_at", "is_listed"])

    @transaction.atomic
    def ask_to_publish(self, by):
        """Ask her whether a private question may be published. Raises StaleObject if that is no question any more."""
        self.lock()
        if not self.can_be_asked_for():
            raise StaleObject(_("She has been asked already, or it is not private any more. Nothing has been done."))
        self._note_publish_request(self.PublishRequest.ASKED, by, Act.ASK_PUBLIC)
        enqueue("comments.tasks.tell_asked_to_publish", self.pk, at=timezone.now() + TIME_TO_UNDO)

    def agree_to_publish(self, by):
        """Her yes: everybody may read it from now on."""
        self.show_to(self.Visibility.PUBLIC, self.is_listed, by)

    @transaction.atomic
    def keep_private(self, by):
        """Her no: she is not asked again."""
        self.lock()
        if self.is_asked_to_publish():
            self._note_publish_request(self.PublishRequest.DECLINED, by, Act.DECLINE)

    def _note_publish_request(self, request, by, act):
        self.publish_request = request
        self.save(update_fields=["publish_request"])
        ModerationEntry.record(self.question, by, act)

    def helped(self):
        """The answer did her good: nobody waits any more."""
        self._come_to(self.Outcome.HELPED, self.State.ANSWERED)

    def move_on(self):
        """She needs no answer any more, or no other: it closes kindly, and opens again when she writes."""
        self._come_to(self.Outcome.MOVED_ON, self.State.CLOSED)

    @transaction.atomic
    def _come_to(self, outcome, state):
        self.lock()
        self.let_stand_as(state)
        self._note_outcome(outcome, self.set_at)
        self.settle()

    @transaction.atomic
    def take_outcome_back(self):
        """As if she had not said it, unless the coach has set another state since."""
        self.lock()
        if self.set_at == self.outcome_at:
            self.set_state, self.set_at = "", None
        self.forget_outcome()
        self.settle()

    def forget_outcome(self):
        """Nothing is known of what became of it."""
        self._note_outcome("", None)

    def _note_outcome(self, outcome, at):
        self.outcome, self.outcome_at = outcome, at
        self.save(update_fields=["outcome", "outcome_at"])
