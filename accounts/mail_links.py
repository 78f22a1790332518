"""The link in a mail that works without signing in, for ever: `/mail/<token>/`. Its token says whose mail it was, of which
kind and about what. It is signed, so that nobody can stop another's mails; nothing can be read by it that is not public."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "mail"  # never to be changed: links in mails that were sent would stop to work


@dataclass(frozen=True)
class MailLink:
    """What a token says: the key of a person, the kind of the mail, and the thread and comment that it is about, if any."""

    person_id: int
    kind: str
    thread_id: int | None = None
    comment_id: int | None = None

    def address(self):
        """Return the whole address, for a mail."""
        said = [self.person_id, self.kind, self.thread_id, self.comment_id]
        return settings.SITE_URL.geturl() + reverse("mail", args=[signing.dumps(said, salt=SALT)])

    @classmethod
    def of(cls, token):
        """Return what a token says, or None if it is none of ours."""
        try:
            return cls(*signing.loads(token, salt=SALT))
        except signing.BadSignature:
            return None
