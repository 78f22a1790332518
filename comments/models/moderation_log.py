"""The log speaks of every act of staff: on messages, threads, people, rules and switches. What changes a status is in
OF_STATUS; only the last of these can be undone."""

import re
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from stages.clock import iso_in_words
from stages.prepared import save_new

TIME_TO_UNDO = timedelta(
    seconds=10
)  # mails about an act go after it: long enough to see a slip, too short to keep anyone waiting


class StaleObject(Exception):
    """What somebody was about to act on is no longer what she saw. Its text says what happened, for her to read."""

    @classmethod
    def of(cls, comment):
        """Tell what happened last to this comment or in its thread, and who did it."""
        entry = comment.thread.entries.first()
        if comment.edited_at and not (entry and entry.at > comment.edited_at):
            return cls(_("The words were edited a moment ago. Please look again; nothing was changed."))
        if entry is None:
            return cls(_("This was changed a moment ago. Please look again; nothing was done."))
        named = entry.by and entry.by.is_staff  # a reader may not want to be known by her pen name here
        who, act = entry.by.pen_name if named else _("Somebody"), entry.get_act_display()
        return cls(
            _("%(who)s was faster: %(act)s. Please look again; nothing has been done.") % {"who": who, "act": act}
        )


class Rejected(Exception):
    """What somebody wrote is not taken now. Its text says why and what to do, for her to read; her words are kept."""


class SentBefore(StaleObject):
    """Other words were sent under the same key, from another tab or before going back. These are not sent, and are as much
    a message of hers: they need a key of their own."""

    def __init__(self):
        super().__init__(
            _(
                "This page has sent a message already, so this one hasn't been sent. Your words are still here: send them "
                "again if it's a message of its own."
            )
        )


class OverLimit(StaleObject):
    """A moderator has done as much in the last hour as her limits allow."""

    @classmethod
    def of(cls, by):
        told = _("You've done %(most)d things in the last hour, which is your limit. This wasn't done.")
        return cls(told % {"most": by.most_an_hour()})


class Act(models.TextChoices):
    """What can be done at the desk and is written down, as the log says it."""

    APPROVE = "approve", _("approved")
    ANSWER = "answer", _("answered")
    BY_ANSWER = "by_answer", _("approved by the answer")
    SPAM = "spam", _("marked as spam")
    REMOVE = "remove", _("removed")
    WITHDRAW = "withdraw", _("withdrawn by its author")
    HOLD = "hold", _("held again after an edit")
    UNDO = "undo", _("undone")
    FEATURE = "feature", _("shown first on its stage")
    UNFEATURE = "unfeature", _("no longer shown first")
    PRIVATE = "private", _("made private by its asker")
    PUBLIC = "public", _("made public by its asker")
    ASK_PUBLIC = "ask_public", _("asked whether it may be published")
    DECLINE = "decline", _("its asker said no to publishing")
    LEAVE = "leave", _("reported, and left as it is")
    SEE_TO = "see_to", _("dealt with")
    SOFTEN = "soften", _("a detail softened")
    UNSOFTEN = "unsoften", _("a softened detail brought back")
    RETITLE = "retitle", _("title changed")
    MOVE = "move", _("moved to another stage")
    CLOSE = "close", _("closed")
    REOPEN = "reopen", _("opened again")
    NO_ANSWER = "no_answer", _("needs no answer")
    TOUCHED_BASE = "touched_base", _("checked back")
    PROMISE = "promise", _("promised to check back")
    MOVE_PROMISE = "move_promise", _("checking back moved or stopped by its asker")
    ARTICLE = "article", _("taken over into the library")
    READ = "read", _("read, and said when the answer comes")
    SPLIT = "split", _("made a separate question")
    REJOIN = "rejoin", _("put back where it was split off")
    MERGE = "merge", _("merged into another question")
    APART = "apart", _("separated again")
    LIMIT_REPLIES = "limit_replies", _("replies limited to the asker")
    OPEN_REPLIES = "open_replies", _("replies open to everybody")
    RULES = "rules", _("rules changed")
    NO_DEMO = "no_demo", _("demo questions deleted")
    SWITCH_ON = "switch_on", _("switch turned on")
    SWITCH_OFF = "switch_off", _("switch turned off")
    ROLES = "roles", _("roles or sign-in changed")
    INVITE = "invite", _("invited somebody to the desk")
    UNINVITE = "uninvite", _("invitation taken back")
    NEW_FACTOR = "new_factor", _("allowed to set up a new second factor")
    TRUST = "trust", _("trust set by hand")
    BLOCK = "block", _("blocked")
    UNBLOCK = "unblock", _("unblocked")
    WISH_OPEN = "wish_open", _("a wish shown")
    WISH_DECLINE = "wish_decline", _("a wish declined")
    WISH_MERGE = "wish_merge", _("a wish merged into another")
    WISH_FULFIL = "wish_fulfil", _("a wish come true")
    WISH_UNDO = "wish_undo", _("a wish put back as it was")


# What changes a comment's status: only the last of these can be undone.
OF_STATUS = (
    Act.APPROVE,
    Act.BY_ANSWER,
    Act.ANSWER,
    Act.SPAM,
    Act.REMOVE,
    Act.WITHDRAW,
    Act.HOLD,
    Act.UNDO,
)


AN_HOUR = timedelta(hours=1)
# What no limit stops, nor counts: putting things right, ending a wave, seeing to somebody in danger, and what people do
# with their own words. Undoing (UNDO) is free of oneself's acts alone.
PUTS_RIGHT = (Act.UNBLOCK, Act.UNSOFTEN, Act.REOPEN, Act.REJOIN, Act.APART, Act.UNINVITE, Act.WISH_UNDO, Act.SEE_TO)
NEVER_TOO_MANY = (*PUTS_RIGHT, Act.SWITCH_ON, Act.SWITCH_OFF, Act.WITHDRAW, Act.PRIVATE, Act.PUBLIC, Act.DECLINE)
ABOUT_WISHES = (Act.WISH_OPEN, Act.WISH_DECLINE, Act.WISH_MERGE, Act.WISH_FULFIL, Act.WISH_UNDO)
ABOUT_STAFF = (Act.ROLES, Act.INVITE, Act.UNINVITE, Act.NEW_FACTOR)  # for coaches to read


def _is_coach(roles):
    """Do roles, as `offices.in_words` writes them into the log, let somebody work as a coach?"""
    return Role.COACH in roles and not roles.startswith("–")


class ModerationEntryQuerySet(models.QuerySet):
    def about_comments(self):
        """What was done with comments themselves; choosing a thread, say, leaves its question as it was."""
        return self.filter(act__in=OF_STATUS)

    def reasons_told_in(self, thread):
        """Return {comment's key: the reason that its author was told when it was removed}, the last one counts."""
        told = self.filter(thread=thread, act=Act.REMOVE).exclude(reason="").order_by("pk")
        return dict(told.values_list("comment", "reason"))

    def last_about(self, comments):
        """Return {comment's key: the last line about it} for these comments."""
        lines = self.about_comments().filter(comment__in=[comment.pk for comment in comments]).order_by("pk")
        return {line.comment_id: line for line in lines}

    def newest_first(self):
        return self.order_by("-at", "-pk")

    def with_a_reason(self):
        return self.exclude(reason="")

    def done_by(self, user):
        return self.filter(by=user)

    def has_done_lately(self, user, most):
        """Has this person done so many things that count, or more, in the last hour? Looks at some lines, however long the
        log is."""
        counted = self.done_by(user).exclude(act__in=NEVER_TOO_MANY)
        the_last_that_counts = counted.newest_first()[most - 1 : most].first()
        return the_last_that_counts is not None and the_last_that_counts.at > timezone.now() - AN_HOUR

    def done_lately_by(self, user, most):
        """How many things that count this person has done in the last hour, up to so many."""
        counted = self.done_by(user).exclude(act__in=NEVER_TOO_MANY)
        since = timezone.now() - AN_HOUR
        return sum(at > since for at in counted.newest_first().values_list("at", flat=True)[:most])

    def about_staff(self):
        """What made somebody here what she is, or took her second factors away; of people who are still here."""
        return self.filter(act__in=[Act.ROLES, Act.NEW_FACTOR], person__isnull=False).select_related("person", "by")

    def about_person(self, person):
        """What was done about her as a person, newest first."""
        return self.filter(person=person).select_related("by").order_by("-pk")

    def just_done_by(self, user):
        """Return the last line of this person, if it was written a moment ago and can be undone; else None."""
        last = self.about_comments().done_by(user).select_related("thread").order_by("-pk").first()
        fresh = last and last.at > timezone.now() - TIME_TO_UNDO and last.can_be_undone()
        return last if fresh else None

    def moderated_by(self, user):
        """What this person may read of the log: moderators nothing of private threads, of staff, or of readers of whom
        they may read nothing."""
        if user.is_coach():
            return self
        known = self.model._meta.get_field("comment").related_model.objects.moderated_by(user)
        about_known = Q(person=None) | Q(Exists(known.filter(author=OuterRef("person"))))
        return self.exclude(act__in=ABOUT_STAFF).filter(
            Q(thread__visibility="public") | Q(thread=None, by=user) | Q(about_known, thread=None)
        )


class ModerationEntry(models.Model):
    """One line of the log: who did what, when, why. Lines are only ever added; a trigger in the database sees to it.
    A line may be about a comment, a whole thread, a person, or none of them, as when the rules change."""

    # The log outlives what it speaks of, so these are numbers that may point to nothing.
    comment = models.ForeignKey(
        "comments.Comment", models.DO_NOTHING, db_constraint=False, null=True, related_name="entries"
    )
    thread = models.ForeignKey(
        "comments.Thread", models.DO_NOTHING, db_constraint=False, null=True, related_name="entries"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("about whom")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    act = models.CharField(_("what"), max_length=20, choices=Act)
    before = models.CharField(_("before"), max_length=60, blank=True)
    after = models.CharField(_("after"), max_length=60, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = ModerationEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("moderation entry")
        verbose_name_plural = _("moderation log")
        ordering = ["-pk"]
        # A column that says the same in most rows has no index of its own: SQLite, which does not know how often, would
        # take it for a good one. See docs/decisions/0020-lists-of-a-million.md.
        indexes = [
            models.Index(fields=["-at", "-id"], name="newest_lines"),
            models.Index(fields=["by", "-at", "-id"], name="lines_of_somebody"),
            models.Index(
                fields=["act", "-at", "-id"],
                name="lines_of_an_act",
                condition=~Q(act="approve") & ~Q(act="answer"),
            ),
            models.Index(fields=["-at", "-id"], name="lines_with_a_reason", condition=~Q(reason="")),
        ]
        permissions = [("export_log", "Can take the log away")]

    def __str__(self):
        return f"{self.get_act_display()} #{self.comment_id}" if self.comment_id else self.get_act_display()

    @classmethod
    def record(cls, comment, by, act, *, before=None, reason=""):
        """Add a line about a comment and return it. `before` is the status that the act ended; without it, the status
        stayed."""
        before = comment.status if before is None else before
        return cls.note(by, act, comment=comment, before=before, after=comment.status, reason=reason)

    @classmethod
    def note(cls, by, act, *, comment=None, thread_id=None, person=None, before="", after="", reason=""):
        """Add a line about anything and return it. Raises OverLimit, and so undoes the act that it speaks of, when a
        moderator has done more in an hour than her limits allow."""
        if act not in NEVER_TOO_MANY and not (act == Act.UNDO and comment and comment.was_last_done_by(by)):
            cls.refuse_if_too_many(by)
        said = {"thread_id": thread_id, "person": person, "before": before, "after": after, "reason": reason}
        entry = cls.line(by, act, comment=comment, **said)
        save_new(entry)
        return entry

    @classmethod
    def line(cls, by, act, *, comment=None, thread_id=None, reason="", **said):
        """Return a line that is not written yet."""
        thread_id = comment.thread_id if comment else thread_id
        reason = reason[: cls._meta.get_field("reason").max_length]
        return cls(by=by, act=act, comment=comment, thread_id=thread_id, reason=reason, **said)

    @classmethod
    def refuse_if_too_many(cls, by):
        """Raise OverLimit if this person (or None) has reached what she may do in an hour."""
        most = by.most_an_hour() if by else None
        if most and cls.objects.has_done_lately(by, most):
            raise OverLimit.of(by)

    @classmethod
    def left_this_hour(cls, by):
        """How much this person may do yet, or None for as much as she likes."""
        most = by.most_an_hour()
        return most and max(0, most - cls.objects.done_lately_by(by, most))

    def came_of_it(self):
        """Return what it was after the act: a day or an hour as people read them."""
        return iso_in_words(self.after)

    def wish_key(self):
        """Return the number of the wish that it is about, as a list: the log keeps none of its words."""
        return re.findall(r"^#(\d+)", self.after) if self.act in ABOUT_WISHES else []

    def outcome(self):
        """Return what came of an act that was not about a message, as a list."""
        is_said = not self.after or self.comment_id or self.act in ABOUT_WISHES
        return [] if is_said else [self.came_of_it()]

    def what_was_done(self):
        """Return what was done, and with which message or what came of it."""
        with_what = f" (#{self.comment_id})" if self.comment_id else f": {self.came_of_it()}" if self.after else ""
        return f"{self.get_act_display()}{with_what}"

    def in_words(self):
        """Return what was done and why."""
        return self.what_was_done() + (f": {self.reason}" if self.reason else "")

    def is_about_second_factor(self):
        return self.act == Act.NEW_FACTOR

    def coaches_to_tell(self):
        """Return the other coaches when this line makes somebody a coach, else nobody."""
        is_new = self.act == Act.ROLES and _is_coach(self.after) and not _is_coach(self.before)
        return User.objects.coaches().exclude(pk=self.person_id) if is_new else User.objects.none()

    def may_be_undone_by(self, user):
        """May this person take it back? Her own acts always; those of others unless that takes something away which she may
        not remove."""
        if not self.can_be_undone() or user is None or user.pk == self.by_id:
            return self.can_be_undone()
        takes_away = self.act in {Act.ANSWER, Act.BY_ANSWER} or self.before == "removed"
        return not takes_away or user.has_perm("comments.remove_comment")

    def can_be_undone(self):
        return self.act in {Act.APPROVE, Act.BY_ANSWER, Act.ANSWER, Act.SPAM, Act.REMOVE}
