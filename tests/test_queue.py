"""The first page of the desk: who is waiting, for what, and how many."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from comments.models import Comment, ModerationRules, Thread
from desk.models import AnswerDraft
from desk.queue import LISTS, Listed, balanced
from tests.lasting import lasting

COACHS = ["touch-base", "scheduled", "begun"]


def first_page(client, query=""):
    return client.get(f"/admin/{query}").content.decode()


def section(html, name):
    """Return the list of this name, or an empty text where it is left out."""
    found = re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', html, re.DOTALL)
    return found[0] if found else ""


def numbers(html):
    return dict(re.findall(r'data-count="([\w-]+)">(\d+)<', html))


@lasting
def everything(stage, ann, bob, coach, public):
    """Something on every list."""
    due, later, half, done = (Thread.ask(stage, ann, f"Question {number}") for number in range(4))
    for thread in (due, done):
        thread.answer(coach, "Breathe.")
    due.touch_base_in(1)
    Thread.objects.filter(pk=due.pk).update(touch_base_on=timezone.now().date())
    due.fall_due()
    choices = {"to": later.question, "revision": later.question.revision, "draft": None}
    tomorrow = timezone.now() + timedelta(days=1)
    AnswerDraft.schedule(later, coach, "Soon.", tomorrow, then="answered", weeks=None, feature=False, **choices)
    AnswerDraft.keep(half, coach, "Half", 0)
    Thread.ask(stage, bob, "I am new here")
    public.question.report(bob, "unkind")
    done.last_answer.thank(bob, "You saved my week.")


def test_every_list_has_its_number_and_the_number_is_a_link(as_person, everything, coach):
    html = first_page(as_person(coach))
    ones = ("to-approve", "reports", "touch-base", "scheduled", "begun")
    assert numbers(html) == {"waiting": "3"} | dict.fromkeys(ones, "1")
    for name in numbers(html):
        assert f'href="?show={name}#{name}"' in html and section(html, name).count("data-row") == int(
            numbers(html)[name]
        )


def test_lists_that_are_the_coachs_are_not_shown_to_a_moderator(as_person, everything, mod):
    html = first_page(as_person(mod))
    assert not any(section(html, name) for name in COACHS)
    assert section(html, "waiting") and section(html, "to-approve") and section(html, "reports")


def test_thanks_stand_there_with_their_lines_for_the_coach_alone(as_person, everything, coach, mod):
    assert "You saved my week." in section(first_page(as_person(coach)), "thanks")
    assert "You saved my week." not in first_page(as_person(mod))


def test_lists_with_nothing_on_them_are_left_out_where_nothing_is_to_be_said(as_person, coach):
    html = first_page(as_person(coach))
    assert not any(section(html, name) for name in COACHS) and "No one is waiting." in section(html, "waiting")


def test_who_is_here_for_the_first_time_is_marked(as_person, everything, coach):
    waiting = section(first_page(as_person(coach)), "waiting")
    assert waiting.count("first question") == 1
    assert "first question" in waiting[waiting.index("I am new here") :]


def test_an_answer_that_was_begun_is_marked_for_her_who_began_it(as_person, everything, coach, bob):
    bob.take_role("coach")
    assert "begun" in section(first_page(as_person(coach)), "waiting")
    assert "begun" not in section(first_page(as_person(bob)), "waiting")


@pytest.mark.parametrize(("query", "chosen"), [("", "waiting"), ("?show=begun", "begun"), ("?show=x", "waiting")])
def test_on_a_phone_one_list_is_shown_at_a_time(as_person, everything, coach, query, chosen):
    html = first_page(as_person(coach), query)
    assert html.count("is-chosen") == 1 and "is-chosen" in section(html, chosen)


def test_a_phone_begins_with_the_first_list_that_has_anything_on_it(as_person, answered, coach):
    assert "is-chosen" in section(first_page(as_person(coach)), "answered")


def test_a_row_can_be_done_with_where_it_stands(as_person, asked, mod):
    row = section(first_page(as_person(mod)), "to-approve")
    path, revision = re.search(r'formaction="([^"]+/spam/)" name="revision" value="(\d+)"', row).groups()
    response = as_person(mod).post(path, {"revision": revision, "back": "queue", "comment": asked.question.pk})
    assert response["Location"] == "/admin/" and asked.question.status == Comment.Status.SPAM


def test_a_module_is_told_what_it_did_and_how_to_undo_it(as_person, asked, mod):
    client = as_person(mod)
    form = {"revision": asked.question.revision, "back": "queue"}
    said = client.post(f"/admin/comments/{asked.question.pk}/spam/", form, headers={"X-Part": "1"}).json()
    assert said["said"] == "Marked as spam." and "undo-bar" in said["bar"] and said["waiting"] == 0
    assert "Marked as spam" not in re.sub("undo-bar.*?</form>", "", first_page(client), flags=re.DOTALL)


@pytest.mark.parametrize(("reason", "status", "words"), [("", 422, "Please say why"), ("It names him.", 409, "faster")])
def test_a_module_is_told_why_nothing_was_done(as_person, asked, coach, mod, reason, status, words):
    stale = asked.question.revision
    asked.question.approve(coach)
    form = {"revision": stale, "reason": reason}
    response = as_person(mod).post(f"/admin/comments/{asked.question.pk}/remove/", form, headers={"X-Part": "1"})
    assert response.status_code == status and words in response.json()["said"]


def test_no_list_is_longer_than_its_bound_and_says_so(as_person, stage, ann, coach):
    ModerationRules.objects.create(pk=1, most_an_hour_new=99)
    for number in range(52):
        Thread.ask(stage, ann, f"Question {number}")
    html = first_page(as_person(coach))
    assert section(html, "waiting").count("data-row") == 50 and "Showing the first 50." in html
    assert numbers(html)["waiting"] == "52"


class Counted:
    """Counts queries."""

    number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


def test_the_first_page_costs_the_same_for_one_and_for_five(as_person, stage, public, ann, bob, coach):
    ModerationRules.objects.create(pk=1, most_an_hour=999, most_an_hour_new=999)
    client, costs = as_person(coach), []
    first_page(client)
    for number in range(5):
        AnswerDraft.keep(Thread.ask(stage, ann, f"Half {number}"), coach, "Half", 0)
        Thread.ask(stage, bob, f"New {number}")
        Thread.ask(stage, ann, f"Done {number}").answer(coach, "x")
        if number in {0, 4}:
            with connection.execute_wrapper(counted := Counted()):
                first_page(client)
            costs.append(counted.number)
    assert costs[0] == costs[1]


def test_every_list_has_a_name_of_its_own():
    assert len({each.name for each in LISTS}) == len(LISTS)


@pytest.mark.parametrize(("who", "count"), [("coach", 2), ("mod", 1)])
def test_the_tab_asks_how_many_wait(as_person, request, stage, public, bob, mod, who, count):
    Thread.ask(stage, bob, "Mine alone", visibility="private")
    answer = as_person(request.getfixturevalue(who)).get("/admin/waiting/")
    assert answer.json() == {"waiting": count} and "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("who", ["bob", "nobody"])
def test_nobody_else_is_told_how_many_wait(as_person, request, public, bob, who):
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    assert client.get("/admin/waiting/").status_code in {302, 403}


def lists(*lengths):
    return [{"list": Listed(str(place), "", None, ""), "rows": [None] * many} for place, many in enumerate(lengths)]


@pytest.mark.parametrize(
    ("lengths", "columns"),
    [((1, 12, 1, 1), [["0", "2", "3"], ["1"]]), ((12, 1, 1, 1), [["0"], ["1", "2", "3"]]), ((0,), [["0"], []])],
)
def test_the_columns_of_the_first_page_are_about_as_high_as_each_other(lengths, columns):
    assert [[each["list"].name for each in column] for column in balanced(lists(*lengths))] == columns
