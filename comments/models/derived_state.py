"""What a thread keeps about its comments, so that lists never look into them, and its state, which follows from them."""

from django.db import models, transaction
from django.utils import timezone

from comments.models.comment import Comment
from comments.models.moderation_log import Act

# What `settle()` derives from a thread's comments and from what the coach set by hand.
KEPT = [
    "title",
    "slug",
    "is_shown",
    "comment_count",
    "thanks_count",
    "last_answer",
    "answered_at",
    "last_answered_at",
    "state",
    "waiting_since",
]


class Settled:
    """The state of a Thread: what follows from the last words, or what the coach set by hand since."""

    def settle(self):
        """Bring what is kept about the comments up to date: is it shown, who waits, since when, how many. Saves."""
        question = self.question
        self.name_after("" if question.is_gone else question.text)
        self.is_shown = question.is_shown
        self.comment_count = self.comments.filter(is_shown=True).count()
        self.thanks_count = self._thanks_said()
        answers = self.comments.approved().filter(kind=Comment.Kind.ANSWER)
        self.last_answer = answers.order_by("number").last()
        self.answered_at = answers.aggregate(first=models.Min("created_at"))["first"]
        self.last_answered_at = self.last_answer and self.last_answer.created_at
        last = self.last_words()
        self.state = self._state_after(last)
        self.waiting_since = last.created_at if self.state == self.State.WAITING_FOR_COACH else None
        self.save(update_fields=KEPT)

    def _state_after(self, last):
        """Return the state that follows from the last words of the asker or the coach (None: all of it is gone)."""
        if last is None:
            return self.State.CLOSED
        if self.set_state and last.created_at <= self.set_at:
            return self.State(self.set_state)
        return self.State.ANSWERED if last.is_answer else self.State.WAITING_FOR_COACH

    def count_thanks(self):
        """Bring their number up to date; nothing else changes by thanks."""
        self.thanks_count = self._thanks_said()
        self.save(update_fields=["thanks_count"])

    def _thanks_said(self):
        return self.comments.approved().aggregate(said=models.Sum("thanks_count"))["said"] or 0

    def wait_for_reader(self):
        """She was asked something back."""
        self._set(self.State.WAITING_FOR_READER)

    def need_no_answer(self, by=None):
        """The last words were a thanks, say: nobody waits."""
        self._set(self.State.ANSWERED, by, Act.NO_ANSWER)

    @transaction.atomic
    def _set(self, state, by=None, act=None):
        """Let this be its state until somebody writes again, and write down who at the desk set it, if anybody did."""
        self.lock()
        self.set_state, self.set_at = state, timezone.now()
        self.save(update_fields=["set_state", "set_at"])
        self.settle()
        self._note(by, act)
