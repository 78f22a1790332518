"""All mail goes through the queue: a dead mail server never costs anyone a page."""

from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from accounts.models import OutgoingMail
from accounts.tasks import deliver


class QueueBackend(BaseEmailBackend):
    """Django's mail backend that keeps each mail as a row and enqueues its delivery in the same transaction."""

    def send_messages(self, messages):
        """Return how many mails were kept."""
        for message in messages:
            post(message)
        return len(messages)


@transaction.atomic
def post(message, key=None, not_before=None):
    """Keep one mail and enqueue its delivery; a mail whose `key` was posted before is not posted twice."""
    mail = OutgoingMail.objects.post(message, key, not_before)
    deliver.using(run_after=mail.not_before).enqueue(mail.pk)
    return mail
