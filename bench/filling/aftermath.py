"""What comes of a made-up thread: lines of the log, thanks, reports, follows, earlier words, answers begun."""

from datetime import timedelta

from bench.filling.plan import HAPPENS
from comments.models import Comment, CommentVersion, Follow, ModerationEntry, Report, Thanks, Thread
from comments.models.moderation_log import Act
from desk.models import AnswerDraft

Kind, Status = Comment.Kind, Comment.Status
REASONS = [
    "It tells who somebody is.",
    "It insults her.",
    "Please write of yourself, not of others.",
    "A telephone number.",
]
OF_STATUS = {
    Status.APPROVED: (Act.APPROVE, Status.PENDING),
    Status.SPAM: (Act.SPAM, Status.PENDING),
    Status.REMOVED: (Act.REMOVE, Status.APPROVED),
    Status.WITHDRAWN: (Act.WITHDRAW, Status.APPROVED),
}
CONCERNS = ["violence", "fear", "self_harm", "coercion fear"]
UNUSUAL = 0.02  # how often something happens that is not rare


class Aftermath:
    """In: seeded chance, how much of what there is to be, who does it. Out: rows."""

    def __init__(self, chance, plan, people, now):
        self.chance, self.plan, self.now = chance, plan, now
        self.coaches, self.moderators, self.readers = people
        self.left = {name: plan.many(HAPPENS, name) for name in ("scheduled", "begun")}

    def of(self, talk):
        """Change what has to change in the talk, and yield every row that comes of it."""
        yield from self._in_the_thread(talk)
        for comment in talk.comments:
            yield from self._of(comment, talk)
        talk.thread.thanks_count = sum(each.thanks_count for each in talk.comments if each.status == Status.APPROVED)
        yield from (
            Follow(thread=talk.thread, reader=each, at=self._between(talk.thread.asked_at)) for each in self._some(0.3)
        )

    def _of(self, comment, talk):
        yield from self._lines(comment)
        is_reply = comment.kind != Kind.ANSWER and comment.status == Status.APPROVED
        if not is_reply:
            yield from self._thanks(comment) if comment.kind == Kind.ANSWER else ()
            return
        if self.chance.random() < UNUSUAL:
            comment.edited_at = self._between(comment.created_at)
            yield CommentVersion(comment=comment, text=f"{comment.text[:200]} Or so.", at=comment.edited_at)
        if talk.thread.visibility == Thread.Visibility.PUBLIC:
            yield from self._reports(comment)
        self._concern(comment)

    def _lines(self, comment):
        """Yield what the log says of a comment."""
        who = {"comment": comment, "thread": comment.thread, "after": comment.status}
        if comment.kind == Kind.ANSWER:
            yield ModerationEntry(**who, act=Act.ANSWER, by=comment.author, at=comment.created_at)
            return
        act, before = OF_STATUS.get(comment.status, (None, None))
        if act == Act.REMOVE:
            yield ModerationEntry(
                **who | {"after": before}, act=Act.APPROVE, by=self._somebody(), before="pending", at=comment.created_at
            )
        if act:
            by = comment.author if act == Act.WITHDRAW else self._somebody()
            at = comment.published_at or self._between(comment.created_at)
            reason = self.chance.choice(REASONS) if act == Act.REMOVE else ""
            yield ModerationEntry(**who, act=act, by=by, before=before, reason=reason, at=at)

    def _thanks(self, answer):
        readers = self._some(0.5)
        answer.thanks_count = len(readers)
        for reader in readers:
            line = "That was what I needed." if self.chance.random() < 0.5 else ""
            yield Thanks(comment=answer, reader=reader, line=line, at=self._between(answer.created_at))

    def _reports(self, comment):
        chosen = self.chance.random()
        odds = {name: self.plan.odds(name) for name in ("reported", "report_settled")}
        if chosen < sum(odds.values()):
            reason, at = self.chance.choice(Report.Reason.values), self._between(comment.created_at)
            report = Report(comment=comment, reader=self.chance.choice(self.readers), reason=reason, at=at)
            report.words = "Please have a look." if reason == "other" else ""
            if chosen >= odds["reported"]:
                report.settled_at, report.settled_by = self._between(at), self._somebody()
            yield report

    def _concern(self, comment):
        chosen, odds = self.chance.random(), self.plan.odds("concern")
        if chosen < odds + self.plan.odds("concern_seen"):
            comment.concerns = self.chance.choice(CONCERNS)
            comment.attended_at = None if chosen < odds else self._between(comment.created_at)

    def _in_the_thread(self, talk):
        """Yield what was done with the thread as a whole."""
        thread, chosen = talk.thread, self.chance.random()
        if talk.wish == "closed":
            yield self._about(talk, Act.CLOSE)
        if (
            talk.wish == "answered"
            and thread.is_shown
            and thread.visibility == Thread.Visibility.PUBLIC
            and chosen < 0.01
        ):
            thread.featured_at = thread.last_answered_at
            yield ModerationEntry(
                comment=talk.question, thread=thread, act=Act.FEATURE, by=self.coaches[0], at=thread.featured_at
            )
        elif talk.wish == "answered" and chosen < 0.04:
            thread.touch_base_on = (self.now + timedelta(days=self.chance.randint(1, 80))).date()
        elif talk.wish == "answered" and chosen < 0.08:
            thread.outcome, thread.outcome_at = Thread.Outcome.HELPED, self._between(thread.last_answered_at)
        elif thread.visibility == Thread.Visibility.PRIVATE and chosen < 0.3:
            thread.publish_request = Thread.PublishRequest.ASKED
            yield self._about(talk, Act.ASK_PUBLIC)
        if thread.waiting_since and not thread.featured_at:
            yield from self._draft(talk)

    def _draft(self, talk):
        """Let the first coach have begun to answer, or have scheduled it."""
        name = next((name for name, left in self.left.items() if left and self.chance.random() < 0.5), None)
        if name is None:
            return
        self.left[name] -= 1
        to = [each for each in talk.comments if each.author_id == talk.thread.asker_id and each.can_be_answered()][-1]
        draft = AnswerDraft(
            thread=talk.thread, author=self.coaches[0], text="First, breathe.", updated_at=self.now, revision=1
        )
        if name == "scheduled":
            draft.send_at, draft.to, draft.to_revision = (
                self.now + timedelta(days=self.chance.randint(2, 9)),
                to,
                to.revision,
            )
        yield draft

    def _about(self, talk, act):
        return ModerationEntry(thread=talk.thread, act=act, by=self.coaches[0], at=self._between(talk.thread.asked_at))

    def _some(self, share):
        """Return a few readers, or none."""
        if self.chance.random() > share:
            return []
        return self.chance.sample(self.readers, min(len(self.readers), self.chance.randint(1, 3)))

    def _somebody(self):
        return self.chance.choice([*self.moderators, self.coaches[0]])

    def _between(self, at):
        """Return a moment between this one and now, soon after it."""
        return at + (self.now - at) * self.chance.random() ** 6
