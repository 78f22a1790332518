"""What became of it: the asker says that it helped, or that she has moved on; nobody waits then, until she writes again."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from comments.models import Thread

State = Thread.State
PAGES = {"helped": "helped", "moved-on": "moved_on"}


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def say(client, thread, what, yes="yes"):
    return client.post(f"/questions/{thread.pk}/{what}/", {"say": yes})


def page(client, thread):
    return client.get(f"/questions/{thread.pk}/", follow=True).content.decode()


@pytest.mark.parametrize(("what", "state"), [("helped", State.ANSWERED), ("moved-on", State.CLOSED)])
def test_she_says_so_and_nobody_waits(as_person, answered, ann, what, state):
    answered.last_answer.reply(ann, "And now?")
    assert say(as_person(ann), answered, what)["Location"] == answered.get_absolute_url()
    after = fresh(answered)
    assert (after.outcome, after.state, after.waiting_since) == (PAGES[what], state, None)
    assert not Thread.objects.waiting().exists()


@pytest.mark.parametrize("what", PAGES)
def test_she_takes_it_back_and_all_is_as_before(as_person, answered, ann, what):
    answered.last_answer.reply(ann, "And now?")
    before = fresh(answered)
    say(as_person(ann), answered, what)
    assert "Take that back" in page(as_person(ann), answered)
    say(as_person(ann), answered, what, "no")
    after = fresh(answered)
    assert (after.outcome, after.outcome_at) == ("", None)
    assert (
        (after.state, after.waiting_since)
        == (before.state, before.waiting_since)
        == (State.WAITING_FOR_COACH, before.waiting_since)
    )


def test_a_question_without_an_answer_leaves_the_line_when_she_moves_on(as_person, public, ann, coach):
    assert "gone quiet" in as_person(coach).get("/admin/").content.decode()
    say(as_person(ann), public, "moved-on")
    assert "No one is waiting." in as_person(coach).get("/admin/").content.decode()


@pytest.mark.parametrize("what", PAGES)
def test_when_she_writes_again_it_is_open_again(as_person, answered, ann, what):
    say(as_person(ann), answered, what)
    answered.last_answer.reply(ann, "It has come back.")
    assert (fresh(answered).state, fresh(answered).outcome) == (State.WAITING_FOR_COACH, "")


def test_when_the_coach_answers_it_stays_said(answered, coach):
    answered.move_on()
    fresh(answered).answer(coach, "I am glad.")
    assert (fresh(answered).state, fresh(answered).outcome) == (State.ANSWERED, "moved_on")


def test_taking_it_back_leaves_what_the_coach_has_set_since(answered, ann):
    answered.last_answer.reply(ann, "And now?")
    fresh(answered).helped()
    fresh(answered).wait_for_reader()
    fresh(answered).take_outcome_back()
    assert fresh(answered).state == State.WAITING_FOR_READER


def test_what_helped_can_only_be_an_answer(as_person, public, ann):
    assert say(as_person(ann), public, "helped").status_code == 404
    assert "/helped/" not in page(as_person(ann), public) and "/moved-on/" in page(as_person(ann), public)


@pytest.mark.parametrize("who", ["bob", "coach", "mod", "nobody"])
@pytest.mark.parametrize("what", PAGES)
def test_nobody_else_says_so_for_her_or_sees_it(as_person, request, answered, who, what):
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    assert say(client, answered, what).status_code in {302, 404} and fresh(answered).outcome == ""
    fresh(answered).helped()
    say(client, answered, what, "no")
    assert fresh(answered).outcome == "helped"
    assert "said that it helped" not in page(client, answered) and f"/{what}/" not in page(client, answered)


def test_the_coach_sees_it(as_person, answered, coach):
    answered.helped()
    for path in ("/admin/", f"/admin/threads/{answered.pk}/"):
        assert "it helped" in as_person(coach).get(path).content.decode()


@pytest.mark.parametrize("what", PAGES)
def test_a_look_says_nothing_and_shows_the_button(as_person, answered, ann, what):
    html = as_person(ann).get(f"/questions/{answered.pk}/{what}/?say=yes").content.decode()
    assert 'name="say" value="yes"' in html and fresh(answered).outcome == ""


def test_an_end_without_a_time_is_none(public):
    with pytest.raises(IntegrityError), transaction.atomic():
        Thread.objects.update(outcome="helped")


def test_what_became_of_it_stands_with_a_sentence_under_an_answer(as_person, answered, ann):
    html = page(as_person(ann), answered)
    standing = html[html.index('<aside class="standing"') : html.index("</aside>")]
    assert "Your question has been answered." in standing
    assert "It helped" in standing and "I have moved on" in standing


def test_no_rule_of_style_hides_what_stands_there():
    assert ".standing:" not in Path("static/css/page.css").read_text()


def test_what_nobody_has_read_yet_has_no_end(as_person, asked, ann):
    assert "I have moved on" not in page(as_person(ann), asked) and "It helped" not in page(as_person(ann), asked)
    assert say(as_person(ann), asked, "moved-on").status_code == 404
