"""Touch base: the coach's promise to ask how it went, kept by the system."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Thread
from leanback import tasks

State = Thread.State


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def days_later(time_machine, days):
    """Let some days go by, and the worker come round."""
    time_machine.move_to(timezone.now() + timedelta(days=days))
    tasks.tend.func()


def test_a_promise_falls_due_on_its_day_and_not_before(answered, time_machine):
    answered.touch_base_in(2)
    days_later(time_machine, 13)
    assert fresh(answered).state == State.ANSWERED
    days_later(time_machine, 1)
    assert (fresh(answered).state, fresh(answered).touch_base_on) == (State.TOUCH_BASE_DUE, None)


def test_the_day_is_the_one_where_the_coach_lives(answered, identity, time_machine):
    identity.time_zone = "Pacific/Auckland"
    identity.save()
    time_machine.move_to("2026-11-23 12:00+00:00")  # already the 24th there
    answered.touch_base_in(1)
    assert str(answered.touch_base_on) == "2026-12-01"


def test_what_is_due_is_no_longer_due_when_she_writes(answered, ann, time_machine):
    answered.touch_base_in(1)
    days_later(time_machine, 7)
    answered.question.reply(ann, "He has written!")
    tasks.tend.func()
    assert fresh(answered).state == State.WAITING_FOR_COACH


def test_who_waits_when_the_day_comes_is_answered_first(answered, ann, coach, time_machine):
    answered.touch_base_in(1)
    answered.question.reply(ann, "I cannot wait for next week.")
    days_later(time_machine, 8)
    assert fresh(answered).state == State.WAITING_FOR_COACH
    fresh(answered).answer(coach, "Here I am.")
    tasks.tend.func()
    assert (fresh(answered).state, fresh(answered).touch_base_on) == (State.ANSWERED, None)


def test_an_answer_leaves_a_promise_that_is_still_to_come(answered, coach):
    answered.touch_base_in(3)
    fresh(answered).answer(coach, "One thing more.")
    assert fresh(answered).touch_base_on == answered.touch_base_on


@pytest.mark.parametrize(("days", "is_kept"), [(6, False), (7, True)])
def test_answering_who_waits_on_the_promised_day_keeps_the_promise(
    answered, ann, coach, time_machine, identity, days, is_kept
):
    answered.touch_base_in(1)
    answered.question.reply(ann, "I cannot wait for next week.")
    time_machine.move_to(timezone.now() + timedelta(days=days))
    fresh(answered).answer(coach, "Here I am.")
    assert (fresh(answered).touch_base_on is None) is is_kept


def test_who_took_leave_is_not_asked(answered, time_machine):
    answered.touch_base_in(1)
    answered.close()
    days_later(time_machine, 8)
    assert fresh(answered).state == State.CLOSED


@pytest.mark.parametrize("days", [1, 8])
def test_a_promise_can_be_done_with_before_its_day_and_after(answered, time_machine, days):
    answered.touch_base_in(1)
    days_later(time_machine, days)
    fresh(answered).touched_base()
    days_later(time_machine, 8)
    assert (fresh(answered).state, fresh(answered).touch_base_on) == (State.ANSWERED, None)


def test_a_waiting_question_goes_on_waiting_when_a_promise_is_done_with(answered, ann):
    answered.touch_base_in(1)
    answered.question.reply(ann, "And now?")
    fresh(answered).touched_base()
    assert fresh(answered).state == State.WAITING_FOR_COACH


def test_the_answer_form_promises(as_person, public, coach):
    client = as_person(coach)
    form = client.get(f"/admin/threads/{public.pk}/").context["answer_form"]
    sent = {field.name: str(field.value()) for field in form} | {"text": "Breathe.", "weeks": "2"}
    client.post(f"/admin/threads/{public.pk}/answer/", sent)
    assert fresh(public).touch_base_on == timezone.now().date() + timedelta(weeks=2)


@pytest.mark.parametrize(("who", "status"), [("coach", 302), ("mod", 403), ("ann", 302), ("nobody", 302)])
@pytest.mark.parametrize("act", ["touched-base", "need-no-answer"])
def test_only_the_coach_says_that_nothing_is_due(as_person, request, answered, who, status, act):
    answered.touch_base_in(1)
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    response = client.post(f"/admin/threads/{answered.pk}/{act}/")
    done = who == "coach" and act == "touched-base"
    assert response.status_code == status and (fresh(answered).touch_base_on is None) == done


def test_thanks_need_no_answer_and_new_words_do(as_person, answered, ann, coach):
    answered.question.reply(ann, "Thank you!")
    client = as_person(coach)
    assert "This needs no answer" in client.get(f"/admin/threads/{answered.pk}/").content.decode()
    client.post(f"/admin/threads/{answered.pk}/need-no-answer/")
    assert fresh(answered).state == State.ANSWERED
    answered.question.reply(ann, "One more thing.")
    assert fresh(answered).state == State.WAITING_FOR_COACH


# Without an answer


def test_she_promises_without_an_answer_and_the_log_says_so(as_person, answered, coach):
    as_person(coach).post(f"/admin/threads/{answered.pk}/touch-base/", {"weeks": "2"})
    assert fresh(answered).touch_base_on == timezone.localdate() + timedelta(weeks=2)
    assert answered.entries.first().act == "promise"


def test_what_is_due_is_put_off(as_person, answered, coach, time_machine):
    answered.touch_base_in(1)
    days_later(time_machine, 7)
    as_person(coach).post(f"/admin/threads/{answered.pk}/touch-base/", {"weeks": "1"})
    assert fresh(answered).state == State.ANSWERED
    days_later(time_machine, 7)
    assert fresh(answered).state == State.TOUCH_BASE_DUE


@pytest.mark.parametrize("weeks", ["", "5", "-1", "x", "99999999999"])
def test_a_promise_that_is_none_changes_nothing(as_person, answered, coach, weeks):
    assert as_person(coach).post(f"/admin/threads/{answered.pk}/touch-base/", {"weeks": weeks}).status_code == 404
    assert fresh(answered).touch_base_on is None
