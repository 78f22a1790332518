"""Her own page: what she asked, what she saved, of what she hears by mail, and what she is called."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.forms import TAKEN, PenNameForm
from accounts.mail import post
from accounts.models import HeldName, MailChoices, OutgoingMail, User
from comments.models import Thread
from stages.models import Identity, SavedStage, Stage

SAVE = "/stages/distance/save/"
CHOICES = {
    "answered": "at_once",
    "approved": "at_once",
    "declined": "at_once",
    "replied": "daily",
    "following": "never",
    "publish": "at_once",
    "moved": "at_once",
    "asked_back": "at_once",
    "touch_base": "at_once",
    "wish": "at_once",
    "hour": "8",
    "time_zone": "America/New_York",
}


def html_of(client, path="/me/"):
    return client.get(path).content.decode()


# My questions


def test_each_question_says_where_it_stands(as_person, ann, coach, stage):
    waiting, public, removed, withdrawn = (Thread.ask(stage, ann, f"Question {n}").question for n in range(4))
    public.approve(coach)
    removed.remove(coach, "Why")
    withdrawn.withdraw()
    html = html_of(as_person(ann))
    for words in ("waits for approval", "waiting for the coach", "not on the site", "taken back"):
        assert html.count(words) == 1, words


def test_the_page_costs_the_same_with_fifteen_questions_and_with_thirty(as_person, ann, stage, later):
    client, counts = as_person(ann), []
    for _ in range(2):
        for n in range(15):
            Thread.ask(stage, ann, f"Question {n}")
            later(1800)
        with CaptureQueriesContext(connection) as queries:
            client.get("/me/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_empty_page_says_what_will_be_there(as_person, ann):
    html = html_of(as_person(ann))
    assert "Your questions will be here" in html and "Nothing saved yet" in html


def test_nobody_else_sees_it(as_person, ann, asked, bob):
    assert "gone quiet" not in html_of(as_person(bob))
    assert as_person(None).get("/me/")["Location"].startswith("/accounts/login/")


# Saved stages


def test_she_saves_a_stage_and_lets_it_go_again(as_person, ann, stage):
    client = as_person(ann)
    assert client.post(SAVE)["Location"] == "/stages/distance/"
    assert "Saved. Remove it" in html_of(client, "/stages/distance/") and "/stages/distance/" in html_of(client)
    client.post(SAVE)
    assert not SavedStage.objects.exists() and "Save this stage" in html_of(client, "/stages/distance/")


def test_what_one_saves_another_does_not_see(as_person, ann, bob, stage):
    as_person(ann).post(SAVE)
    assert "Save this stage" in html_of(as_person(bob), "/stages/distance/")
    assert not SavedStage.objects.of(bob).exists()


def test_who_is_not_signed_in_signs_in_and_is_back_at_the_stage(client, stage):
    assert client.post(SAVE)["Location"] == "/accounts/login/?next=/stages/distance/"
    html = html_of(client, "/stages/distance/")
    assert "/accounts/login/?next=/stages/distance/" in html and not client.cookies


def test_looking_saves_nothing(as_person, ann, stage):
    assert as_person(ann).get(SAVE).status_code == 405 and not SavedStage.objects.exists()


def test_what_is_no_stage_for_readers_is_not_saved(as_person, ann, stage):
    client = as_person(ann)
    client.post(SAVE)
    Stage.objects.update(published_at=None)
    assert client.post(SAVE).status_code == 404 and client.post("/stages/nowhere/save/").status_code == 404
    assert "/stages/distance/" not in html_of(client)


def test_a_stage_is_saved_once_by_the_database_itself(ann, stage):
    SavedStage.objects.create(person=ann, stage=stage)
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedStage.objects.create(person=ann, stage=stage)


# Mails to me


def test_until_she_chooses_she_hears_at_once(as_person, ann):
    assert MailChoices.objects.of(ann).when("answered") == "at_once" and MailChoices.objects.of(ann).may_quote
    as_person(ann).get("/me/notifications/")
    assert not MailChoices.objects.exists()


def test_she_chooses_of_what_she_hears(as_person, ann):
    client = as_person(ann)
    sent = CHOICES | {"no_quotes": "on"}
    assert client.post("/me/notifications/", sent)["Location"] == "/me/notifications/"
    chosen = MailChoices.objects.get(person=ann)
    assert (chosen.replied, chosen.following, chosen.no_quotes) == ("daily", "never", True)


def test_what_is_no_choice_is_refused(as_person, ann):
    page = as_person(ann).post("/me/notifications/", CHOICES | {"answered": "often"})
    assert "answered" in page.context["form"].errors and not MailChoices.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        MailChoices.objects.create(person=ann, answered="often")


def test_what_she_stopped_is_listed_and_had_again_there(as_person, ann, bob, public):
    Thread.objects.create(stage=public.stage, asker=bob, title="His own", waiting_since=timezone.now()).mute(ann)
    public.mute(ann)
    MailChoices.objects.create(person=ann, replied="never")
    client = as_person(ann)
    page = client.get("/me/notifications/").content.decode()
    assert page.count("E-mail me about it again") == 2 and page.count("Send me these again") == 1
    assert public.title in page and "His own" not in page and "public any more" in page
    for again in ({"thread": public.pk}, {"kind": "replied"}, {"kind": "danger"}, {"thread": "²"}, {}):
        assert client.post("/me/notifications/again/", again)["Location"] == "/me/notifications/"
    assert not public.mutes.exists() and ann.mutes.count() == 1
    assert MailChoices.objects.get(person=ann).when("replied") == "at_once"
    assert "Send me these again" not in client.get("/me/notifications/").content.decode()


def test_nobody_else_takes_back_what_she_stopped(as_person, ann, bob, public):
    public.mute(ann)
    as_person(bob).post("/me/notifications/again/", {"thread": public.pk})
    assert as_person(None).post("/me/notifications/again/", {"thread": public.pk}).status_code == 302
    assert as_person(ann).get("/me/notifications/again/").status_code == 405 and public.mutes.exists()


def test_who_wants_no_mail_about_answers_gets_none(ann, public, coach, work):
    MailChoices.objects.create(person=ann, answered="never")
    public.answer(coach, "Breathe.")
    assert work() == []


def test_who_wants_no_mail_about_removals_gets_none(ann, public, coach, work):
    MailChoices.objects.create(person=ann, declined="never")
    public.question.remove(coach, "Why")
    assert work() == []


def test_who_wants_one_mail_time_a_day_hears_next_morning(ann, public, coach, work, time_machine):
    Identity.objects.update(time_zone="America/New_York")
    time_machine.move_to(timezone.datetime(2027, 1, 5, 20, 0, tzinfo=timezone.get_default_timezone()))
    MailChoices.objects.create(person=ann, answered="daily")
    public.answer(coach, "Breathe.")
    assert work() == [] and ann.notices.get().due_at.isoformat() == "2027-01-06T13:00:00+00:00"
    assert work(seconds=16 * 3600) == []
    [mail] = work(seconds=3600 + 60)
    assert mail.sent_at


def test_a_worker_that_starts_sends_nothing_before_its_time(db, work):
    post(EmailMessage("Hello", "Words", to=["ann@example.org"]), not_before=timezone.now() + timedelta(hours=3))
    [mail] = work(seconds=1200)
    assert mail.sent_at is None and mail.tries == 0


def test_codes_come_whatever_she_chose(ann, client):
    MailChoices.objects.create(person=ann, **dict.fromkeys(MailChoices.NAMES, "never"))
    client.post("/accounts/login/code/", {"email": "ann@example.org"})
    assert OutgoingMail.objects.get().to == ["ann@example.org"]


@pytest.mark.parametrize("path", ["/me/notifications/", "/me/name/", "/me/data/", "/me/delete/"])
def test_these_pages_are_for_who_is_signed_in_and_stored_nowhere(as_person, ann, path):
    assert as_person(None).get(path)["Location"].startswith("/accounts/login/")
    assert "no-store" in as_person(ann).get(path)["Cache-Control"]


# Pen name


def rename(client, name):
    return client.post("/me/name/", {"pen_name": name})


def test_she_takes_another_pen_name_and_it_shows_everywhere(as_person, ann, public):
    assert rename(as_person(ann), "Ann by the Fire")["Location"] == "/me/"
    html = html_of(as_person(None), public.get_absolute_url())
    assert "Ann by the Fire" in html and "Ann of the Hills" not in html


def test_what_she_signed_otherwise_stays_as_it_is(as_person, ann, public):
    Thread.objects.update(signature="Waiting in Ohio")
    rename(as_person(ann), "Ann by the Fire")
    html = html_of(as_person(None), public.get_absolute_url())
    assert "Waiting in Ohio" in html and "Ann by the Fire" not in html


@pytest.mark.parametrize("name", ["Bob by the Sea", "B0b by the Sea", "Mara", "The Coach", "", "!", "Аnn"])
def test_names_of_others_and_of_the_coach_are_refused(as_person, ann, bob, coach, name):
    page = rename(as_person(ann), name)
    ann.refresh_from_db()
    assert page.context["form"].errors["pen_name"] and ann.pen_name == "Ann of the Hills"
    assert "re Ann of the Hills here" in html_of(as_person(ann))


def test_the_name_that_she_had_is_nobody_else_s(as_person, ann, bob):
    rename(as_person(ann), "Ann by the Fire")
    assert rename(as_person(bob), "Ann of the Hi11s").context["form"].errors["pen_name"]


def test_she_may_write_her_own_name_in_another_way(as_person, ann):
    assert rename(as_person(ann), "ANN of the Hills").status_code == 302
    assert User.objects.get(pk=ann.pk).pen_name == "ANN of the Hills" and not HeldName.objects.exists()


def test_the_coach_may_have_the_coach_s_name(as_person, coach):
    assert rename(as_person(coach), "Mara").status_code == 302
    assert rename(as_person(coach), "Coach").status_code == 302


def test_names_are_not_hoarded(as_person, ann):
    client = as_person(ann)
    answers = [rename(client, f"Quiet Moon {name}").status_code for name in ("A", "B", "C", "D", "E", "F")]
    assert answers == [302] * 5 + [429]


def test_a_name_taken_in_the_same_instant_is_answered_as_the_form_does(ann, bob):
    first, second = (PenNameForm({"pen_name": "Quiet Moon"}, instance=person) for person in (ann, bob))
    assert first.is_valid() and second.is_valid()
    assert first.save() and not second.save() and second.errors["pen_name"] == [TAKEN]


def test_nobody_renames_anyone(identity, ann):
    assert rename(Client(), "Quiet Moon")["Location"].startswith("/accounts/login/")
