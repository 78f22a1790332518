import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

GOOD_FOR = timedelta(minutes=15)  # as long as a code for a new address


class MailedLinkQuerySet(models.QuerySet):
    def good(self):
        return self.filter(created_at__gt=timezone.now() - GOOD_FOR, person__is_active=True)

    def old(self):
        return self.filter(created_at__lte=timezone.now() - GOOD_FOR)

    def make(self, person, email, leads_to):
        """Return the secret of a new link that signs this person in once and leads on to an address of ours."""
        secret = secrets.token_urlsafe(32)
        self.create(digest=digest(secret), person=person, email=email, leads_to=leads_to)
        return secret

    def find(self, secret):
        """Return the link if it is still good, else None."""
        return self.good().filter(digest=digest(secret)).select_related("person").first()


def digest(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


class MailedLink(models.Model):
    """A link beside a mailed code, for whoever reads her mail on another device. Opening it does nothing; a button uses it,
    once. Kept is a digest: who reads the table can sign nobody in."""

    digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    email = models.EmailField()
    leads_to = models.CharField(max_length=500)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = MailedLinkQuerySet.as_manager()

    def use_up(self):
        """Return whether it could still be used: two taps at once are one."""
        return MailedLink.objects.good().filter(pk=self.pk).delete()[0] == 1
