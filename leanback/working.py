"""A worker that lives through what happens to its database, and neither loses nor doubles what it has in hand."""

import logging
import signal
import sys
import threading
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import connection
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from accounts.patience import AWAY, first_line, until_the_database_is_back
from leanback import leases

log = logging.getLogger(__name__)

# How long a task waits that found the database away; one that always does keeps nobody from the rest.
AFTER_TROUBLE = [timedelta(seconds=seconds) for seconds in (10, 30, 60, 300, 3600)]


class Stopped(BaseException):
    """The worker is to stop, and the task in hand has had its time."""


class Worker(db_worker.Worker):
    """Django's worker of tasks in the database, with leases."""

    lease = None  # what is in hand
    may_be_cut_off = False
    times_asked_to_stop = 0

    def run(self):
        """Work until told to stop. Whatever the database does, it is waited for."""
        over = threading.Event()
        threading.Thread(target=self.keep_leases, args=[over], daemon=True).start()
        try:
            until_the_database_is_back(super().run)
        finally:
            over.set()
            self.hand_back_what_was_just_taken()

    def run_task(self, db_task_result):
        """Do one task. What the database would not take is done again; what is broken is marked as failed."""
        self.running_task, self.lease = True, leases.Lease(db_task_result)
        try:
            until_the_database_is_back(self.outcome(db_task_result))
        finally:
            self.running_task, self.lease = False, None
            signal.setitimer(signal.ITIMER_REAL, 0)
            self._run_tasks += 1

    def outcome(self, row):
        """Do what a row of the queue asks for; return how its lease is to end, as a function."""
        lease = self.lease
        try:
            self.call(row)
        except Stopped:
            connection.close()
            log.warning("%s is handed back, to be done anew", row.task_path)
            return lease.hand_back
        except AWAY as error:
            connection.close()
            wait = AFTER_TROUBLE[min(len(row.worker_ids), len(AFTER_TROUBLE)) - 1]
            log.warning("%s could not use the database, again in %s: %s", row.task_path, wait, first_line(error))
            return partial(lease.hand_back, wait)
        except Exception as error:
            log.error("%s failed: %s", row.task_path, type(error).__name__)  # what it says may name somebody
            return partial(lease.finish, error)
        return lease.finish

    def call(self, row):
        result = row.task_result
        context = [db_worker.TaskContext(task_result=result)] if row.task.takes_context else []
        self.may_be_cut_off = True
        try:
            row.task.call(*context, *result.args, **result.kwargs)
        finally:
            self.may_be_cut_off = False

    def keep_leases(self, over):
        """Show signs of life for what is in hand, and take up what others let fall. (A thread of its own.)"""
        lost = leases.LostWork()
        while not over.wait(leases.EVERY):
            try:
                if lease := self.lease:
                    lease.renew()
                for row in lost.take_up():
                    log.warning("%s was lost by a worker that died, and is taken up again", row.task_path)
            except Exception as error:  # this thread must not die of anything
                lost.forget()
                log.debug("no look at leases: %s", type(error).__name__)
            finally:
                connection.close()

    def hand_back_what_was_just_taken(self):
        """A stop may come between the taking of a task and its beginning."""
        try:
            for row in DBTaskResult.objects.running():
                if row.worker_ids[-1:] == [self.worker_id]:
                    leases.Lease(row).hand_back()
        except AWAY:  # then others take it up after a minute
            connection.close()

    # Stopping

    def configure_signals(self):
        super().configure_signals()
        signal.signal(signal.SIGALRM, self.cut_off)

    def shutdown(self, signum, frame):
        """Stop: at once when nothing is in hand; else what is in hand may end, for some seconds or until asked again."""
        self.running = False
        self.times_asked_to_stop += 1
        if not self.running_task:
            sys.exit(0)
        log.info("Stopping, after what is in hand")
        signal.setitimer(signal.ITIMER_REAL, settings.WORK_MAY_END_IN if self.times_asked_to_stop == 1 else 0.01)

    def cut_off(self, signum, frame):
        """What is in hand had its time. What is done and only to be written down is waited for, unless asked again."""
        if self.may_be_cut_off:
            raise Stopped
        if self.times_asked_to_stop > 1:
            sys.exit(1)
