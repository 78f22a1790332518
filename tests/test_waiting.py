"""An honest queue: her place in line, how long answers take, and whether the coach is away."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Thread
from comments.models.comment import Comment
from exchange.bulk_writing import Spoken, bring_in

Status = Comment.Status


def answered_after(stage, coach, *days, ago=10, **about):
    """Threads whose askers waited so many days; the answers came some days ago."""
    for waited in days:
        at = timezone.now() - timedelta(days=ago)
        said = [
            Spoken("q", None, "Iris", False, at - timedelta(days=waited), Status.APPROVED, "How long?"),
            Spoken("a", "q", "", True, at, Status.APPROVED, "So long."),
        ]
        bring_in(stage, said, coach, **about)


def waiting(stage, coach, count, **about):
    """Threads that wait since before all others."""
    for _number in range(count):
        at = timezone.now() - timedelta(days=9)
        bring_in(stage, [Spoken("q", None, "Iris", False, at, Status.APPROVED, "And I?")], coach, **about)


def standing(client, thread):
    return " ".join(client.get(thread.get_absolute_url()).content.decode().split())


def test_usual_and_slowest_are_those_of_the_last_ninety_days(stage, coach):
    answered_after(stage, coach, 1, 2, 3, 4, 30)
    answered_after(stage, coach, 300, ago=91)
    waits = Thread.objects.waits_lately()
    assert (waits.usual, waits.slowest) == ("3 days", "30 days")


def test_she_is_told_both(as_person, asked, ann, stage, coach):
    answered_after(stage, coach, 1, 2, 3, 4, 30)
    expected = "Lately half of the answers came within 3 days. The longest wait was 30 days."
    assert expected in standing(as_person(ann), asked)


def test_a_wait_is_rounded_up_and_never_down(stage, coach):
    answered_after(stage, coach, 0.1, 0.1, 0.1, 0.1, 6.2)
    waits = Thread.objects.waits_lately()
    assert (waits.usual, waits.slowest) == ("1 day", "7 days")


def test_of_too_few_answers_nothing_is_made_up(as_person, asked, ann, stage, coach):
    answered_after(stage, coach, 1, 2, 3, 4)
    assert "say yet how long an answer will take" in standing(as_person(ann), asked)


def test_what_was_made_up_as_a_demo_does_not_count(stage, ann, coach):
    answered_after(stage, coach, 1, 1, 1, 1, 1, is_demo=True)
    waiting(stage, coach, 2, is_demo=True)
    hers = Thread.ask(stage, ann, "And I?")
    assert not Thread.objects.waits_lately().are_known and hers.place_in_line().before == 0


@pytest.mark.parametrize(
    ("before", "said"),
    [(0, "re next in line."), (1, "s one question before yours."), (3, "There are 3 questions before")],
)
def test_she_is_told_her_place_in_line(as_person, asked, ann, stage, coach, before, said):
    waiting(stage, coach, before)
    assert said in standing(as_person(ann), asked)


def test_a_line_that_is_too_long_to_be_counted_is_not(as_person, asked, ann, stage, coach, monkeypatch):
    monkeypatch.setattr("comments.models.waits.LONGEST_LINE", 3)
    waiting(stage, coach, 4)
    assert "There are more than 3 questions before yours." in standing(as_person(ann), asked)


def test_the_line_moves_when_somebody_is_answered_or_gives_up(as_person, stage, ann, bob, coach):
    first, second = Thread.ask(stage, bob, "I first?"), Thread.ask(stage, coach, "I second?")
    hers = Thread.ask(stage, ann, "And I?")
    assert hers.place_in_line().before == 2
    first.answer(coach, "Yes.")
    second.question.withdraw()
    assert hers.place_in_line().before == 0


def test_she_is_told_that_the_coach_is_away(as_person, asked, ann, identity):
    identity.away_until = timezone.localdate() + timedelta(days=3)
    identity.save()
    assert "The coach is away until" in standing(as_person(ann), asked)


def test_who_is_answered_is_not_told_of_a_line(as_person, answered, ann):
    html = standing(as_person(ann), answered)
    assert "next in line" not in html and "answers came within" not in html


@pytest.mark.parametrize("who", ["bob", "coach", "nobody"])
def test_nobody_else_sees_where_she_stands(as_person, request, public, who):
    html = standing(as_person(None if who == "nobody" else request.getfixturevalue(who)), public)
    assert "in line" not in html and 'class="standing"' not in html


def test_it_costs_the_same_on_a_small_site_and_on_a_large_one(as_person, asked, ann, stage, coach):
    counts = []
    for more in (1, 49):
        answered_after(stage, coach, *[1] * more)
        waiting(stage, coach, more)
        with CaptureQueriesContext(connection) as captured:
            standing(as_person(ann), asked)
        counts.append(len([query for query in captured if "asked_at" in query["sql"] or "COUNT" in query["sql"]]))
    assert counts[0] == counts[1]


def test_both_are_found_by_an_index(asked, monkeypatch):
    """PostgreSQL reads a small table whole, or by any index, and a large one by the statistics that it keeps of it."""
    if connection.vendor == "postgresql":
        now = timezone.now()
        line = [Thread(stage=asked.stage, asker=asked.asker, slug="x", waiting_since=now) for _ in range(500)]
        Thread.objects.bulk_create(line)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE comments_thread; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    with CaptureQueriesContext(connection) as captured:
        Thread.objects.waits_lately()
        asked.place_in_line()
    for query, index in zip(captured, ["waited_lately", "in_line"], strict=True):
        with connection.cursor() as cursor:
            explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
            cursor.execute(explain + query["sql"])
            plan = str(cursor.fetchall())
        assert index in plan and "SORT" not in plan.upper() and "TEMP B-TREE" not in plan
