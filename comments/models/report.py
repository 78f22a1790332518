from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.task_queue import enqueue
from comments.models.desk_act import MODERATES, DeskAct
from comments.models.moderation_log import Act, ModerationEntry, StaleObject
from comments.models.notice import Notice

LONGEST_WORDS = 1_000  # characters
MOST_REPORTED = 2_000  # reports in one list; the others come up as these are settled


class ReportQuerySet(models.QuerySet):
    def open(self):
        """What nobody at the desk has settled yet, oldest first."""
        return self.filter(settled_at=None).order_by("at", "pk")

    def for_reasons(self, *reasons):
        return self.filter(reason__in=reasons)

    def newest_comments(self):
        """Return the keys of the comments that these are about, so many as anybody looks through. They are fetched:
        PostgreSQL would rather walk through all comments than look for a few in the order of their keys."""
        return set(self.order_by("-comment").values_list("comment", flat=True)[:MOST_REPORTED])

    def settle(self, by, at=None):
        """Somebody at the desk has looked, or (`by` None) there is nothing left to look at. Returns how many there were."""
        return self.filter(settled_at=None).update(settled_at=at or timezone.now(), settled_by=by)

    def reopen(self, settled_at):
        """What an act of that moment settled is open again: the act was undone."""
        return self.filter(settled_at=settled_at).update(settled_at=None, settled_by=None)

    def moderated_by(self, user):
        """What stands on this person's desk: nothing private."""
        return self if user.is_coach() else self.filter(comment__thread__visibility="public")

    def with_what_desks_show(self):
        return self.select_related("comment__thread__stage")


class Report(models.Model):
    """Somebody says that a message should not stand as it does. Its author never learns who; nor does the desk show it."""

    class Reason(models.TextChoices):
        TELLS = "tells", _("It tells who somebody is, or passes on private messages")
        UNKIND = "unkind", _("It insults, threatens or despises somebody")
        DANGER = "danger", _("Somebody may be in danger")
        ADVERTISES = "advertises", _("It advertises something")
        OTHER = "other", _("Something else")

    # Reasons with a list of their own at the desk, above the others: {reason: what the list is called}.
    LISTED_APART = {Reason.DANGER: _("Reported: somebody may be in danger")}

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="reports")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reports")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    words = models.CharField(_("in own words"), max_length=LONGEST_WORDS, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [models.Index(fields=["at", "id"], name="open_reports", condition=Q(settled_at=None))]
        constraints = [
            models.UniqueConstraint(fields=["comment", "reader"], name="one_report_a_reader"),
            models.CheckConstraint(condition=~Q(reason="other") | ~Q(words=""), name="something_else_is_said"),
            models.CheckConstraint(
                condition=Q(settled_by=None) | Q(settled_at__isnull=False), name="who_settles_does_so_once"
            ),
        ]

    def tell_coaches(self):
        """Tell the coaches of it: right away, whatever they chose, when it says that somebody may be in danger."""
        kind = "danger" if self.reason == self.Reason.DANGER else "reported"
        for coach in User.objects.coaches():
            Notice.objects.tell(coach, kind, f"reported-{self.pk}-{coach.pk}", comment=self.comment)

    @property
    def own_words(self):
        """What whoever reported it wrote, as a list: empty when that is nothing."""
        return [self.words] if self.words else []

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class Reportable:
    """The part of a Comment that people complain of."""

    def is_reported_by(self, reader):
        return reader.is_authenticated and self.reports.filter(reader=reader).exists()

    @transaction.atomic
    def report(self, reader, reason, words=""):
        """Tell the desk; a reader once, a stranger (who has no account to be known by) each time. The comment stays."""
        said = {"reason": reason, "words": words}
        if reader.is_authenticated:
            report, is_new = self.reports.get_or_create(reader=reader, defaults=said)
        else:
            report, is_new = self.reports.create(**said), True
        if is_new:
            enqueue("comments.tasks.tell_reported", report.pk)
        return report

    @transaction.atomic
    def leave_as_it_is(self, by, revision=None):
        """Whoever reported it was heard, and it stays. Raises StaleObject if it is no longer the one that was read, or if
        somebody else was faster."""
        self.lock(revision)
        if not self.reports.settle(by):
            raise StaleObject.of(self)
        ModerationEntry.record(self, by, Act.LEAVE)


LEAVING = DeskAct(
    name="leave",
    label=_("Leave it as it is"),
    needs=MODERATES,
    verb=Reportable.leave_as_it_is,
    told=_("Left as it is. The reports are closed."),
    is_open=lambda comment: bool(getattr(comment, "open_reports", ())),  # of `tell_what_only_desks_show()`
    refuses_itself=True,
    place="reports",
)
