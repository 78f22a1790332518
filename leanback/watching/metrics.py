"""Numbers for Prometheus. The processes of a server count into files that they share in memory (on a disk, one that is full
would end them), so that whichever is asked tells of all; what lies in the database is counted when it is asked for. Views are
named, addresses never: those of private questions speak."""

import os

from django.db import DatabaseError, InterfaceError
from django.db.models import Count, Min
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from accounts.models import OutgoingMail
from comments.models import Comment, Thread
from leanback.watching.access import for_operators
from leanback.watching.ready import due_longest
from leanback.watching.shared_numbers import SHARED

SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)

counted = CollectorRegistry()
requests = Counter("leanback_requests", "Answers.", ["view", "method", "status"], registry=counted)
seconds = Histogram("leanback_request_seconds", "How long they took.", ["view"], registry=counted, buckets=SECONDS)
pages = Counter("leanback_pages", "Pages for strangers: kept or drawn.", ["how"], registry=counted)


class Database:
    """What the database knows: the queue, mail, who waits."""

    def collect(self):
        now = timezone.now()
        try:
            yield from (*queue(now), *mail(now), *people(now))
            yield gauge("leanback_database_up", "Can the database be read?", 1)
        except (DatabaseError, InterfaceError):
            yield gauge("leanback_database_up", "Can the database be read?", 0)


def gauge(name, told, value):
    return GaugeMetricFamily(name, told, value=value)


def age(moment, now):
    """Return how long ago a moment was, in seconds; 0 of none."""
    return max(0, (now - moment).total_seconds()) if moment else 0


def queue(now):
    """Tasks by status, and how late the one is that has been due longest."""
    tasks = GaugeMetricFamily("leanback_tasks", "Tasks in the queue.", labels=["status"])
    for status, count in DBTaskResult.objects.order_by().values_list("status").annotate(Count("pk")):
        tasks.add_metric([status.lower()], count)
    return tasks, gauge(
        "leanback_tasks_oldest_seconds", "How long the oldest task that is due has waited.", age(due_longest(), now)
    )


def mail(now):
    """Mails that wait to be sent, that were given up, and how long the oldest has waited."""
    waiting = OutgoingMail.objects.filter(sent_at=None, given_up_at=None)
    oldest = waiting.aggregate(first=Min("created_at"))["first"]
    given_up = OutgoingMail.objects.filter(given_up_at__isnull=False).count()
    return (
        gauge("leanback_mail_waiting", "Mails that wait to be sent.", waiting.count()),
        gauge("leanback_mail_oldest_seconds", "How long the oldest of them has waited.", age(oldest, now)),
        gauge("leanback_mail_given_up", "Mails that were given up lately.", given_up),
    )


def people(now):
    """Readers who wait for the coach, what waits for approval, and what speaks of danger and nobody has seen to."""
    line = Thread.objects.in_line()
    first = line.aggregate(first=Min("waiting_since"))["first"]
    return (
        gauge("leanback_waiting", "Questions that wait for the coach.", line.count()),
        gauge("leanback_waiting_oldest_seconds", "How long the first of them has waited.", age(first, now)),
        gauge("leanback_to_approve", "Messages that wait for approval.", Comment.objects.pending().count()),
        gauge("leanback_concerns", "Messages that may speak of danger.", Comment.objects.to_be_seen_to().count()),
    )


@require_safe
@never_cache
@for_operators
def metrics(request):
    """All numbers, as Prometheus reads them."""
    registry = CollectorRegistry()
    registry.register(Database())
    if SHARED in os.environ:
        MultiProcessCollector(registry)
        return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    return HttpResponse(generate_latest(counted) + generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
