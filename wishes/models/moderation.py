"""What staff do with a wish. Each act can be undone as long as nothing else was done with it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.task_queue import enqueue
from comments.models.desk_act import ANSWERS, MODERATES, DeskAct
from comments.models.moderation_log import TIME_TO_UNDO, Act, ModerationEntry, StaleObject

# What can be done at the desk with a wish of each state.
ACTS = {
    "pending": ["let_stand", "decline", "merge", "fulfil"],
    "open": ["decline", "merge", "fulfil"],
}


class Decided:
    """The part of a Wish that staff decide on."""

    def acts_at_desk(self, user):
        """Return {name: DeskAct} of what this person can do with it now, in the order of their use."""
        acts = DeskAct.open_to(user, self, AT_DESK)
        if not self.may_be_undone_by(user):
            acts.pop("undo", None)
        return acts

    def can_be_undone(self):
        return bool(self.before)

    def may_be_undone_by(self, user):
        return self.can_be_undone() and (user.is_coach() or self.state != self.State.FULFILLED)

    @transaction.atomic
    def let_stand(self, by, revision=None):
        """Show it to everybody, for others to wish it too."""
        self._begin("let_stand", revision)
        self._become(self.State.OPEN, by, Act.WISH_OPEN)

    @transaction.atomic
    def decline(self, by, reason, revision=None):
        """Take it off the list; its author alone is told why, where her wishes stand."""
        self._begin("decline", revision)
        self.reason = reason
        self._become(self.State.DECLINED, by, Act.WISH_DECLINE, reason)

    @transaction.atomic
    def merge_into(self, other, by, revision=None):
        """Become part of another that stands open: all who wished this one wish that one, each once."""
        other.lock_with(self)
        self._begin("merge", revision)
        if other.pk == self.pk or other.state != self.State.OPEN:
            raise StaleObject(_("The other wish isn't open any more. Nothing was changed."))
        self.lend_shares(other)
        self.merged_into = other
        self._become(self.State.MERGED, by, Act.WISH_MERGE, f"→ #{other.pk}")

    @transaction.atomic
    def fulfil(self, by, what, revision=None):
        """Say which stage, guide or resource it has become. Readers see it, and those who wished are told, once that is
        published."""
        self._begin("fulfil", revision)
        setattr(self, what._meta.model_name, what)
        self.fulfilled_at, self.told_at = timezone.now(), None
        self._become(self.State.FULFILLED, by, Act.WISH_FULFIL, f"→ {what._meta.model_name}: {what}")
        enqueue("wishes.tasks.tell_wish_came_true", self.pk, at=self.fulfilled_at + TIME_TO_UNDO)

    @transaction.atomic
    def undo(self, by, revision=None):
        """Take the last act back. Who has been told already has been told."""
        if self.merged_into:
            self.merged_into.lock_with(self)
        self.lock(revision)
        if not self.can_be_undone():
            raise StaleObject(_("There's nothing left to undo. Nothing was changed."))
        if self.merged_into:
            self._leave_whole()
        self.reason, self.stage, self.guide, self.resource = "", None, None, None
        self.fulfilled_at = self.told_at = None
        self._become(self.before, by, Act.WISH_UNDO, can_be_undone=False)

    def _leave_whole(self):
        if self.merged_into.merged_into:
            raise StaleObject(
                _("The other wish was merged into a third one. Separate those first. Nothing was changed.")
            )
        self.take_shares_along(self.merged_into)
        self.merged_into = None

    def _begin(self, act, revision):
        """Lock it. Raises StaleObject if it is not the one that was read, or does not allow this act any more."""
        self.lock(revision)
        if act not in ACTS.get(self.state, ()):
            raise StaleObject(_("Somebody was faster with this wish. Please look again; nothing has been done."))

    def _become(self, state, by, act, reason="", can_be_undone=True):
        """Take a state, and write down who gave it. The log says the number of the wish, never its words."""
        before, self.state = self.state, state
        self.before = before if can_be_undone else ""
        self.decided_at, self.revision = timezone.now(), self.revision + 1
        self.save()
        ModerationEntry.note(by, act, before=f"#{self.pk} {before}", after=f"#{self.pk} {state}", reason=reason)


def allows(name):
    """Return whether its state allows this act, as a question to a wish."""
    return lambda wish: name in ACTS.get(wish.state, ())


AT_DESK = [
    DeskAct(
        name="let_stand",
        label=_("Show this wish"),
        needs=MODERATES,
        verb=Decided.let_stand,
        told=_("It's on the list. Others can share it now."),
        is_open=allows("let_stand"),
        weight="",
    ),
    DeskAct(
        name="undo",
        label=_("Undo the last act"),
        needs=MODERATES,
        verb=Decided.undo,
        told=_("Undone. It is as it was."),
        is_open=Decided.can_be_undone,
        place="undo",
    ),
    DeskAct(
        name="fulfil",
        label=_("It came true"),
        needs=ANSWERS,  # what a wish became is the coach's to say
        verb=Decided.fulfil,
        told=_(
            "It has come true. Everyone who wished for it is told once it's published, in ten seconds at the earliest."
        ),
        is_open=allows("fulfil"),
        says=_("Everyone who wished for it gets one e-mail once it's published."),
        weight="",
        place="deciding",
    ),
    DeskAct(
        name="merge",
        label=_("Merge it into this one"),
        needs=MODERATES,
        verb=lambda wish, by, into, revision: wish.merge_into(into, by, revision),
        told=_("Merged, with everyone who wished for either."),
        is_open=allows("merge"),
        place="deciding",
    ),
    DeskAct(
        name="decline",
        label=_("Decline and say why"),
        needs=MODERATES,
        verb=Decided.decline,
        told=_("Declined. Whoever wished for it can read why."),
        is_open=allows("decline"),
        place="deciding",
    ),
]
