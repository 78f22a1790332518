"""The coach's week: numbers of the site and of nobody in it, and “my pleasure” for who said thanks."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import MailChoices, OutgoingMail
from comments.models import Comment, Thanks, Thread
from desk import figures
from desk.weeks import Weeks
from leanback import tasks
from search.models import EmptySearch, may_be_kept
from stages.models import Resource
from tests.conftest import person
from tests.lasting import lasting
from wishes.models import Wish

WEEK, LINE = "/admin/weekly/", "It helped me sleep."
ROME = ZoneInfo("Europe/Rome")


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def chart(name, zone=ROME):
    return next(each for each in figures.of(Weeks.until_now(zone)) if each.name == name)


def ask(stage, who, days, waited=None, coach=None, words="Since then"):
    """A question of so many days ago, and its answer so many days later."""
    thread, at = Thread.ask(stage, who, f"{words} {days} {waited}"), timezone.now() - timedelta(days=days)
    thread.comments.update(created_at=at, status="approved", published_at=at)
    Thread.objects.filter(pk=thread.pk).update(asked_at=at)
    thread = fresh(thread)
    thread.question.save_shown_or_hidden()
    thread.settle()
    if waited is not None:
        answer, then = thread.answer(coach, "Breathe."), at + timedelta(days=waited)
        Comment.objects.filter(pk=answer.pk).update(created_at=then, published_at=then)
        fresh(thread).settle()
    return fresh(thread)


@lasting
def thanked(answered, bob):
    """Bob's thanks for the coach's answer."""
    answered.last_answer.thank(bob, LINE)
    return Thanks.objects.get()


@pytest.fixture(autouse=True)
def a_wednesday(time_machine, request):
    """It is noon on a Wednesday, so that a week has days before and after."""
    time_machine.move_to(datetime(2026, 11, 25, 12, tzinfo=ZoneInfo("UTC")))


# Who may


@pytest.mark.parametrize(("who", "status"), [("coach", 200), ("mod", 403), ("bob", 302), ("nobody", 302)])
def test_the_week_is_the_coachs(as_person, request, answered, bob, mod, who, status):
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    assert client.get(WEEK).status_code == status


@pytest.mark.parametrize("path", ["/admin/thanks/{}/pleasure/", "/admin/thanks/pleasure/"])
@pytest.mark.parametrize("who", ["mod", "bob", "nobody"])
def test_nobody_else_says_it_was_her_pleasure(as_person, request, thanked, mod, who, path):
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    client.post(path.format(thanked.pk), {"thanks": thanked.pk})
    assert fresh(thanked).returned_at is None


def test_an_empty_site_says_what_will_stand_there(as_person, coach):
    html = as_person(coach).get(WEEK).content.decode()
    assert (
        "No one is waiting." in html
        and "When readers search for something and find nothing" in html
        and 'class="chart"' not in html
    )


# The numbers


def test_questions_and_answers_are_counted_by_weeks_that_begin_on_monday(stage, ann, coach):
    for days, waited in ((0, None), (2, 1), (3, 1), (9, 2)):  # Wednesday, Monday, Sunday, Monday of last week
        ask(stage, ann, days, waited, coach)
    rows = chart("asked").rows
    assert [row.values for row in rows[-3:]] == [(0, 0), (2, 1), (2, 2)]
    assert [row.label for row in rows[-2:]] == ["16 Nov", "23 Nov"]


@pytest.mark.parametrize(("zone", "this_week"), [("Pacific/Auckland", 1), ("America/Los_Angeles", 0)])
def test_a_week_begins_where_the_coach_lives(stage, ann, zone, this_week):
    ask(stage, ann, 2)
    Thread.objects.update(asked_at=datetime(2026, 11, 22, 23, tzinfo=ZoneInfo("UTC")))
    assert chart("asked", ZoneInfo(zone)).rows[-1].values[0] == this_week


def test_what_was_made_up_is_told_apart_from_what_came_approved_or_not_private_or_not(stage, ann, bob, coach):
    ask(stage, ann, 1)
    Thread.ask(stage, bob, "Not approved yet")
    Thread.objects.filter(pk=ask(stage, bob, 1, words="Made up").pk).update(is_demo=True)
    Thread.objects.filter(pk=ask(stage, bob, 1, words="Private").pk).update(visibility="private")
    assert chart("asked").rows[-1].values == (3, 0)


def test_her_waits_are_the_median_and_the_slowest(stage, ann, coach):
    for waited in (4, 5, 9):
        ask(stage, ann, 12, waited, coach)
    [row] = [row for row in chart("waits").rows if row.label == "16 Nov"]
    assert row.values == (5.0, 9.0) and row.said == ("5\xa0days", "1\xa0week")


def test_who_waits_is_told_by_how_long(stage, ann):
    for days in (0, 2, 2, 6, 40):
        ask(stage, ann, days, words=f"Waiting {days}")
    assert [row.values[0] for row in chart("waiting").rows] == [1, 2, 1, 0, 0, 1]


def test_promises_stand_in_the_weeks_to_come(stage, ann, coach):
    ask(stage, ann, 3, 1, coach).touch_base_in(2)
    assert [row.values[0] for row in chart("due").rows][:4] == [0, 0, 1, 0]


def test_what_she_sends_most_stands_first(stage, ann, coach):
    for slug, times in (("walk", 1), ("breath", 2)):
        Resource.objects.create(slug=slug, title=slug.title(), body="Go.")
        for number in range(times):
            ask(stage, ann, 1, words=f"{slug} {number}").answer(coach, f"Take [[{slug}]].")
    assert [(row.label, row.values) for row in chart("resources").rows] == [("Breath", (2,)), ("Walk", (1,))]


def test_questions_are_counted_under_their_stages(stage, ann):
    ask(stage, ann, 1)
    ask(stage, ann, 100)
    assert [(row.label, row.values) for row in chart("stages").rows] == [("Distance", (1,))]


def test_each_chart_has_its_numbers_in_a_table(as_person, thanked, coach):
    html = as_person(coach).get(WEEK).content.decode()
    assert html.count('<svg class="chart"') >= 2 and html.count("<table") >= 3
    assert "style=" not in html[html.index('class="desk desk-week"') :]


def test_the_week_costs_the_same_for_one_and_for_many(as_person, stage, bob, ann, coach):
    client, counts = as_person(coach), []
    for many in (1, 12):
        for number in range(many):
            ask(stage, ann, number, 1, coach, f"Round {many}").last_answer.thank(bob, LINE)
        with CaptureQueriesContext(connection) as captured:
            client.get(WEEK)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_titles_on_the_page_are_words_and_no_markup(as_person, stage, ann, bob, coach):
    ask(stage, ann, 1, 0, coach, "<script>alert(1)</script>").last_answer.thank(bob, "<b>so</b>")
    html = as_person(coach).get(WEEK).content.decode()
    assert "<script>alert" not in html and "<b>so</b>" not in html and "&lt;b&gt;so" in html


# The same by mail


@pytest.fixture
def monday(time_machine, stage, ann, bob, coach):
    """Two questions and an answer last week; a function moves to an hour of Monday in the coach's time zone."""
    MailChoices.objects.filter(person=coach).delete()
    ask(stage, ann, 1, 0, coach).last_answer.thank(bob, LINE)
    ask(stage, ann, 0)

    def come(hour, day=30):
        time_machine.move_to(datetime(2026, 11, day, hour, 30, tzinfo=ZoneInfo("UTC")))
        tasks.tend.func()
        return OutgoingMail.objects.filter(key__startswith="week-")

    return come


def test_on_monday_morning_the_coach_hears_of_her_week_once(monday, coach):
    assert not monday(7)
    [message] = monday(8)
    assert (
        message.to == [coach.email] and "2 questions came." in message.text and "One answer went out." in message.text
    )
    assert monday(9).count() == 1


def test_the_mail_names_nobody(monday):
    [message] = monday(8)
    assert not [words for words in ("Ann", "Bob", LINE, "Since then") if words in message.text + message.html]


@pytest.mark.parametrize(("days", "mails"), [(1, 1), (2, 0)])
def test_a_machine_that_slept_on_monday_tells_it_a_day_later_and_then_no_more(monday, time_machine, days, mails):
    time_machine.move_to(datetime(2026, 11, 30, 8, 30, tzinfo=ZoneInfo("UTC")) + timedelta(days=days))
    tasks.tend.func()
    assert OutgoingMail.objects.filter(key__startswith="week-").count() == mails


def test_only_coaches_hear_of_it_and_only_if_they_want_to(monday, mod, coach):
    assert [message.to for message in monday(8)] == [[coach.email]]
    OutgoingMail.objects.all().delete()
    MailChoices.objects.create(person=coach, week="never")
    assert not monday(9)


@pytest.mark.parametrize(("who", "is_asked"), [("coach", True), ("mod", False), ("bob", False)])
def test_only_coaches_are_asked_whether_they_want_it(as_person, request, identity, mod, bob, who, is_asked):
    html = as_person(request.getfixturevalue(who)).get("/me/notifications/").content.decode()
    assert ("My week, on Monday morning" in html) == is_asked


# My pleasure


def test_she_who_said_thanks_sees_it_and_nobody_else(as_person, answered, thanked, ann, bob, coach):
    as_person(coach).post(f"/admin/thanks/{thanked.pk}/pleasure/")
    path = answered.get_absolute_url()
    shown = ["Mara: my pleasure" in as_person(who).get(path).content.decode() for who in (bob, ann, None)]
    assert shown == [True, False, False]


def test_it_is_taken_back(as_person, thanked, coach):
    client = as_person(coach)
    client.post(f"/admin/thanks/{thanked.pk}/pleasure/")
    assert "“My pleasure”, you said" in client.get(WEEK).content.decode()
    client.post(f"/admin/thanks/{thanked.pk}/pleasure/", {"say": "no"})
    assert fresh(thanked).returned_at is None


def test_it_is_said_to_all_that_stood_on_the_page(as_person, answered, thanked, ann, coach):
    answered.last_answer.thank(ann, "Came a moment later.")
    page = as_person(coach).post("/admin/thanks/pleasure/", {"thanks": [thanked.pk, "x", "9" * 30]}, follow=True)
    assert "said to one reader" in page.content.decode()
    assert Thanks.objects.to_return().get().reader == ann


def test_older_thanks_come_up_when_the_newest_are_returned(as_person, stage, ann, coach):
    for number in range(14):
        reader = person(f"r{number}@example.org", f"Reader {'abcdefghkmnpqrtw'[number] * 3}")
        ask(stage, reader, number, 0, coach).last_answer.thank(reader, f"Line {number}.")
    client = as_person(coach)
    client.post(
        "/admin/thanks/pleasure/", {"thanks": list(Thanks.objects.order_by("-pk").values_list("pk", flat=True)[:12])}
    )
    html = client.get(WEEK).content.decode()
    assert "Line 0." in html and "Line 1." in html and html.count('name="thanks"') == 2


def test_new_words_are_a_new_thanks(answered, thanked, bob):
    thanked.say_my_pleasure()
    answered.last_answer.thank(bob)
    assert fresh(thanked).returned_at
    answered.last_answer.thank(bob, "And once more.")
    assert fresh(thanked).returned_at is None


def test_on_the_first_page_a_thanks_goes_when_it_is_returned(as_person, thanked, coach):
    client = as_person(coach)
    assert LINE in client.get("/admin/").content.decode()
    told = client.post(f"/admin/thanks/{thanked.pk}/pleasure/", headers={"X-Part": "1"}).json()
    assert "my pleasure" in told["said"] and LINE not in client.get("/admin/").content.decode()


def test_what_readers_thank_each_other_for_is_not_hers_to_return(as_person, public, ann, bob, coach):
    public.question.reply(bob, "I know that.").approve(coach)
    public.comments.get(kind="reply").thank(ann, LINE)
    thanks = Thanks.objects.get()
    assert as_person(coach).post(f"/admin/thanks/{thanks.pk}/pleasure/").status_code == 404
    assert LINE not in as_person(coach).get(WEEK).content.decode()


def test_thanks_change_nothing_else_when_returned(answered, thanked):
    before = {**Thread.objects.values().get(), **Comment.objects.filter(kind="answer").values().get()}
    thanked.say_my_pleasure()
    assert {**Thread.objects.values().get(), **Comment.objects.filter(kind="answer").values().get()} == before


# Searched for, and not found


def test_what_nobody_finds_is_counted_without_who(client, stage, identity):
    for words in ("polyamory", " PolyAmory ", "polyamory"):
        client.get("/search/", {"q": words})
    assert list(EmptySearch.objects.values_list("words", "times")) == [("polyamory", 3)]
    assert [field.name for field in EmptySearch._meta.fields] == ["id", "words", "week", "times"]


def test_what_is_looked_for_in_a_part_of_the_site_is_not_counted(client, stage):
    client.get("/search/", {"q": "polyamory", "kind": "library"})
    assert not EmptySearch.objects.exists()


def test_what_is_found_is_not_counted(client, stage):
    client.get("/search/", {"q": "distance"})
    assert not EmptySearch.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        "john cheated",
        "Katarzyna Wisniewska",
        "Oakville High School",
        "Mr Schroeder",
        "JOHN cheated",
        "sarah",
        "0171 22334455",
        "me@example.org",
        "https://example.org/x",
        "<script>",
        "he hit me last night",
        "i want to die",
        "when will he come back to me after all of this",
        "x" * 61,
        "x",
        "texas",
    ],
)
def test_words_that_could_tell_of_somebody_are_not_kept(client, stage, words):
    client.get("/search/", {"q": words})
    assert not EmptySearch.objects.exists()


@pytest.mark.parametrize("words", ["polyamory", "long distance", "how to apologise", "jealousy", "celos", "ghosting"])
def test_plain_words_are_kept(words):
    assert may_be_kept(words)


def test_a_machine_that_searches_fills_no_table(client, stage, monkeypatch):
    monkeypatch.setattr("search.models.MOST_A_WEEK", 2)
    for word in ("quokka", "zeppelin", "marzipan"):
        EmptySearch.objects.note(word)
    assert EmptySearch.objects.count() == 2


def test_its_words_make_room_for_those_of_people(client, stage, monkeypatch):
    monkeypatch.setattr("search.models.MOST_A_WEEK", 2)
    for word in ("polyamory", "quokka", "polyamory", "zeppelin", "jealousy", "jealousy", "marzipan"):
        EmptySearch.objects.note(word)
    assert EmptySearch.objects.most_wanted(9) == [("jealousy", 2), ("polyamory", 2)]


def test_searches_are_forgotten_after_a_season(client, stage, later):
    EmptySearch.objects.note("polyamory")
    later(weeks=13)
    tasks.tend.func()
    assert EmptySearch.objects.exists()
    later(weeks=1)
    tasks.tend.func()
    assert not EmptySearch.objects.exists()


def test_the_most_wanted_stands_first_in_the_week(as_person, coach):
    for words in ("jealousy", "polyamory", "polyamory"):
        EmptySearch.objects.note(words)
    assert [(row.label, row.values) for row in chart("searches").rows] == [("polyamory", (2,)), ("jealousy", (1,))]


def test_wishes_stand_in_the_week_with_how_many_share_them(as_person, coach, ann, bob):
    for words in ("For men too", "About trust"):
        Wish.make(ann, words).let_stand(coach)
    Wish.objects.get(words="About trust").share(bob)
    assert [(row.label, row.values) for row in chart("wishes").rows] == [("About trust", (2,)), ("For men too", (1,))]
    assert "For men too" in as_person(coach).get(WEEK).content.decode()


def test_staff_who_stay_are_not_counted_as_people_who_wait(as_person, coach):
    person("second@example.org", "Second", "coach")
    assert "No one is waiting." in as_person(coach).get(WEEK).content.decode()


def test_what_came_is_counted_approved_or_not(stage, ann, coach):
    waiting, spam = Thread.ask(stage, ann, "He went quiet."), Thread.ask(stage, ann, "Cheap watches, all of them.")
    spam.question.mark_spam(coach)
    assert waiting.question.is_pending and chart("asked").rows[-1].values[0] == 1
    assert figures.in_sentences(Weeks.until_now(ROME).this)[0] == "One question came."
