"""Waiting for the reader: she was asked something back, is reminded once, and is let go kindly."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.task_queue import enqueue

REMINDED_AFTER = timedelta(weeks=1)
CLOSED_AFTER = timedelta(weeks=4)


class AskingBack:
    """The part of a Thread that waits for its asker."""

    @transaction.atomic
    def remind(self):
        """Remind her, once, that she was asked something back."""
        self.lock()
        if type(self).objects.to_remind().filter(pk=self.pk).exists():
            self.reminded_at = timezone.now()
            self.save(update_fields=["reminded_at"])
            enqueue("comments.tasks.tell_asked_back", self.pk)

    @transaction.atomic
    def let_go(self):
        """She has not written for weeks: close it kindly, and tell her that it opens again when she writes."""
        self.lock()
        if type(self).objects.to_let_go().filter(pk=self.pk).exists():
            self.reminded_at = self.reminded_at or timezone.now()
            self.set_by_hand(self.State.CLOSED)
            enqueue("comments.tasks.tell_asked_back", self.pk)

    def was_let_go(self):
        """Was it closed because she did not write?"""
        return self.state == self.State.CLOSED and self.reminded_at is not None
