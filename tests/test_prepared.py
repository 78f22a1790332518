"""Queries whose SQL is kept: they say what Django's own would, with other values each time."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment, Thread
from comments.models.switch import Switch
from stages.models import Stage
from stages.prepared import prepared, read_again, save_fields, save_new


@prepared
def comments_of(thread, kind):
    return Comment.objects.filter(thread=thread, kind=kind).select_related("author").order_by("number")


@prepared
def written_since(moment):
    return Comment.objects.filter(created_at__gte=moment).order_by("pk").values_list("pk", flat=True)


@prepared
def under_key(key):
    return Comment.objects.filter(submission=key)


def test_other_values_find_other_rows(public, asked, bob):
    reply = public.question.reply(bob, "Me too.")
    assert comments_of(public, "question") == [public.question] and comments_of(asked, "question") == [asked.question]
    assert comments_of(public.pk, "reply") == [reply] and comments_of(0, "reply") == []


def test_what_was_joined_comes_along(public, ann):
    [question] = comments_of(public, "question")
    with CaptureQueriesContext(connection) as captured:
        assert question.author == ann
    assert not captured


def test_a_row_is_as_django_reads_it(public):
    [question] = comments_of(public, "question")
    own = Comment.objects.get(pk=question.pk)
    assert all(getattr(question, field.attname) == getattr(own, field.attname) for field in own._meta.concrete_fields)
    assert hasattr(question.html, "__html__")


def test_moments_and_keys_are_told_as_the_database_takes_them(stage, ann):
    key, before = uuid4(), timezone.now()
    question = Thread.ask(stage, ann, "How long is long?", submission=key).question
    assert under_key.first(key) == question and under_key.first(uuid4()) is None
    assert question.pk in written_since(before) and not written_since(timezone.now() + timedelta(hours=1))


def test_the_sql_is_written_once(public):
    said = []

    @prepared
    def questions(thread):
        said.append(thread)
        return Comment.objects.filter(thread=thread, number=1)

    assert questions(public) == questions(public.pk) == [public.question] and len(said) == 1


def test_the_sql_is_written_once_for_each_number_and_each_fixed_value(public, bob):
    said, both = [], [public.question, public.question.reply(bob, "Me too.")]

    @prepared
    def comments(*keys, most):
        said.append((len(keys), most))
        return Comment.objects.filter(pk__in=keys).order_by("pk")[:most]

    assert comments(*both, most=2) == comments(*reversed(both), most=2) == both
    assert comments(*both, most=1) == both[:1] and comments(both[1], most=1) == both[1:]
    assert said == [(2, 2), (2, 1), (1, 1)]


def test_no_more_statements_are_kept_than_some(db, monkeypatch):
    monkeypatch.setattr("stages.prepared.MOST_KEPT", 3)
    counted = prepared(lambda *, most: Thread.objects.all()[:most])
    for most in range(1, 9):
        assert counted(most=most) == []
    assert len(counted.asked) <= 3


def test_a_moment_that_would_stand_still_is_refused(db):
    @prepared
    def on_now():
        return Switch.objects.filter(until__gt=timezone.now())

    with pytest.raises(TypeError, match="stand still"):
        on_now()


def test_a_new_row_is_written_as_django_writes_it(guide):
    first, second = (Stage(guide=guide, position=at, slug=f"s{at}", title="A  tide", situation="*So*") for at in (1, 2))
    first.save()
    save_new(second)
    kept = [Stage.objects.get(pk=stage.pk) for stage in (first, second)]
    assert kept[0].title == kept[1].title and kept[0].situation_html == kept[1].situation_html != ""
    assert not second._state.adding and second.pk == first.pk + 1


def test_fields_are_saved_and_no_others(asked):
    asked.title, asked.slug = "Another title", "another"
    with CaptureQueriesContext(connection) as captured:
        save_fields(asked, ["title", "title"])
    assert captured[0]["sql"].count('"title" =') == 1  # PostgreSQL takes no second
    kept = Thread.objects.get(pk=asked.pk)
    assert kept.title == "Another title" and kept.slug != "another"


def test_a_row_that_points_to_one_not_saved_is_refused(guide):
    stage = Stage(guide=guide, position=1, slug="tide", title="Tide")
    with pytest.raises(ValueError, match="unsaved"):
        save_new(Thread(stage=stage))


def test_a_row_that_is_read_again_forgets_what_it_knew(asked, bob):
    held = Thread.objects.select_related("asker").get(pk=asked.pk)
    Thread.objects.filter(pk=asked.pk).update(asker=bob, title="Another")
    read_again(held, Thread.objects.get(pk=asked.pk))
    assert held.asker == bob and held.title == "Another"


def test_a_count_is_kept_with_its_filters(public, bob):
    @prepared
    def replies_in(thread):
        said = Comment.objects.filter(thread=thread, kind="reply").order_by().values("thread")
        return said.annotate(count=models.Count("pk")).values_list("count", flat=True)

    assert replies_in.first(public) is None
    public.question.reply(bob, "Me too.")
    assert replies_in.first(public) == 1
