"""What changes the status of a comment, and all that follows: FOLLOWS says it, for each act."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.task_queue import enqueue
from comments.models.desk_act import MODERATES, REMOVES, DeskAct
from comments.models.moderation_log import TIME_TO_UNDO, Act, ModerationEntry, StaleObject
from comments.models.spam import SpamCount

# What can be done at the desk with a comment of each status; what its author took back is nobody's to touch.
DESK_ACTS = {
    "pending": ["approve", "spam", "remove"],
    "approved": ["spam", "remove"],
    "spam": ["approve"],
    "removed": ["approve"],
}
OF_STATUS = ["status", "attended_at", "judged", "revision", "published_at"]  # fields that such an act may change


@dataclass(frozen=True)
class Consequences:
    """What follows an act. Every one is written into the log, too, and the thread is settled."""

    gives: str  # the status; an empty string: the one from before
    learned: str | None = None  # as what the spam score learns it; "": as neither, None: as it was
    settles: bool = False  # the open reports: somebody at the desk has looked, or nothing is left to look at
    attended: bool | None = None  # has somebody at the desk read it with its mark in mind? None: as it was
    tell: str = ""  # the task that mails about it, unless it is undone in the meantime
    told: tuple[str, ...] = ("pk",)  # of the comment, what the task is told


FOLLOWS = {
    Act.APPROVE: Consequences(
        "approved", learned="honest", settles=True, attended=True, tell="comments.tasks.tell_approved"
    ),
    Act.BY_ANSWER: Consequences("approved", learned="honest", settles=True, attended=True),
    Act.SPAM: Consequences("spam", learned="spam", settles=True, attended=True),
    Act.REMOVE: Consequences(
        "removed", settles=True, attended=True, tell="comments.tasks.tell_removed", told=("pk", "revision")
    ),
    Act.ANSWER: Consequences("approved", tell="comments.tasks.tell_answered"),
    # Learned as what it is again; the reports that the act before had settled are open again.
    Act.UNDO: Consequences("", settles=True, attended=False),
    # An author's own acts: nobody at the desk has looked, and of what she took back nothing is left.
    Act.HOLD: Consequences("pending", learned=""),
    Act.WITHDRAW: Consequences("withdrawn", learned="", settles=True),
}
LEARNED = {each.gives: each.learned for each in FOLLOWS.values() if each.learned is not None}


class Moderated:
    """The part of a Comment that is decided at the desk."""

    @property
    def is_put_aside(self):
        """Was it taken off the site, or never let on it, by somebody at the desk?"""
        return self.status in {self.Status.REMOVED, self.Status.SPAM}

    @transaction.atomic
    def approve(self, by, revision=None, act=Act.APPROVE):
        """Publish it. The log says `act`: BY_ANSWER when it is published because it is answered."""
        self.lock(revision, act=Act.APPROVE)
        self.carry_out(act, by)

    @transaction.atomic
    def mark_spam(self, by, revision=None):
        self.lock(revision, act=Act.SPAM)
        self.carry_out(Act.SPAM, by)

    @transaction.atomic
    def remove(self, by, reason, revision=None):
        """Take it away, with a reason that its author is told."""
        self.lock(revision, act=Act.REMOVE)
        self.carry_out(Act.REMOVE, by, reason)

    @transaction.atomic
    def undo(self, by, revision=None):
        """Bring back the status from before the last act. Raises StaleObject if there is nothing to undo."""
        self.lock(revision)
        last = self.last_entry()
        if last is None or not last.may_be_undone_by(by):
            raise StaleObject(_("There's nothing to undo here."))
        self.carry_out(Act.UNDO, by, undone=last)
        if last.act == Act.ANSWER:
            self.thread.undo_what_came_with(self, last, by)

    def allows(self, act):
        """May this act be done with it at the desk, or has it the status already that the act gives?"""
        return act in DESK_ACTS.get(self.status, ()) or self.status == FOLLOWS[act].gives

    def reasons_given(self):
        """Why it was put aside, as a list: empty when nobody said."""
        last = self.last_entry()
        return [last.reason] if last and last.reason else []

    def was_last_done_by(self, user):
        """Was this person the one who gave it its status?"""
        last = self.last_entry()
        return last is not None and user is not None and last.by_id == user.pk

    def last_entry(self):
        return ModerationEntry.objects.about_comments().filter(comment=self).order_by("-pk").first()

    def carry_out(self, act, by, reason="", *, undone=None, changed=()):
        """Give it the status that an act gives, or that was there before `undone`, and do what follows. Nothing happens
        when it has that status. `changed` names fields that are to be saved with it. Call with the thread locked."""
        before, now = self.status, timezone.now()
        lessons = self.take_status(act, now, undone)
        if self.status == before:
            return
        SpamCount.objects.learn(lessons)
        self.save_shown_or_hidden([*OF_STATUS, *changed])
        self.notices.all().take_back()
        self.let_follow(act, by, before, reason, undone)
        self.thread.settle()

    def take_status(self, act, now, undone=None):
        """Take the status that an act gives, or that was there before `undone`, and what its row says with it; return what the
        spam score is to learn of that. Nothing changes when it has that status. Does not save."""
        follows, before = FOLLOWS[act], self.status
        # An answer that is taken back was nothing before.
        self.status = follows.gives or undone.before or self.Status.REMOVED
        if self.status == before:
            return []
        if self.concerns and follows.attended is not None:
            self.attended_at = now if follows.attended else None
        self.revision += 1
        if self.is_approved and not self.published_at:
            self.published_at = now
        learned = LEARNED.get(self.status) if undone else follows.learned
        return [] if learned is None else self.lessons(learned)

    def let_follow(self, act, by, before, reason="", undone=None):
        """Write an act into the log that ended the status `before`, and do what FOLLOWS says of reports and mail."""
        follows = FOLLOWS[act]
        entry = ModerationEntry.record(self, by, act, before=before, reason=reason)
        if follows.settles:
            self.reports.settle(by if by and by.is_staff else None, entry.at)
        if undone:
            self.reports.reopen(undone.at)
        if follows.tell:
            told = [getattr(self, name) for name in follows.told]
            enqueue(follows.tell, *told, at=timezone.now() + TIME_TO_UNDO)


def status_allows(name):
    """Return whether its status allows this act, as a question to a comment."""
    return lambda comment: name in DESK_ACTS.get(comment.status, ())


DECIDING = [
    DeskAct(
        name="undo",
        label=_("Undo"),
        needs=MODERATES,
        verb=Moderated.undo,
        told=_("Undone."),
        refuses_itself=True,
        key="undo",
        leads_on=lambda comment: comment.is_answer,
    ),
    DeskAct(
        name="approve",
        label=_("Approve"),
        needs=MODERATES,
        verb=Moderated.approve,
        told=_("Approved. It is public now."),
        is_open=status_allows("approve"),
        refuses_itself=True,
        key="approve",
        leads_on=lambda comment: comment.is_answer,
    ),
    DeskAct(
        name="spam",
        label=_("Spam"),
        needs=MODERATES,
        verb=Moderated.mark_spam,
        told=_("Marked as spam."),
        is_open=status_allows("spam"),
        refuses_itself=True,
        key="spam",
        leads_on=lambda comment: comment.is_answer,
    ),
    DeskAct(
        name="remove",
        label=_("Remove and tell why"),
        needs=REMOVES,
        verb=Moderated.remove,
        told=_("Removed. Its author is told why."),
        is_open=status_allows("remove"),
        refuses_itself=True,
        folded=_("Remove …"),
        weight="",
        key="remove",
    ),
]
