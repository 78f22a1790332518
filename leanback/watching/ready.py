"""Is this process ready for readers? It asks what a page stands on, and how the worker keeps up."""

import shutil
import uuid
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Case, Min, When
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult, get_date_max

from leanback.cache import REDIS_ERRORS
from leanback.views import LEAST_ROOM, RETRY_AFTER
from leanback.watching.access import for_operators

LATE = timedelta(minutes=5)  # for what has been due: then nothing works, or too little
WELL, LATE_WORK = "ok", "late"


def database():
    """Can it be read?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
    return WELL


def shared_cache():
    """Is what was put into it there? Limits are counted in it."""
    mark = uuid.uuid4().hex
    cache.set("is it ready?", mark, 60)
    return WELL if cache.get("is it ready?") else "nothing is kept"


def due_longest():
    """Return since when the task has been due that waits longest, or None."""
    due = Case(When(run_after=get_date_max(), then="enqueued_at"), default="run_after")
    return DBTaskResult.objects.ready().order_by().aggregate(first=Min(due))["first"]


def queue():
    """Has what was due long ago been done?"""
    first = due_longest()
    return LATE_WORK if first and first < timezone.now() - LATE else WELL


def disk():
    return WELL if shutil.disk_usage(settings.VAR).free >= LEAST_ROOM else "no room"


PARTS = {"database": database, "cache": shared_cache, "queue": queue, "disk": disk}


def state_of(part):
    """Return what is to be said of a part; of a failure no more than its kind, since its words may name somebody."""
    try:
        return part()
    except (DatabaseError, InterfaceError, *REDIS_ERRORS, OSError) as error:
        return type(error).__name__


@require_safe
@never_cache
@for_operators
def readyz(request):
    """Say of each part how it is: 200, or 503 if pages cannot be served. A worker that is late does not take pages away from
    readers, so it is told, and is no reason."""
    parts = {name: state_of(part) for name, part in PARTS.items()}
    is_ready = all(state in {WELL, LATE_WORK} for state in parts.values())
    said = {"status": WELL if is_ready else "not ready", **parts}
    return JsonResponse(said, status=200 if is_ready else 503, headers={} if is_ready else {"Retry-After": RETRY_AFTER})
