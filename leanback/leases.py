"""Who is doing what: a worker holds its task by a lease, and takes up what was let fall by one that died.

A lease is the row of the task itself: it is RUNNING, and its `started_at` is renewed every few seconds. Whoever looks
after lost work trusts no clock but its own: a task is lost when its row has stayed the same for a minute of looking,
during which the one who looked could write to the database all the time. (docs/decisions/0024-leases.md)"""

import threading
from datetime import timedelta
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

LOST_AFTER = settings.WORK_IS_LOST_AFTER  # seconds without a sign of life
EVERY = LOST_AFTER / 6  # seconds between renewals, and between looks at those of others
# How long a task waits whose worker was killed: at once, but one that kills every worker must not keep them from the rest.
AFTER_KILLS = [timedelta(), timedelta(), timedelta(), timedelta(minutes=5), timedelta(hours=1)]


class Lease:
    """One task that a worker is doing. Used by two threads: the one that works, and the one that renews."""

    def __init__(self, row):
        self.row, self.renewed_at, self.lock = row, row.started_at, threading.Lock()

    def rows(self):
        """The task's row, as long as it is ours."""
        return DBTaskResult.objects.running().filter(pk=self.row.pk, started_at=self.renewed_at)

    def renew(self):
        """Show a sign of life."""
        with self.lock:
            now = timezone.now()
            if self.rows().update(started_at=now):
                self.renewed_at = now

    def finish(self, error=None):
        """The task is done, or has failed with an error."""
        with self.lock:
            if self.rows().exists():
                self.row.set_failed(error) if error else self.row.set_successful(None)

    def hand_back(self, wait=None):
        """Let any worker do the task anew, now or after a time. Its attempts are the workers that its row names; one that
        was asked to stop is none."""
        with self.lock:
            workers = self.row.worker_ids if wait else self.row.worker_ids[:-1]
            ready_again(self.rows(), wait, worker_ids=workers)


def ready_again(rows, wait=None, **changes):
    """Put tasks back into the queue, to be done after a time if one is given; return how many they were."""
    if wait:
        changes["run_after"] = timezone.now() + wait
    return rows.update(status=TaskResultStatus.READY, started_at=None, **changes)


class LostWork:
    """What one worker has seen of the tasks that are being done."""

    def __init__(self):
        self.forget()

    def forget(self):
        """Begin to look anew: while we could not write, nobody else could show a sign of life."""
        self.seen, self.looked_at = {}, monotonic()

    @transaction.atomic
    def take_up(self):
        """Look, and put back into the queue what is lost; return the rows."""
        now = monotonic()
        if now - self.looked_at > 2 * EVERY:
            self.forget()
        running = list(DBTaskResult.objects.running())
        self.seen = {(row.pk, row.started_at): self.seen.get((row.pk, row.started_at), now) for row in running}
        self.looked_at = now
        lost = [row for row in running if now - self.seen[row.pk, row.started_at] >= LOST_AFTER]
        return [row for row in lost if take_up(row)]


def take_up(row):
    """Put one lost task back into the queue, unless somebody was faster."""
    waits = AFTER_KILLS[min(len(row.worker_ids), len(AFTER_KILLS)) - 1]
    mine = DBTaskResult.objects.running().filter(pk=row.pk, started_at=row.started_at)
    return bool(ready_again(mine, waits))
