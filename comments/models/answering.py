"""Answering a question, and taking an answer back."""

from itertools import takewhile

from django.db.models import F
from django.utils import timezone

from comments.models.comment import Comment
from comments.models.moderation_log import Act, StaleObject
from stages.models import Identity
from stages.prepared import prepared


@prepared
def last_words_of(thread, asker):
    """The last comment of the asker, who has an account, or the coach."""
    said = Comment.objects.filter(thread=thread).live().spoken_by(asker)
    return said.order_by("-number")[:1]


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
        if self.asker_id:
            return last_words_of.first(self.pk, self.asker_id)
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
        raises StaleObject if that has changed or is gone, or if another answer was sent under the key `submission`. `then`
        may be WAITING_FOR_READER, if she asked something back; `weeks` promises to touch base; `feature` shows the thread
        first on its stage; `draft` is the revision of the draft that it was written from."""
        return Comment.once(submission, by, source, lambda key: self._answer(by, source, submission=key, **choices))

    def _answer(
        self, by, source, *, to=None, revision=None, then=None, weeks=None, feature=False, draft=None, submission
    ):
        self.lock()
        to = to or self.to_answer()
        to.look_again(self, revision)
        if not to.can_be_answered():
            raise StaleObject.of(to)
        self._settle_what_it_meets(to, by)
        answer = self.write(by, source, parent=to, kind=Comment.Kind.ANSWER, submission=submission)
        answer.let_follow(Act.ANSWER, by, before="")
        if then == self.State.WAITING_FOR_READER:
            self.let_stand_as(then)
        self.settle()
        Comment.objects.filter(pk=to.pk).update(revision=F("revision") + 1)  # a second answer from another tab is told
        self.answer_drafts.put_away(by, draft, source)
        if feature and self.is_public():
            self.feature(by, answer.created_at)
        self._promise_after_answer(weeks)
        return answer

    def _settle_what_it_meets(self, to, by):
        """Approve what waits and is answered; what stands and speaks of danger has been read."""
        met = list(self.comments.met_by_answer(to))
        for waiting in (comment for comment in met if comment.is_pending):
            waiting.approve(by, act=Act.BY_ANSWER)
        if any(comment.is_approved for comment in met):
            self.comments.approved().to_be_seen_to().update(attended_at=timezone.now())

    def _promise_after_answer(self, weeks):
        """Promise anew if she chose to; a promise whose day went by while the asker waited is kept by answering."""
        if weeks:
            self.touch_base_in(weeks)
        elif self.touch_base_on and self.touch_base_on <= Identity.objects.current().today():
            self.forget_promise()

    def undo_what_came_with(self, answer, entry, by):
        """Undo what an answer brought, after it was taken back: what it approved, whom it let wait, that it was chosen.
        Its words are its author's again, to go on with. `entry` is the log's line of its sending."""
        for brought in takewhile(lambda line: line.act == Act.BY_ANSWER, self.entries.filter(pk__lt=entry.pk)):
            comment = self.comments.get(pk=brought.comment_id)
            if comment.last_entry() == brought:
                comment.undo(by)
        self.lock()
        if self.featured_at == answer.created_at:
            self.unfeature(by)
        if self.set_state == self.State.WAITING_FOR_READER and self.set_at >= answer.created_at:
            self.set_state, self.set_at = "", None
        self.settle()
        if answer.author:
            self.answer_drafts.give_back(answer)
