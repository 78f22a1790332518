import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Limited, User
from accounts.roles import Role
from accounts.task_queue import enqueue
from comments.models.moderation_log import Act, ModerationEntry, StaleObject
from desk import mail
from desk.models.role_changes import in_words

GOOD_FOR = timedelta(days=7)  # long enough for a holiday weekend; a forgotten mail opens nothing for ever
KEPT_FOR = timedelta(days=30)  # after it ran out: so that the coach sees that nobody came

INVITED_ALREADY = _("This address has an invitation already: send it once more, or take it back first.")


def _digest(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Those that can still be accepted. What somebody sent who is no coach any more cannot."""
        return self.filter(sent_at__gt=timezone.now() - GOOD_FOR, invited_by__in=User.objects.coaches())

    def old(self):
        return self.filter(sent_at__lte=timezone.now() - GOOD_FOR - KEPT_FOR)

    def newest_first(self):
        return self.select_related("invited_by").order_by("-sent_at", "-pk")

    def find(self, secret):
        """Return the open one that a link's secret stands for, or None."""
        return self.open().filter(digest=_digest(secret)).select_related("invited_by").first()

    def to_address(self, address):
        return self.filter(email__iexact=address)


class Invitation(Limited):
    """Somebody is asked by mail to help at the desk, or to be a coach there. Only whoever signs in with that address can
    accept. The row goes when she has answered; only a digest of the link is kept."""

    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MODERATOR)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(default=timezone.now)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        app_label = "comments"  # the tables of existing sites have it
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="one_invitation_an_address", violation_error_message=INVITED_ALREADY
            ),
            models.CheckConstraint(
                condition=models.Q(most_an_hour=None) | models.Q(most_an_hour__gte=1),
                name="an_invitation_lets_her_do_something",
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    def is_for_coach(self):
        return self.role == Role.COACH

    def has_run_out(self):
        return self.runs_out_at() <= timezone.now()

    def runs_out_at(self):
        return self.sent_at + GOOD_FOR

    def is_for(self, user):
        """Does this person get mail at the address that was invited? She has shown it by a code."""
        hers = user.is_authenticated and user.emailaddress_set.filter(verified=True)
        return bool(hers) and hers.filter(email__iexact=self.email).exists()

    # Verbs

    def send(self, by):
        """Save it and mail the link. Raises StaleObject if this address has an invitation already."""
        self.email = self.email.lower()
        try:
            with transaction.atomic():
                self._send(by)
                ModerationEntry.note(by, Act.INVITE, after=self.role)
        except IntegrityError as error:
            raise StaleObject(INVITED_ALREADY) from error

    @transaction.atomic
    def send_again(self, by):
        """Mail a new link; the one before opens nothing any more. Raises StaleObject if it was answered or taken back."""
        if not Invitation.objects.select_for_update().filter(pk=self.pk).exists():
            raise StaleObject(_("This invitation was answered or taken back a moment ago. Nothing has been done."))
        self._send(by)
        ModerationEntry.note(by, Act.INVITE, after=self.role)

    def _send(self, by):
        secret = secrets.token_urlsafe(32)
        self.digest, self.sent_at, self.invited_by = _digest(secret), timezone.now(), by
        self.save()
        mail.invited(self, secret)

    @transaction.atomic
    def take_back(self, by):
        """Nobody can accept it any more."""
        if Invitation.objects.filter(pk=self.pk).delete()[0]:
            ModerationEntry.note(by, Act.UNINVITE, before=self.role)

    @transaction.atomic
    def accept(self, person):
        """Give her the role and its limits; what else she is, she stays. Raises StaleObject if it was taken back, used, or is
        for somebody else. Two taps at once are one."""
        used = self.is_for(person) and Invitation.objects.open().filter(pk=self.pk).delete()[0]
        if not used:
            raise StaleObject(_("This invitation was taken back or has run out. Please ask for another one."))
        before, roles = in_words(person), {*person.roles, self.role}
        if self.role == Role.MODERATOR and not person.is_moderator():
            person.set_roles(roles, self)
        else:
            person.take_role(self.role)
        entry = ModerationEntry.note(self.invited_by, Act.ROLES, person=person, before=before, after=in_words(person))
        if entry.before != entry.after:
            enqueue("desk.tasks.tell_office", entry.pk)

    def decline(self):
        """She would rather not; nobody is told more than that the invitation is gone."""
        Invitation.objects.filter(pk=self.pk).delete()
