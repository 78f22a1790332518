"""The server's clock is set back: what comes later still counts as later."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Comment, ModerationEntry, Thread
from stages.models import Stage

State = Thread.State


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def set_back(time_machine):
    """Return a function that sets the clock back by an hour."""
    return lambda: time_machine.move_to(timezone.now() - timedelta(hours=1), tick=False)


def test_who_writes_again_waits_again(answered, ann, coach, set_back):
    fresh(answered).close(coach)
    set_back()
    answered.last_answer.reply(ann, "It has come back.")
    assert fresh(answered).state == State.WAITING_FOR_COACH


def test_what_the_coach_sets_holds(answered, ann, coach, set_back):
    answered.last_answer.reply(ann, "Thank you!")
    set_back()
    fresh(answered).need_no_answer(coach)
    assert fresh(answered).state == State.ANSWERED


def test_who_has_moved_on_is_let_go(public, ann, set_back):
    set_back()
    fresh(public).move_on()
    assert fresh(public).state == State.CLOSED


def test_an_edit_after_the_answer_is_shown_as_such(answered, set_back):
    set_back()
    question = fresh(answered.question)
    question.edit("He has gone very quiet.", question.revision)
    assert fresh(answered.question).was_edited_after_answer()


def test_the_times_in_a_thread_go_the_way_of_its_numbers(answered, ann, coach, set_back):
    set_back()
    for words in ["One", "Two"]:
        answered.last_answer.reply(ann, words)
    times = list(Comment.objects.filter(thread=answered).order_by("number").values_list("created_at", flat=True))
    assert times == sorted(set(times))


def test_the_last_act_is_the_one_that_is_undone(public, ann, bob, coach, set_back):
    reply = public.question.reply(bob, "Me too.")
    reply.approve(coach)
    set_back()
    fresh(reply).remove(coach, "No.")
    last = ModerationEntry.objects.just_done_by(coach)
    assert last is None or last.act == "remove"


def test_the_newest_version_is_the_one_that_was_saved_last(stage, set_back):
    set_back()
    stage.title = "Room"
    stage.save()
    assert [version.title for version in Stage.versions(stage)] == ["Room", "Distance"]
