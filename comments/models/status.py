"""What the desk does with a comment: approve, spam, remove, and back."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.moderation_log import TIME_TO_UNDO, Act, ModerationEntry, StaleObject
from comments.tasks import tell_removed


class DeskAct(models.TextChoices):
    """What the buttons under a comment do."""

    APPROVE = "approve", _("Approve")
    SPAM = "spam", _("Spam")
    REMOVE = "remove", _("Remove …")
    UNDO = "undo", _("Undo")


# What can be done at the desk with a comment of each status; what its author took back is nobody's to touch.
DESK_ACTS = {
    "pending": [DeskAct.APPROVE, DeskAct.SPAM, DeskAct.REMOVE],
    "approved": [DeskAct.SPAM, DeskAct.REMOVE],
    "spam": [DeskAct.APPROVE],
    "removed": [DeskAct.APPROVE],
}
MAKES = {DeskAct.APPROVE: "approved", DeskAct.SPAM: "spam", DeskAct.REMOVE: "removed"}


class Moderated:
    """The part of a Comment that is decided at the desk."""

    @property
    def is_put_aside(self):
        """Was it taken off the site, or never let on it, by somebody at the desk?"""
        return self.status in {self.Status.REMOVED, self.Status.SPAM}

    @transaction.atomic
    def approve(self, by, revision=None, act=Act.APPROVE):
        """Publish it. The log says `act`: BY_ANSWER when it is published because it is answered."""
        self.lock(revision, act="approve")
        self._become(self.Status.APPROVED, by=by, act=act)

    @transaction.atomic
    def mark_spam(self, by, revision=None):
        self.lock(revision, act="spam")
        self._become(self.Status.SPAM, by=by, act=Act.SPAM)

    @transaction.atomic
    def remove(self, by, reason, revision=None):
        """Take it away, with a reason that its author is told."""
        self.lock(revision, act="remove")
        self._become(self.Status.REMOVED, by=by, act=Act.REMOVE, reason=reason)
        tell_removed.using(run_after=timezone.now() + TIME_TO_UNDO).enqueue(self.pk, self.revision)

    @transaction.atomic
    def undo(self, by, revision=None):
        """Bring back the status from before the last act. Raises StaleObject if there is nothing to undo."""
        self.lock(revision)
        last = self.last_entry()
        if last is None or not last.may_be_undone_by(by):
            raise StaleObject(_("There is nothing to undo here."))
        before = last.before or self.Status.REMOVED  # an answer that is taken back was nothing before
        self._become(before, by=by, act=Act.UNDO)
        if last.act == Act.ANSWER:
            self.thread.undo_what_came_with(self, last, by)

    def acts_at_desk(self, user, last=None):
        """Return the DeskActs that a moderator or the coach may do with this comment now, in the order of their use.
        `last` is its last ModerationEntry, if there is one: only that can be undone."""
        if not user.has_perm("comments.moderate_comment"):
            return []
        undo = [DeskAct.UNDO] if last and last.may_be_undone_by(user) else []
        acts = [*undo, *DESK_ACTS.get(self.status, ())]
        return acts if user.has_perm("comments.remove_comment") else [act for act in acts if act != DeskAct.REMOVE]

    def was_last_done_by(self, user):
        """Was this person the one who gave it its status?"""
        last = self.last_entry()
        return last is not None and user is not None and last.by_id == user.pk

    def last_entry(self):
        return ModerationEntry.objects.about_comments().filter(comment=self).order_by("-pk").first()

    def _become(self, status, by, act, reason=""):
        """Change the status, keep the trail, bring the page and the thread up to date. Nothing happens when unchanged."""
        before = self.status
        if before == status:
            return
        self.status = status
        if self.concerns and by and by.is_staff:  # whoever acts on it has read it
            self.attended_at = None if act == Act.UNDO else timezone.now()
        self.learn_from(status)
        self.revision += 1
        if status == self.Status.APPROVED and not self.published_at:
            self.published_at = timezone.now()
        self.save_shown_or_hidden()
        ModerationEntry.record(self, by, act, before=before, reason=reason)
        self.reports.settle(by)
        self.thread.settle()
