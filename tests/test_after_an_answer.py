"""What goes on after an answer: promises that the reader sees, her coming back, being asked something back, and what a coach
puts off."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.management.commands import db_worker

from accounts.models import MailChoices, OutgoingMail
from checks.thanks import is_mere_thanks
from comments.models import Comment, Snooze, Thread
from leanback import tasks
from practice.models import Practice

State = Thread.State


def fresh(thread):
    return Thread.objects.get(pk=thread.pk)


def html_of(client, path):
    return " ".join(client.get(path, follow=True).content.decode().split())


def page(client, thread):
    return html_of(client, f"/questions/{thread.pk}/")


@pytest.fixture
def days(time_machine):
    """Return a function that lets some days go by, and the worker come round."""

    def pass_by(count):
        time_machine.move_to(timezone.now() + timedelta(days=count))
        tasks.tend.func()

    return pass_by


@pytest.fixture
def due(answered, days):
    """The day has come on which the coach wanted to hear from Ann."""
    answered.touch_base_in(1)
    days(7)
    return fresh(answered)


@pytest.fixture
def asked_back(answered):
    answered.wait_for_reader()
    return fresh(answered)


# A thanks


@pytest.mark.parametrize(
    "words", ["Thank you!", "Thanks so much ❤️", "¡Muchas gracias!", "THANK YOU Mara, that really helped!!", "Thanks"]
)
def test_a_thanks_is_one(words):
    assert is_mere_thanks(words, "Mara")


@pytest.mark.parametrize(
    "words",
    ["Thank you. He left.", "Thank you?", "", "No", "Really", "Thanks for this, we talked on Friday", "thank " * 21],
)
def test_what_says_or_asks_more_is_none(words):
    assert not is_mere_thanks(words, "Mara")


# Touch base


def test_she_is_told_of_the_promise_on_its_page_and_on_hers(as_person, answered, ann, time_machine):
    time_machine.move_to("2026-12-01 12:00+00:00")
    answered.touch_base_in(2)
    said = "Mara will check back with you on Tuesday, "
    assert said in page(as_person(ann), answered) and said in html_of(as_person(ann), "/me/")


def test_nobody_else_is_told_of_it(as_person, answered, bob):
    answered.touch_base_in(2)
    assert "check back" not in page(as_person(bob), answered) and "check back" not in page(as_person(None), answered)


def test_she_moves_it(as_person, answered, ann):
    answered.touch_base_in(2)
    path = f"/questions/{answered.pk}/touch-base/"
    assert path in page(as_person(ann), answered)
    as_person(ann).post(path, {"weeks": "4"})
    assert fresh(answered).touch_base_on == timezone.localdate() + timedelta(weeks=4)


@pytest.mark.parametrize("when", ["before", "due"])
def test_she_stops_it(as_person, answered, ann, days, when):
    answered.touch_base_in(2)
    days(14 if when == "due" else 1)
    as_person(ann).post(f"/questions/{answered.pk}/touch-base/", {"weeks": ""})
    assert (fresh(answered).touch_base_on, fresh(answered).state) == (None, State.ANSWERED)


@pytest.mark.parametrize(("who", "status"), [("bob", 404), ("coach", 404), ("nobody", 302)])
def test_nobody_else_moves_it(as_person, request, answered, who, status):
    answered.touch_base_in(2)
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    assert client.post(f"/questions/{answered.pk}/touch-base/", {"weeks": "4"}).status_code == status
    assert fresh(answered).touch_base_on == answered.touch_base_on


@pytest.mark.parametrize("weeks", ["3", "-1", "99999999999", "x"])
def test_a_day_that_was_not_offered_is_none(as_person, answered, ann, weeks):
    answered.touch_base_in(2)
    response = as_person(ann).post(f"/questions/{answered.pk}/touch-base/", {"weeks": weeks})
    assert response.status_code == 200 and fresh(answered).touch_base_on == answered.touch_base_on


def test_where_nothing_is_promised_there_is_nothing_to_move(as_person, answered, ann):
    assert as_person(ann).get(f"/questions/{answered.pk}/touch-base/").status_code == 404


def test_on_the_day_she_is_asked_two_questions_where_she_can_answer(as_person, due, ann):
    html = page(as_person(ann), due)
    assert "how are you, and where is he at?" in html and f"/comments/{due.last_answer_id}/reply/" in html
    assert "time to say how it went" in html_of(as_person(ann), "/me/")


BOTH = {"how_are_you": "Calmer.", "where_is_he_at": "He wrote on Sunday."}
EACH = [
    (BOTH, "**How are you?**\n\nCalmer.\n\n**Where is he at?**\n\nHe wrote on Sunday."),
    (BOTH | {"where_is_he_at": " "}, "Calmer."),
    (BOTH | {"how_are_you": ""}, "**Where is he at?**\n\nHe wrote on Sunday."),
]


@pytest.mark.parametrize(("answers", "said"), EACH)
def test_her_answers_to_both_questions_are_one_message(as_person, due, ann, answers, said):
    client = as_person(ann)
    [key] = re.findall(r'name="submission" value="([^"]+)"', page(client, due))
    sent = {"submission": key} | answers | {"then": "send"}
    for _time in range(2):
        client.post(f"/comments/{due.last_answer_id}/reply/", sent)
    assert due.comments.last().text == said and due.comments.count() == 3
    assert (fresh(due).state, bool(fresh(due).came_back_at)) == (State.WAITING_FOR_COACH, True)


def test_with_nothing_in_it_she_is_asked_for_a_few_words(as_person, due, ann):
    nothing = {"how_are_you": "", "where_is_he_at": "", "then": "send"}
    page = as_person(ann).post(f"/comments/{due.last_answer_id}/reply/", nothing).content.decode()
    assert "nothing here yet. Please write" in page and due.comments.count() == 2


def test_what_speaks_of_danger_or_tells_who_she_is_is_shown_as_in_any_reply(as_person, due, ann):
    told = BOTH | {"where_is_he_at": "He works at Smith & Sons, call 555 010 9876.", "then": "send"}
    page = as_person(ann).post(f"/comments/{due.last_answer_id}/reply/", told).content.decode()
    assert "This could give away who you are" in page and "**Where is he at?**" in page and due.comments.count() == 2


def test_only_the_asker_finds_the_two_questions_and_only_when_it_is_time(as_person, due, ann, bob, coach):
    assert "where_is_he_at" not in page(as_person(bob), due)
    due.touched_base(coach)
    assert "where_is_he_at" not in page(as_person(ann), fresh(due))


def test_what_she_writes_then_stands_on_top_as_came_back(as_person, due, ann, bob, coach):
    Thread.ask(due.stage, bob, "Longer waiting than she.")
    due.last_answer.reply(ann, "He has written to me!")
    html = as_person(coach).get("/admin/").content.decode()
    assert "Came back: 1" in html and html.index("Came back") < html.index("Longer waiting")


def test_it_is_over_when_she_is_answered(due, ann, coach):
    due.last_answer.reply(ann, "He has written to me!")
    assert fresh(due).came_back_at
    fresh(due).answer(coach, "How good.")
    assert fresh(due).came_back_at is None


def test_a_mere_thanks_leaves_due_what_is_due(due, ann):
    due.last_answer.reply(ann, "Thank you so much!")
    assert (fresh(due).state, fresh(due).came_back_at) == (State.TOUCH_BASE_DUE, None)
    due.last_answer.reply(ann, "He came home, by the way.")
    assert (fresh(due).state, bool(fresh(due).came_back_at)) == (State.WAITING_FOR_COACH, True)


def test_a_mere_thanks_before_the_day_cancels_nothing(answered, ann, days):
    answered.touch_base_in(1)
    answered.last_answer.reply(ann, "Thank you so much, Mara!")
    assert fresh(answered).state == State.WAITING_FOR_COACH
    days(7)
    assert fresh(answered).state == State.TOUCH_BASE_DUE


# Asked something back


def test_she_sees_that_she_was_asked(as_person, asked_back, ann):
    assert "asked you something back" in page(as_person(ann), asked_back)
    assert "you were asked something back" in html_of(as_person(ann), "/me/")


def test_she_is_reminded_once_after_a_week(asked_back, days):
    days(6)
    assert fresh(asked_back).reminded_at is None
    days(1)
    first = fresh(asked_back).reminded_at
    days(8)
    assert first and fresh(asked_back).reminded_at == first


def test_after_four_weeks_it_closes_kindly_and_opens_again_when_she_writes(as_person, asked_back, ann, days):
    days(27)
    assert fresh(asked_back).state == State.WAITING_FOR_READER
    days(1)
    assert fresh(asked_back).state == State.CLOSED and "been a while" in page(as_person(ann), asked_back)
    fresh(asked_back).last_answer.reply(ann, "Here I am.")
    assert (fresh(asked_back).state, fresh(asked_back).reminded_at) == (State.WAITING_FOR_COACH, None)


def test_being_asked_anew_begins_anew(asked_back, ann, coach, days):
    days(8)
    asked_back.last_answer.reply(ann, "Yes, I did.")
    fresh(asked_back).answer(coach, "And then?", then=State.WAITING_FOR_READER)
    assert fresh(asked_back).reminded_at is None


def test_whoever_left_is_neither_reminded_nor_closed(asked_back, ann, days):
    ann.is_active = False
    ann.save()
    days(40)
    assert fresh(asked_back).state == State.WAITING_FOR_READER


# A late answer


@pytest.mark.parametrize(("after", "is_late"), [(29, False), (30, True)])
def test_an_answer_that_came_late_says_so(as_person, public, coach, ann, later, after, is_late):
    later(days=after, seconds=5)
    public.answer(coach, "Sorry that it took so long.")
    html = page(as_person(ann), public)
    assert ("took a long time" in html) == is_late and "I have moved on" in html


# I have read this


def tell(client, thread, day):
    return client.post(f"/admin/threads/{thread.pk}/answer-by/", {"day": day.isoformat()})


def test_one_tap_tells_her_by_when(as_person, public, ann, coach):
    day = timezone.localdate() + timedelta(days=3)
    assert "give me till" in as_person(coach).get(f"/admin/threads/{public.pk}/").content.decode()
    tell(as_person(coach), public, day)
    assert fresh(public).answer_by == day and public.entries.first().act == "read"
    assert "Mara has read this and will answer by" in page(as_person(ann), public)
    assert "answer promised by" in as_person(coach).get("/admin/").content.decode()


def test_a_day_that_goes_by_is_owned_up_to(as_person, public, ann, coach, later):
    tell(as_person(coach), public, timezone.localdate() + timedelta(days=1))
    later(days=3)
    assert "taking longer than promised" in page(as_person(ann), public)


def test_the_answer_ends_it(public, coach):
    public.answer_comes(timezone.localdate() + timedelta(days=1), coach)
    fresh(public).answer(coach, "Here it is.")
    assert fresh(public).answer_by is None


@pytest.mark.parametrize("day", ["", "x", "2020-01-01", "9999-12-31"])
@pytest.mark.parametrize("act", ["answer-by", "snooze"])
def test_a_day_that_the_desk_did_not_offer_changes_nothing(as_person, public, coach, act, day):
    assert as_person(coach).post(f"/admin/threads/{public.pk}/{act}/", {"day": day}).status_code == 404
    assert fresh(public).answer_by is None and not Snooze.objects.exists()


def test_what_does_not_wait_promises_nothing(as_person, answered, coach):
    assert tell(as_person(coach), answered, timezone.localdate() + timedelta(days=1)).status_code == 404


# Putting off


def put_off(client, thread, days=2):
    day = timezone.localdate() + timedelta(days=days)
    return client.post(f"/admin/threads/{thread.pk}/snooze/", {"day": day.isoformat()})


def waiting(client):
    response = client.get("/admin/")
    return [[row.pk for row in each["rows"]] for each in response.context["lists"] if each["list"].name == "waiting"][0]


def test_it_is_off_her_list_until_the_day(as_person, public, coach, later):
    client = as_person(coach)
    put_off(client, public)
    assert waiting(client) == [] and "Put off: 1" in client.get("/admin/").content.decode()
    assert client.get("/admin/waiting/").json() == {"waiting": 0}
    later(days=2)
    assert waiting(as_person(coach)) == [public.pk]


def test_she_puts_it_back(as_person, public, coach):
    client = as_person(coach)
    put_off(client, public)
    client.post(f"/admin/threads/{public.pk}/wake/")
    assert waiting(client) == [public.pk]


def test_it_wakes_up_when_the_reader_writes(as_person, public, coach, ann):
    put_off(as_person(coach), public)
    public.question.reply(ann, "It has become worse.")
    assert waiting(as_person(coach)) == [public.pk]


def test_another_coach_still_has_it(as_person, public, coach, mod):
    put_off(as_person(coach), public)
    assert waiting(as_person(mod)) == [public.pk]


def test_danger_is_never_put_off(as_person, asked, coach):
    Comment.objects.filter(pk=asked.question.pk).update(concerns="violence")
    client = as_person(coach)
    put_off(client, asked)
    [urgent] = [each for each in client.get("/admin/").context["lists"] if each["list"].name == "to-be-seen-to"]
    assert [row.thread_id for row in urgent["rows"]] == [asked.pk]


def test_what_is_over_is_swept(public, coach, days):
    public.snooze(coach, timezone.localdate() + timedelta(days=1))
    days(3)
    assert not Snooze.objects.exists()


# By mail


def mails_to(address, since=0):
    return [mail for mail in OutgoingMail.objects.order_by("pk") if address in mail.to][since:]


@pytest.fixture
def mailed(monkeypatch, time_machine):
    """Return a function that does what is in the queue but for handing mails over, and returns Ann's last mail."""
    monkeypatch.setattr("accounts.models.OutgoingMail.send", lambda *args, **options: None)
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)

    def last():
        time_machine.move_to(timezone.now() + timedelta(seconds=11))
        call_command("worker", batch=True, startup_delay=False, verbosity=0)
        return mails_to("ann@example.org")[-1]

    return last


def test_on_the_day_she_is_asked_by_mail_with_her_steps_and_ticks(answered, ann, days, mailed):
    Practice.take_up(ann, answered.last_answer).steps.first().tick(True)
    answered.touch_base_in(1)
    days(7)
    mail = mailed()
    assert "How are you? And where is he at?" in mail.text
    assert "☑ Step 1. Breathe." in mail.text and "☐ Step 2. Let him be." in mail.text


def test_her_steps_are_not_repeated_where_she_wants_nothing_quoted(answered, ann, days, mailed):
    MailChoices.objects.create(person=ann, no_quotes=True)
    answered.touch_base_in(1)
    days(7)
    mail = mailed()
    assert "where is he at" in mail.text and "Breathe" not in mail.text


def test_she_gets_one_reminder_and_one_kind_end(asked_back, days, mailed):
    days(7)
    reminder = mailed()
    days(8), days(14)
    end = mailed()
    assert "no hurry" in reminder.text and "haven't heard back" in end.text
    assert len({mail.pk for mail in mails_to("ann@example.org")} - {reminder.pk, end.pk}) <= 1


def test_she_is_mailed_by_when_the_answer_comes(public, coach, mailed):
    public.answer_comes(timezone.localdate() + timedelta(days=3), coach)
    assert "will answer by" in mailed().text


def test_a_late_answer_says_so_by_mail_and_offers_a_way_out(public, coach, later, mailed):
    later(days=31)
    public.answer(coach, "Sorry that it took so long.")
    mail = mailed()
    assert "took a long time" in mail.text and f"/questions/{public.pk}/moved-on/" in mail.text
