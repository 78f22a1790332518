from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

TIME_TO_UNDO = timedelta(
    seconds=10
)  # mails about an act go after it: long enough to see a slip, too short to keep anyone waiting


class Changed(Exception):
    """What somebody was about to act on is no longer what she saw. Its text says what happened, for her to read."""

    @classmethod
    def of(cls, comment):
        """Tell what happened last to this comment or in its thread, and who did it."""
        entry = comment.thread.entries.first()
        if comment.edited_at and not (entry and entry.at > comment.edited_at):
            return cls(_("The words were changed a moment ago. Please look again; nothing has been done."))
        if entry is None:
            return cls(_("This was changed a moment ago. Please look again; nothing has been done."))
        named = entry.by and entry.by.is_staff  # a reader may not want to be known by her pen name here
        who, act = entry.by.pen_name if named else _("Somebody"), entry.get_act_display()
        return cls(
            _("%(who)s was faster: %(act)s. Please look again; nothing has been done.") % {"who": who, "act": act}
        )


class Act(models.TextChoices):
    """What can happen to a comment, as the log says it."""

    APPROVE = "approve", _("approved")
    ANSWER = "answer", _("answered")
    BY_ANSWER = "by_answer", _("approved by the answer")
    SPAM = "spam", _("marked as spam")
    REMOVE = "remove", _("removed")
    WITHDRAW = "withdraw", _("withdrawn by its author")
    UNDO = "undo", _("undone")
    FEATURE = "feature", _("chosen for its stage's page")
    UNFEATURE = "unfeature", _("no longer chosen")
    PRIVATE = "private", _("made private by its asker")
    PUBLIC = "public", _("made public by its asker")
    ASK_PUBLIC = "ask_public", _("asked whether it may be published")
    DECLINE = "decline", _("not to be published, says its asker")
    LEAVE = "leave", _("reported, and left as it is")
    SEE_TO = "see_to", _("seen to")


# What changes the thread or nothing at all, and leaves its question as it was.
LEAVES_COMMENT_AS_IT_WAS = {
    Act.FEATURE,
    Act.UNFEATURE,
    Act.PRIVATE,
    Act.PUBLIC,
    Act.ASK_PUBLIC,
    Act.DECLINE,
    Act.LEAVE,
    Act.SEE_TO,
}


class ModerationEntryQuerySet(models.QuerySet):
    def about_comments(self):
        """What was done with comments themselves."""
        return self.exclude(act__in=LEAVES_COMMENT_AS_IT_WAS)

    def reasons_told_in(self, thread):
        """Return {comment's key: the reason that its author was told when it was removed}, the last one counts."""
        told = self.filter(thread=thread, act=Act.REMOVE).exclude(reason="").order_by("pk")
        return dict(told.values_list("comment", "reason"))

    def just_done_by(self, user):
        """Return the last line of this person, if it was written a moment ago and can be undone; else None."""
        last = self.about_comments().filter(by=user).select_related("thread").order_by("-pk").first()
        fresh = last and last.at > timezone.now() - TIME_TO_UNDO and last.can_be_undone()
        return last if fresh else None

    def moderated_by(self, user):
        """What this person may read of the log: moderators nothing of private threads."""
        return self if user.is_coach() else self.filter(thread__visibility="public")


class ModerationEntry(models.Model):
    """One line of the log: who did what, when, why. Lines are only ever added; a trigger in the database sees to it."""

    # The log outlives what it speaks of, so these are numbers that may point to nothing.
    comment = models.ForeignKey("comments.Comment", models.DO_NOTHING, db_constraint=False, related_name="entries")
    thread = models.ForeignKey("comments.Thread", models.DO_NOTHING, db_constraint=False, related_name="entries")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    act = models.CharField(_("what"), max_length=10, choices=Act)
    before = models.CharField(_("before"), max_length=10, blank=True)
    after = models.CharField(_("after"), max_length=10)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = ModerationEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("moderation entry")
        verbose_name_plural = _("moderation log")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.get_act_display()} #{self.comment_id}"

    @classmethod
    def record(cls, comment, by, act, *, before=None, reason=""):
        """Add a line and return it. `before` is the status that the act ended; without it, the status stayed."""
        return cls.objects.create(
            comment=comment,
            thread_id=comment.thread_id,
            by=by,
            act=act,
            before=comment.status if before is None else before,
            after=comment.status,
            reason=reason,
        )

    def is_about_comment(self):
        return self.act not in LEAVES_COMMENT_AS_IT_WAS

    def can_be_undone(self):
        return self.act in {Act.APPROVE, Act.BY_ANSWER, Act.ANSWER, Act.SPAM, Act.REMOVE}
