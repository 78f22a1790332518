"""The made-up site of the bench: true to every rule of the database, and the whole desk opens on it."""

import random
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from bench import generator, places
from bench.filling.plan import Plan
from bench.filling.words import Writer
from bench.screens import ACTS, COACH, MODERATOR, SCREENS
from comments.models import Comment, ModerationEntry, Thread
from tests.lasting import lasting

THREADS = 40
DERIVED = ["is_shown", "comment_count", "thanks_count", "last_answer_id", "answered_at", "state", "waiting_since"]


@lasting
def filled(db):
    """A site of forty threads."""
    generator.fill(THREADS, now=timezone.now().replace(microsecond=0) - timedelta(hours=1))


def derived(thread):
    return {name: getattr(thread, name) for name in [*DERIVED, "title", "slug"]}


def html_of(comment):
    field = Comment._meta.get_field("html")
    return field.render(comment, comment.text)


def test_a_made_up_site_keeps_every_rule_and_derives_nothing_wrongly(filled):
    connection.check_constraints()
    threads, comments = list(Thread.objects.all()), list(Comment.objects.select_related("thread"))
    before = [derived(thread) for thread in threads]
    for thread in threads:
        thread.settle()
    assert len(threads) == THREADS and [derived(thread) for thread in threads] == before
    assert all(comment.is_shown == comment.is_to_be_shown() for comment in comments)
    assert all(comment.html == html_of(comment) for comment in comments)


def test_every_state_and_status_is_there(filled):
    states = {*Thread.objects.values_list("state", flat=True)}
    statuses = {*Comment.objects.values_list("status", flat=True)}
    assert states == {*Thread.State.values}
    assert statuses >= {"pending", "approved", "spam", "removed", "withdrawn"}
    assert ModerationEntry.objects.count() > THREADS


def test_every_screen_of_the_desk_opens_and_every_act_can_be_done(filled, as_person):
    for role in (COACH, MODERATOR):
        person = User.objects.filter(groups__name=role).order_by("pk").first()
        client, where = as_person(person), places.of(person)
        for screen in [each for each in SCREENS if role in each.by]:
            assert client.get(places.put(screen.path, where), follow=True).status_code == 200, screen.name
        for act in [each for each in ACTS if role in each.by]:
            with transaction.atomic():
                response = client.post(places.put(act.path, where), places.put(act.form, where))
                transaction.set_rollback(True)
            assert response.status_code in {200, 302}, act.name


def test_a_database_with_content_is_refused(stage):
    with pytest.raises(generator.HasContent):
        generator.fill(1)
    assert not Thread.objects.exists()


def test_one_seed_makes_one_site(db):
    told = [(Plan(9).wishes(chance), Writer(chance, [], 1).reader()) for chance in (random.Random(7), random.Random(7))]
    assert told[0] == told[1]
    assert Writer(random.Random(8), [], 1).reader() != told[0][1]
