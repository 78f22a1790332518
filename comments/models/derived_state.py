"""What a thread keeps about its comments, so that lists never look into them, and its state, which follows from them."""

from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checks.thanks import is_mere_thanks
from comments.models.comment import Comment
from comments.models.desk_act import ANSWERS, DeskAct
from comments.models.moderation_log import Act, ModerationEntry
from stages.models import Identity
from stages.prepared import prepared, save_fields

# What `settle()` derives from a thread's comments and from what the coach set by hand.
KEPT = [
    "own_title",
    "title",
    "slug",
    "is_shown",
    "comment_count",
    "thanks_count",
    "last_answer",
    "answered_at",
    "last_answered_at",
]
KEPT += ["state", "set_state", "set_at", "waiting_since", "answer_by", "reminded_at", "came_back_at"]


TICK = timedelta(microseconds=1)


@prepared
def question_in(thread):
    return Comment.objects.filter(thread=thread, number=1)


@prepared
def counts_in(thread):
    return Comment.objects.filter(thread=thread).counts()


@prepared
def answers_in(thread):
    """The answers that stand in it, the newest first."""
    return Comment.objects.answers().filter(thread=thread).order_by("-number")[:1]


@prepared
def last_moments_in(thread):
    """When the last thing in it was written, and edited."""
    said = Comment.objects.filter(thread=thread).order_by().values("thread")
    return said.annotate(written=models.Max("created_at"), edited=models.Max("edited_at")).values_list(
        "written", "edited"
    )


class Settled:
    """The state of a Thread: what follows from the last words, or what the coach set by hand since."""

    def settle(self):
        """Bring what is kept about the comments up to date: is it shown, who waits, since when, how many. Saves."""
        [question], last = self.adopt(question_in(self.pk)), self.last_words()
        self.own_title = self.own_title if question.source else ""  # what was taken back takes its title along
        self.name_after("" if question.is_gone else question.html, question.in_softer_words)
        self.is_shown = question.is_shown
        self.comment_count, self.thanks_count, self.answered_at = counts_in.first(self.pk)
        self.last_answer = last if last and last.is_answer else self._newest_answer()
        self.last_answered_at = self.last_answer and self.last_answer.created_at
        self.state = self._state_after(last)
        self.waiting_since = last.created_at if self.state == self.State.WAITING_FOR_COACH else None
        self._end_what_is_over()
        save_fields(self, KEPT)

    def _newest_answer(self):
        """Return the last answer that stands; where nothing was answered none is looked for."""
        return answers_in.first(self.pk) if self.answered_at else None

    def _end_what_is_over(self):
        """What was promised or noted while it was in one state ends with it."""
        if self.state != self.State.WAITING_FOR_COACH:
            self.answer_by = self.came_back_at = None
        if self.state not in {self.State.WAITING_FOR_READER, self.State.CLOSED}:
            self.reminded_at = None

    def _state_after(self, last):
        """Return the state that follows from the last words of the asker or the coach (None: all of it is gone)."""
        if last is None:
            return self.State.CLOSED
        if self.set_state and last.created_at <= self.set_at:
            return self.State(self.set_state)
        if self.set_state == self.State.TOUCH_BASE_DUE and self.only_thanks_since(self.set_at):
            return self.State.TOUCH_BASE_DUE
        return self.State.ANSWERED if last.is_answer else self.State.WAITING_FOR_COACH

    def only_thanks_since(self, moment):
        """Has its asker said nothing but thanks since then? That asks for no answer, and cancels no promise."""
        said = self.comments.live().spoken_by_asker_or_coach(self).filter(created_at__gt=moment)
        return all(not each.is_answer and self.is_only_thanks(each.text) for each in said)

    def is_only_thanks(self, source):
        return is_mere_thanks(source, Identity.objects.current().coach_name)

    def moment(self):
        """Return now, or the moment after the last thing that happened here: whatever the server's clock says, what comes
        later is never told to have come before, which would change who waits. Call it with the thread locked."""
        said = last_moments_in.first(self.pk) or ()
        known = [at + TICK for at in (*said, self.set_at, self.outcome_at) if at]
        return max([timezone.now(), *known])

    def count_thanks(self):
        """Bring their number up to date; nothing else changes by thanks."""
        _shown, self.thanks_count, _answered = counts_in.first(self.pk)
        self.save(update_fields=["thanks_count"])

    def is_waiting_for_reader(self):
        return self.state == self.State.WAITING_FOR_READER

    def wait_for_reader(self):
        """She was asked something back."""
        self.set_by_hand(self.State.WAITING_FOR_READER)

    def need_no_answer(self, by=None):
        """The last words were a thanks, say: nobody waits."""
        self.set_by_hand(self.State.ANSWERED, by, Act.NO_ANSWER)

    def close(self, by=None):
        """Take no more replies but the asker's and the coach's; hers opens it again."""
        self.set_by_hand(self.State.CLOSED, by, Act.CLOSE)

    def reopen(self, by):
        """Let the state follow from the last words again."""
        self.set_by_hand("", by, Act.REOPEN)

    @transaction.atomic
    def set_by_hand(self, state, by=None, act=None):
        """Let this be its state until somebody writes again, and write down who at the desk set it, if anybody did."""
        self.lock()
        self.let_stand_as(state)
        self.settle()
        self.note(by, act)

    def let_stand_as(self, state, at=None):
        """Take a state until somebody writes again, or with "" that which follows from the last words. Does not save."""
        self.set_state, self.set_at = state, at or self.moment()

    def note(self, by, act, before="", after=""):
        """Write down what somebody at the desk did with the thread; what the software does by itself is no such act."""
        if by:
            ModerationEntry.note(by, act, thread_id=self.pk, before=before[:60], after=after[:60])


NEEDING_NO_ANSWER = DeskAct(
    name="need_no_answer",
    label=_("This needs no answer"),
    needs=ANSWERS,
    verb=Settled.need_no_answer,
    told=_("Off the list. If the reader writes again, it comes back."),
    is_open=lambda thread: thread.waiting_since is not None and thread.is_answered(),
    refuses_itself=True,
)
