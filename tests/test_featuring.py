"""The coach chooses a thread: it stands first on the page of its stage, and the log knows."""

import pytest
from django.db import connection

from comments.models import ModerationEntry, StaleObject, Thread
from stages.models import Stage
from tests.lasting import lasting


@lasting
def two(public, coach, bob):
    """Ann's thread and a newer one of Bob's, both public."""
    newer = Thread.ask(public.stage, bob, "Is a week long?")
    newer.question.approve(coach)
    return Thread.objects.get(pk=public.pk), Thread.objects.get(pk=newer.pk)


def order_on_page(client, stage):
    return [thread.pk for thread in client.get(stage.get_absolute_url()).context["threads"]]


def press(client, thread, act):
    return client.post(f"/admin/threads/{thread.pk}/{act}/", follow=True)


def test_a_chosen_thread_comes_first_on_its_stage_and_says_so(as_person, coach, two):
    older, newer = two
    assert order_on_page(as_person(None), older.stage) == [newer.pk, older.pk]
    press(as_person(coach), older, "feature")
    assert order_on_page(as_person(None), older.stage) == [older.pk, newer.pk]
    assert b"Chosen by the coach" in as_person(None).get(older.stage.get_absolute_url()).content


def test_what_is_chosen_no_longer_goes_back_to_its_place(as_person, coach, two):
    older, newer = two
    older.feature(coach)
    press(as_person(coach), older, "unfeature")
    assert order_on_page(as_person(None), older.stage) == [newer.pk, older.pk]


@pytest.mark.parametrize("act", ["feature", "unfeature"])
@pytest.mark.parametrize("who", ["mod", "ann", None])
def test_nobody_but_the_coach_chooses(request, as_person, two, who, act):
    client = as_person(who and request.getfixturevalue(who))
    assert client.post(f"/admin/threads/{two[0].pk}/{act}/").status_code in {302, 403}
    assert not Thread.objects.exclude(featured_at=None).exists()


@pytest.mark.parametrize("act", ["feature", "unfeature"])
def test_a_look_changes_nothing(as_person, coach, two, act):
    assert as_person(coach).get(f"/admin/threads/{two[0].pk}/{act}/").status_code == 405


def test_the_moderator_sees_no_button(as_person, mod, coach, two):
    path = f"/admin/threads/{two[0].pk}/"
    assert b"/feature/" in as_person(coach).get(path).content
    assert b"/feature/" not in as_person(mod).get(path).content


def test_what_is_not_public_cannot_be_chosen(as_person, coach, asked):
    with pytest.raises(StaleObject):
        asked.feature(coach)
    assert b"/feature/" not in as_person(coach).get(f"/admin/threads/{asked.pk}/").content


def test_choosing_is_logged_once_and_hides_no_undo(as_person, coach, two):
    older, _newer = two
    older.feature(coach)
    older.feature(coach)
    assert ModerationEntry.objects.filter(thread=older, act="feature", by=coach).count() == 1
    assert f"/admin/comments/{older.question.pk}/undo/" in press(as_person(coach), older, "unfeature").content.decode()
    older.question.undo(coach)
    assert older.question.is_pending


def test_a_stage_finds_its_first_page_by_an_index(two):
    rows = Stage.objects.get().threads.public().chosen_first()[:11]
    plan = rows.explain()
    if connection.vendor == "sqlite":
        assert "shown_on_stage" in plan and "TEMP B-TREE" not in plan
