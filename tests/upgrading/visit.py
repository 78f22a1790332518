"""Opens pages of a site that was upgraded, and lets its worker do what was waiting; prints what came as JSON. It is
two days after the site was left."""

import json
import sys
from datetime import UTC, datetime

import django
import time_machine

if __name__ == "__main__":
    django.setup()

from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.test import Client
from django_tasks_db.models import DBTaskResult

from comments.models import Comment, Thread
from exchange.models import OldPlace
from letters.models import Letter
from practice.models import Practice
from stages.models import OldAddress

LATER = datetime(2026, 12, 2, 12, tzinfo=UTC)  # what was scheduled for the next day is due
KNOWN = "Zugzwang"  # a word that stands in one question alone
SCHEDULED = "Good morning."  # an answer that was to be sent on the day after


def browser_of(email):
    """Return a client with the cookie that this person's browser has had since then; of nobody, for an empty text."""
    client = Client(raise_request_exception=False)
    if email:
        client.cookies["session"] = UserSession.objects.get(user__email=email).session_key
    return client


def pages():
    """Yield a name, whose browser opens it, and the path of a page."""
    talk = Thread.objects.get(title__startswith=KNOWN)
    private = Thread.objects.get(title__startswith="For you alone")
    merged = Thread.objects.exclude(merged_into=None).get()
    old = OldAddress.objects.get(kind="stage")
    yield "home", "", "/"
    yield "stage", "", f"/stages/{talk.stage.slug}/"
    yield "moved stage", "", f"/stages/{old.slug}/"
    yield "thread", "", talk.get_absolute_url()
    yield "merged thread", "", merged.get_absolute_url()
    yield "answer", "", f"/comments/{talk.last_answer_id}/"
    yield "questions", "", "/questions/"
    yield "library", "", "/library/"
    yield "her own page", "", "/about/"
    yield "search", "", f"/search/?q={KNOWN}"
    yield "private thread of another", "", private.get_absolute_url()
    yield "private thread", "anémona@example.org", private.get_absolute_url()
    yield "my page", "anémona@example.org", "/me/"
    yield "desk", "coach@example.org", "/admin/"
    yield "thread at the desk", "coach@example.org", f"/admin/threads/{talk.pk}/"
    yield "log", "coach@example.org", "/admin/comments/moderationentry/"
    yield "reader at the desk", "coach@example.org", f"/admin/people/{talk.asker_id}/"
    for letter in Letter.objects.sent():
        yield "letter", "", letter.get_absolute_url()
    for place in OldPlace.objects.filter(kind="guide", path__startswith="/"):
        yield "address of the old blog", "", f"{place.path}/"
    for practice in Practice.objects.exclude(answer=None):
        yield "practice", "anémona@example.org", practice.get_absolute_url()


def opened(email, path):
    response = browser_of(email).get(path)
    return {"status": response.status_code, "to": response.get("Location", ""), "text": response.content.decode()}


def work():
    """Let the worker do what waited; returns the paths of the tasks that failed."""
    call_command("worker", batch=True, startup_delay=False, verbosity=0)
    return sorted({task.task_path for task in DBTaskResult.objects.failed()})


def visit():
    """Return what every page said, the tasks that failed, and how often the scheduled answer was sent."""
    with time_machine.travel(LATER):
        came = {name: opened(email, path) for name, email, path in pages()}
        failed = work()
        return {"pages": came, "failed": failed, "answered": Comment.objects.filter(text=SCHEDULED).count()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(visit()))
