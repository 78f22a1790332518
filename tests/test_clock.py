"""One clock, the coach's: what is typed and shown at the desk, and the sentences of readers."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format

from comments.models import Block, Switch, Thread
from stages.models import Guide

MADRID = ZoneInfo("Europe/Madrid")
NEW_YEAR = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # half past midnight of the next year in Madrid


@pytest.fixture(autouse=True)
def in_madrid(identity):
    identity.time_zone = "Europe/Madrid"
    identity.save()


def publish(client, guide, at, **more):
    form = {"title": guide.title, "slug": guide.slug, "published_at": at} | more
    return client.post(f"/admin/stages/guide/{guide.pk}/change/", form, follow=True)


def published(guide):
    return Guide.objects.get(pk=guide.pk).published_at


def html_of(client, path):
    return client.get(path).content.decode()


# What is typed


def test_publication_is_typed_and_shown_in_her_time(as_person, coach, guide):
    client = as_person(coach)
    publish(client, guide, "2026-07-01T09:00")
    assert published(guide) == datetime(2026, 7, 1, 7, tzinfo=UTC)
    html = html_of(client, f"/admin/stages/guide/{guide.pk}/change/")
    assert 'value="2026-07-01T09:00"' in html and "In your time zone (Madrid time)." in html


def test_lists_and_versions_show_it_with_the_name_of_the_zone(as_person, coach, guide):
    client = as_person(coach)
    publish(client, guide, "2026-07-01T09:00")
    for path in ("/admin/stages/guide/", f"/admin/stages/guide/{guide.pk}/history/"):
        assert "1 July 2026, 9:00 am (Madrid time)" in re.sub("<del>.*?</del>|</?ins>", "", html_of(client, path))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2027-03-28T02:30", "There is no 2:30 am on 28 March 2027: the clocks go forward. Choose 3:30 am"),
        ("2026-10-25T02:30", "2:30 am comes twice on 25 October 2026: the clocks go back."),
        ("2026-10-25T02:30", "such as 1:30 am or 3:30 am"),
        ("0026-11-30T09:00", "Did you mean the year 26? Please type all four digits"),
        ("1926-11-30T09:00", "Did you mean the year 1926?"),
        ("2206-11-30T09:00", "Did you mean the year 2206?"),
        ("0001-01-01T00:00", "Did you mean the year 1?"),
        ("9999-12-31T23:59", "Did you mean the year 9999?"),
    ],
)
def test_an_hour_that_is_not_there_or_cannot_be_meant_is_asked_about(as_person, coach, guide, typed, said):
    before = published(guide)
    assert said in publish(as_person(coach), guide, typed).content.decode()
    assert published(guide) == before


@pytest.mark.parametrize("typed", ["2026-10-25T01:59", "2026-10-25T03:00", "2027-03-28T01:59", "2027-03-28T03:00"])
def test_the_hours_around_a_change_of_clocks_are_taken(as_person, coach, guide, typed):
    publish(as_person(coach), guide, typed)
    assert timezone.localtime(published(guide), MADRID).strftime("%Y-%m-%dT%H:%M") == typed


@pytest.mark.parametrize("hour", [0, 1])
def test_what_was_published_in_an_hour_that_came_twice_can_be_changed(as_person, coach, guide, hour):
    at = datetime(2025, 10, 26, hour, 30, 12, 345, tzinfo=UTC)
    Guide.objects.update(published_at=at)
    publish(as_person(coach), guide, "2025-10-26T02:30", title="Another")
    assert (published(guide), Guide.objects.get().title) == (at, "Another")


def test_a_draft_stays_one(as_person, coach, guide):
    publish(as_person(coach), guide, "")
    assert published(guide) is None


def test_an_answer_is_not_sent_at_an_hour_that_is_left_out(as_person, coach, asked, time_machine):
    time_machine.move_to(datetime(2027, 3, 20, 12, tzinfo=UTC))
    form = {"text": "Breathe.", "then": "answered", "to": asked.question.pk, "revision": asked.question.revision}
    response = as_person(coach).post(f"/admin/threads/{asked.pk}/answer/", form | {"send_at": "2027-03-28T02:30"})
    assert "There is no 2:30 am on 28 March 2027" in response.content.decode()


@pytest.mark.parametrize("day", ["0026-12-24", "26-12-24", "2206-12-24"])
def test_a_day_off_of_another_age_is_asked_about(as_person, coach, identity, day):
    html = as_person(coach).post("/admin/stages/identity/1/change/", {"away_until": day}).content.decode()
    assert "Did you mean the year" in html or "Enter a valid date" in html


def test_the_time_zone_is_chosen_from_a_list(as_person, coach):
    html = html_of(as_person(coach), "/admin/stages/identity/1/change/")
    assert '<option value="Europe/Madrid" selected>Madrid</option>' in html and '<optgroup label="Pacific">' in html
    assert '<option value="UTC">' in html


def test_a_time_zone_that_the_list_has_not_stays(as_person, coach, identity):
    identity.time_zone = "US/Eastern"
    identity.save()
    assert '<option value="US/Eastern" selected>' in html_of(as_person(coach), "/admin/stages/identity/1/change/")


# What is shown


def test_blocks_and_switches_say_which_time_they_mean(coach, ann):
    Switch(name="posting", until=NEW_YEAR).save()
    assert "until 1 January 2027, 12:30 am (Madrid time)." in Switch.objects.get().said()
    block = Block(reader=ann, message="Please rest.", until=NEW_YEAR)
    assert block.said() == "You can't write here until 1 January 2027, 12:30 am (Madrid time). Please rest."


def test_the_desk_shows_blocks_switches_and_the_log_in_her_time(as_person, coach, ann, time_machine):
    time_machine.move_to(NEW_YEAR, tick=False)
    Switch(name="posting").throw(coach, 24)
    Block.put(ann, coach, "Please rest.", until=datetime(2027, 1, 5, 12, tzinfo=UTC))
    client = as_person(coach)
    assert "On until 2 January 2027, 12:30 am (Madrid time)" in html_of(client, "/admin/")
    assert "until 5 January 2027, 1:00 pm (Madrid time)" in html_of(client, f"/admin/people/{ann.pk}/")
    log = html_of(client, "/admin/comments/moderationentry/")
    assert "1 January 2027, 12:30 am" in log and "5 January 2027, 1:00 pm (Madrid time)" in log
    assert "T00:30" not in re.sub(r' datetime="[^"]*"', "", log)


def test_the_log_is_taken_away_in_her_time(as_person, coach, time_machine):
    time_machine.move_to(NEW_YEAR, tick=False)
    Switch(name="hold").throw(coach, 24)
    lines = b"".join(as_person(coach).get("/admin/comments/moderationentry/export.csv").streaming_content).decode()
    assert "2027-01-01T00:30:00+01:00" in lines


def test_the_list_of_questions_counts_days_as_she_does(as_person, coach, asked, time_machine):
    Thread.objects.update(asked_at=NEW_YEAR)
    assert "1 January 2027, 12:30 am" in html_of(as_person(coach), "/admin/comments/thread/")


def test_days_of_grace_end_with_her_day(as_person, coach, time_machine):
    coach.second_factor_by = datetime(2026, 12, 31).date()
    coach.save()
    time_machine.move_to(datetime(2026, 12, 31, 22, 30, tzinfo=UTC), tick=False)
    client = as_person(coach)
    assert client.get("/admin/").status_code == 200
    time_machine.move_to(NEW_YEAR, tick=False)
    assert client.get("/admin/").status_code == 302


def test_a_page_without_a_time_does_not_ask_for_the_zone(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert client.get("/healthz/").status_code == 200


# How it is written


@pytest.mark.parametrize(
    ("language", "kind", "written"),
    [
        ("en", "DATE_FORMAT", "30 November 2026"),
        ("en", "DATETIME_FORMAT", "30 November 2026, 3:03 pm"),
        ("en", "SHORT_DATETIME_FORMAT", "30 November 2026, 3:03 pm"),
        ("en", "TIME_FORMAT", "3:03 pm"),
        ("es", "DATE_FORMAT", "30 de noviembre de 2026"),
        ("es", "DATETIME_FORMAT", "30 de noviembre de 2026, 15:03"),
        ("es", "SHORT_DATETIME_FORMAT", "30 de noviembre de 2026, 15:03"),
        ("es", "MONTH_DAY_FORMAT", "30 de noviembre"),
    ],
)
def test_dates_follow_the_language_in_one_style(language, kind, written):
    with translation.override(language):
        assert date_format(datetime(2026, 11, 30, 15, 3), kind) == written


def test_no_sentence_ends_in_two_points(as_person, coach, ann):
    Switch(name="sign_up", until=NEW_YEAR).save()
    assert ".." not in Switch.objects.get().said() and "a.m." not in html_of(as_person(coach), "/admin/")
