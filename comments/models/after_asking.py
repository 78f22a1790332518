"""What can be done with a question once it is sent, by the reader whose it is and by those who read it."""

from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import MailChoices, When
from accounts.task_queue import enqueue
from comments.models.desk_act import ANSWERS, DeskAct
from comments.models.moderation_log import TIME_TO_UNDO, Act, ModerationEntry, StaleObject
from comments.models.position import NOT_THERE, STANDS_WORDS
from comments.models.reader_act import OF_ASKER, OF_THREAD, in_order

LATE = timedelta(days=30)  # after which an answer says that it is late, and what it answers


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
        if self.is_asked_by(user):
            return self.acts_of_asker()
        return {"follow"} if self.is_public() else set()

    def acts_of_asker(self):
        acts = {"sign", "visibility"}
        acts |= {"publish"} if self.is_asked_to_publish() else set()
        acts |= {"touch_base"} if self.touch_base_on or self.state == self.State.TOUCH_BASE_DUE else set()
        acts |= {"helped"} if self.is_answered() else set()
        is_read = self.is_shown and self.state != self.State.CLOSED  # what nobody has read yet is withdrawn instead
        acts |= {"moved_on"} if is_read or self.has_moved_on() else set()
        return acts

    def acts_in_order(self):
        """Those of its `acts`, which its page told it, as they stand above it."""
        return in_order(OF_THREAD, self.acts)

    def acts_to_choose(self):
        """The same of what its asker is asked while she reads where it stands."""
        outcome = {"outcome"} if self.outcome_choices() else set()
        return in_order(OF_ASKER, self.acts | outcome)

    def outcome_choice(self, act):
        """Return how its asker says this of it, or takes it back: (name of the act, what is sent, words on the button)."""
        is_so, words = {
            "helped": (self.has_helped(), _("It helped")),
            "moved_on": (self.has_moved_on(), _("I have moved on")),
        }[act]
        return (act, "no", _("Take that back")) if is_so else (act, "yes", words)

    def outcome_choices(self):
        """What its asker can say became of it now; what she has said stands alone, to be taken back."""
        acts = self.acts_of_asker()
        helped = ["helped"] if "helped" in acts and not self.has_moved_on() else []
        moved_on = ["moved_on"] if "moved_on" in acts and not self.has_helped() else []
        return [self.outcome_choice(act) for act in helped + moved_on]

    def outcome_in_words(self):
        """What its asker said became of it, to herself, as a list."""
        if self.has_helped():
            return [_("You said that it helped.")]
        if self.has_moved_on():
            return [_("You've moved on. If you write here again, your question is open again.")]
        return []

    def has_helped(self):
        return self.outcome == self.Outcome.HELPED

    def has_moved_on(self):
        return self.outcome == self.Outcome.MOVED_ON

    def listing_in_words(self):
        """What search engines would do if it were public."""
        return _("Search engines could list it.") if self.is_listed else _("Search engines are asked not to list it.")

    def is_private(self):
        return self.visibility == self.Visibility.PRIVATE

    def publish_request_in_words(self):
        """What the desk is told of it; nothing while she was not asked."""
        if self.is_asked_to_publish():
            return _("You have asked her whether it may be published.")
        return _("She would rather keep it private.") if self.publish_request else ""

    def is_asked_to_publish(self):
        return self.publish_request == self.PublishRequest.ASKED

    def can_be_asked_for(self):
        """May the coach ask whether it may be published? Once, and not when she was told no."""
        return self.is_private() and self.is_shown and self.asker_id is not None and not self.publish_request

    def where_it_stands(self):
        """What lists of her own questions tell of it, by `with_question_status()`; of what is approved, its state."""
        if self.question_status == "approved":
            return self.state_to_asker()
        return STANDS_WORDS.get(self.question_status, NOT_THERE)

    def state_to_asker(self):
        """What lists of her own questions call its state."""
        return {
            self.State.WAITING_FOR_READER: _("you were asked something back"),
            self.State.TOUCH_BASE_DUE: _("time to say how it went"),
        }.get(self.state) or self.get_state_display()

    def standing_in_words(self, question, place):
        """Return what its asker is told of where it stands, a sentence each. `place` says whether it stands in line."""
        said = [] if question.is_pending or question.is_put_aside else [self.state_in_words(question, place)]
        private = [_("This is private: it's shown only to you and the coach.")] if self.is_private() else []
        late = [self.late_in_words()] if self.came_late() and not self.outcome else []
        return [sentence for sentence in [*said, *self.promises_to_asker(), *late, *private] if sentence]

    def came_late(self):
        """Did the last answer come so late that things may have changed since she asked?"""
        answer = self.last_answer if self.state in {self.State.ANSWERED, self.State.WAITING_FOR_READER} else None
        asked = answer and answer.parent
        return bool(asked) and answer.created_at - asked.created_at >= LATE

    def late_in_words(self):
        return _("This answer took a long time. If things have moved on since, just say so here.")

    def state_in_words(self, question, place):
        """Return the sentence on its state, or an empty string when she has said herself what became of it."""
        if question.is_withdrawn:
            return _("You've deleted this question.")
        if place:
            return self.words_while_waiting()
        return "" if self.outcome else self.words_when_not_waiting()

    def words_while_waiting(self):
        """What she is told while it is in the coach's line: the first time, of what everybody may read, also that; and how
        she hears of the answer, as she chose."""
        if self.is_answered() or self.is_private():
            return _("It's waiting for an answer.") + " " + self.telling_in_words()
        return _("Your question is public and waiting for an answer.") + " " + self.telling_in_words()

    def telling_in_words(self):
        """How she hears of the answer, as she chose."""
        is_mailed = MailChoices.objects.of(self.asker).when("answered") != When.NEVER
        return _("We'll e-mail you when it's here.") if is_mailed else _("You'll find it here.")

    def words_when_not_waiting(self):
        """What she is told while it is not in the coach's line, and she has not said herself what became of it."""
        return {
            self.State.ANSWERED: _("Your question has been answered."),
            self.State.WAITING_FOR_READER: _("The coach asked you something back. Reply below whenever you're ready."),
            self.State.TOUCH_BASE_DUE: _("The coach would like to know: how are you, and where is he at?"),
            self.State.CLOSED: self.words_when_closed(),
        }.get(self.state, "")

    def words_when_closed(self):
        """What she is told of one that is closed; of one that waited for her in vain, also why."""
        if self.was_let_go():
            return _(
                "You were asked something back, and it's been a while, so we've closed this. Whenever you write, it's open again."
            )
        return _("This question is closed. If you write here again, it's open again.")

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
            self.notices.to_others_than(self.asker_id).take_back()
        self.is_listed = is_listed
        self.save(update_fields=["visibility", "publish_request", "featured_at", "is_listed"])

    @transaction.atomic
    def ask_to_publish(self, by):
        """Ask her whether a private question may be published. Raises StaleObject if that is no question any more."""
        self.lock()
        if not self.can_be_asked_for():
            raise StaleObject(
                _("The reader has been asked already, or it isn't private any more. Nothing was changed.")
            )
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


ASKING_TO_PUBLISH = DeskAct(
    name="ask_to_publish",
    label=_("Ask to publish it"),
    needs=ANSWERS,
    verb=AfterAsking.ask_to_publish,
    told=_("The reader has been asked. It stays private unless they say yes."),
    is_open=AfterAsking.can_be_asked_for,
    refuses_itself=True,
)
