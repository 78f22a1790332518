"""Answering a question, and taking an answer back."""

from itertools import takewhile

from django.db.models import F, Q
from django.utils import timezone

from comments.models.comment import Comment
from comments.models.moderation_log import TIME_TO_UNDO, Act, ModerationEntry, StaleObject
from comments.tasks import tell_answered
from stages.models import Identity


class Answerable:
    """What a Thread knows of the coach's answers."""

    def may_be_answered_by(self, user):
        return user.has_perm("comments.answer_thread")

    def is_answered(self):
        return self.answered_at is not None

    def to_answer(self):
        """Return the comment that an answer would hang on: the asker's last words, else the question."""
        hers = self.comments.live().spoken_by_asker_or_coach(self).exclude(kind=Comment.Kind.ANSWER)
        return hers.order_by("number").last() or self.question

    def last_words(self):
        """Return the last comment of the asker or the coach, or None when all of them are gone."""
        return self.comments.live().spoken_by_asker_or_coach(self).order_by("number").last()

    def needs_no_answer(self):
        """Did somebody at the desk say that the asker's last words need none?"""
        if self.set_state != self.State.ANSWERED or self.outcome:
            return False
        last = self.last_words()
        return last is not None and not last.is_answer

    def answer(self, by, source, *, submission=None, **choices):
        """Publish the coach's answer and return it. What it answers is approved with it, and the question too. Of the
        choices, `to` is the comment it answers (without it, the asker's last words), `revision` the one that was read;
        raises StaleObject if that has changed or is gone. `then` may be WAITING_FOR_READER, if she asked something back;
        `weeks` promises to touch base; `feature` shows the thread first on its stage; `draft` is the revision of the
        draft that it was written from."""
        return Comment.once(submission, by, lambda key: self._answer(by, source, submission=key, **choices))

    def _answer(
        self, by, source, *, to=None, revision=None, then=None, weeks=None, feature=False, draft=None, submission
    ):
        to = to or self.to_answer()
        to.lock(revision)
        if not to.can_be_answered():
            raise StaleObject.of(to)
        for waiting in self.comments.pending().filter(Q(pk=to.pk) | Q(number=1)):
            waiting.approve(by, act=Act.BY_ANSWER)
        answer = self.write(by, source, parent=to, kind=Comment.Kind.ANSWER, submission=submission)
        self.comments.approved().to_be_seen_to().update(attended_at=timezone.now())  # who answers has read them
        ModerationEntry.record(answer, by, Act.ANSWER, before="")
        Comment.objects.filter(pk=to.pk).update(revision=F("revision") + 1)  # a second answer from another tab is told
        self.answer_drafts.put_away(by, draft, source)
        if feature and self.is_public():
            self._feature(answer.created_at, by, Act.FEATURE)
        if then == self.State.WAITING_FOR_READER:
            self.wait_for_reader()
        self._promise_after_answer(weeks)
        tell_answered.using(run_after=timezone.now() + TIME_TO_UNDO).enqueue(answer.pk)
        return answer

    def _promise_after_answer(self, weeks):
        """Promise anew if she chose to; a promise whose day went by while the asker waited is kept by answering."""
        if weeks:
            self.touch_base_in(weeks)
        elif self.touch_base_on and self.touch_base_on <= Identity.objects.current().today():
            self._forget_promise()

    def undo_what_came_with(self, answer, entry, by):
        """Undo what an answer brought, after it was taken back: what it approved, whom it let wait, that it was chosen.
        Its words are its author's again, to go on with. `entry` is the log's line of its sending."""
        for brought in takewhile(lambda line: line.act == Act.BY_ANSWER, self.entries.filter(pk__lt=entry.pk)):
            comment = self.comments.get(pk=brought.comment_id)
            if comment.last_entry() == brought:
                comment.undo(by)
        self.lock()
        if self.featured_at == answer.created_at:
            self._feature(None, by, Act.UNFEATURE)
        if self.set_state == self.State.WAITING_FOR_READER and self.set_at >= answer.created_at:
            self.set_state, self.set_at = "", None
            self.save(update_fields=["set_state", "set_at"])
        self.settle()
        if answer.author:
            self.answer_drafts.give_back(answer)
