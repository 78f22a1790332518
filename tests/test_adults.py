"""Everybody who writes here says once that she is 18 or older."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from comments.models import Comment, Thread
from tests.test_signing_in import code_of, last_mail, sign_up, who

ASK = "/stages/distance/ask/"
WORDS = 'He said <3\r\n\r\nand then "nothing" & left.'


@pytest.fixture
def newcomer(ann):
    """Ann, who came by a door at which nobody was asked."""
    User.objects.filter(pk=ann.pk).update(adult_at=None)
    ann.refresh_from_db()
    return ann


def test_signing_up_notes_when_she_said_so(client, stage):
    sign_up(client)
    client.post("/accounts/confirm-email/", {"code": code_of(last_mail())})
    assert timezone.now() - who(client).adult_at < timedelta(minutes=1)


@pytest.mark.parametrize("door", ["signup", "signup/passkey"])
def test_without_it_nobody_signs_up_and_is_told_kindly(client, stage, door):
    page = client.post(f"/accounts/{door}/", {"email": "new@example.org", "pen_name": "Quiet Moon"})
    assert "help line for young people" in page.context["form"].errors["adult"][0]
    assert b"Quiet Moon" in page.content and not User.objects.exists()


def test_who_was_never_asked_is_asked_with_the_first_thing_that_she_sends(as_person, newcomer, stage):
    client = as_person(newcomer)
    page = client.post(ASK, {"text": WORDS})
    assert page.status_code == 422 and not Thread.objects.exists()
    assert "He said &lt;3" in page.content.decode() and 'name="adult"' in page.content.decode()


def test_when_she_says_so_her_words_go(as_person, newcomer, stage):
    as_person(newcomer).post(ASK, {"text": WORDS, "adult": "on"})
    newcomer.refresh_from_db()
    assert newcomer.is_adult() and Thread.objects.get().question.text == WORDS.replace("\r\n", "\n")


def test_she_is_asked_once(as_person, newcomer, stage, public):
    client = as_person(newcomer)
    client.post(ASK, {"text": WORDS, "adult": "on"})
    client.post(f"/comments/{public.question.pk}/reply/", {"text": "Me too."})
    assert Comment.objects.filter(author=newcomer, kind="reply").exists()


def test_a_reply_is_sending_too(as_person, newcomer, public):
    page = as_person(newcomer).post(f"/comments/{public.question.pk}/reply/", {"text": "Me too."})
    assert page.status_code == 422 and not Comment.objects.filter(kind="reply").exists()


def test_reading_asks_nobody(as_person, newcomer, public):
    client = as_person(newcomer)
    for path in (ASK, "/me/", public.get_absolute_url()):
        assert client.get(path).status_code == 200


def test_who_writes_first_and_signs_up_last_is_asked_when_she_signs_up(client, stage):
    assert client.post(ASK, {"text": WORDS})["Location"].startswith("/accounts/signup/")


def test_the_coach_that_whoever_runs_the_site_made_is_not_asked(db):
    assert User.objects.create_coach("coach@example.org", "Mara")[0].is_adult()
