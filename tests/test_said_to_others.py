"""What she said in the questions of others: she finds all of it, and takes it back wherever it stands."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, Thread
from tests.lasting import lasting

PAGE = "/me/messages/"


@lasting
def said(public, bob):
    """A reply of Bob's to Ann, which stands."""
    reply = public.question.reply(bob, "I waited for a year, in Zanzibar")
    reply.approve(None)
    return reply


@lasting
def made_private(said, public, ann):
    """The same, after Ann has made her question private."""
    public.show_to("private", True, ann)
    return said


def html_of(client, path=PAGE):
    return client.get(path).content.decode()


def test_she_finds_what_she_said_and_what_she_can_do_with_it(as_person, said, public, bob):
    html = html_of(as_person(bob))
    assert "in Zanzibar" in html and f"/comments/{said.pk}/edit/" in html and f"/comments/{said.pk}/delete/" in html
    assert PAGE in html_of(as_person(bob), "/me/")


def test_what_she_said_in_her_own_questions_and_what_others_said_is_not_there(as_person, said, public, ann, coach):
    public.question.reply(ann, "Thank you, Bob")
    public.answer(coach, "Breathe.")
    for person in (ann, coach):
        assert "Your replies to others will be here" in html_of(as_person(person))


def test_nobody_else_comes_here(as_person, identity):
    assert "login" in as_person(None).get(PAGE)["Location"]


def test_in_a_question_made_private_she_sees_her_own_words_alone(as_person, made_private, public, bob):
    html = html_of(as_person(bob))
    assert "in Zanzibar" in html and "read this question any more" in html
    assert public.title not in html and f"/comments/{made_private.pk}/edit/" not in html
    assert str(public.pk) not in [part for part in html.split("/") if part == "questions"]


def test_she_takes_back_what_stands_in_a_question_made_private(as_person, made_private, public, bob):
    client, path = as_person(bob), f"/comments/{made_private.pk}/delete/"
    html = html_of(client, path)
    assert "in Zanzibar" in html and public.title not in html and public.get_absolute_url() not in html
    assert client.post(path)["Location"] == "/me/"
    gone = Comment.objects.get(pk=made_private.pk)
    assert gone.status == "withdrawn" and gone.text == "" and "Zanzibar" not in html_of(client)


@pytest.mark.parametrize("who", ["ann", "mod", "coach"])
def test_nobody_else_takes_her_words_back(as_person, request, made_private, who):
    client = as_person(request.getfixturevalue(who))
    assert client.get(f"/comments/{made_private.pk}/delete/").status_code == 404
    assert client.post(f"/comments/{made_private.pk}/delete/").status_code == 404


def test_what_is_gone_already_cannot_be_taken_back_again(as_person, said, bob):
    said.withdraw()
    assert as_person(bob).get(f"/comments/{said.pk}/delete/").status_code == 404


@pytest.mark.parametrize("put_aside", [lambda said, by: said.remove(by, "It names a place"), Comment.mark_spam])
def test_what_was_put_aside_is_not_on_the_site_and_hers_to_erase(as_person, said, bob, coach, put_aside):
    put_aside(said, coach)
    client = as_person(bob)
    html = html_of(client)
    assert "in Zanzibar" in html and "not on the site" in html and "/edit/" not in html and "spam" not in html
    client.post(f"/comments/{said.pk}/delete/")
    assert "Zanzibar" not in html_of(client)


def test_many_cost_the_same_as_one(as_person, stage, public, ann, bob, many_messages):
    client, counts = as_person(bob), []
    for number in range(1, 32):
        public.question.reply(bob, f"Reply {number}")
        if number in {1, 31}:
            with CaptureQueriesContext(connection) as queries:
                client.get(PAGE)
            counts.append(len(queries))
    assert counts[0] == counts[1] and "page=2" in html_of(client)
    assert client.get(PAGE + "?page=3").status_code == client.get(PAGE + "?page=x").status_code == 404


def test_a_reply_to_a_thread_without_an_asker_is_there_too(as_person, said, public, bob):
    Thread.objects.filter(pk=public.pk).update(asker=None, signature="")
    assert "in Zanzibar" in html_of(as_person(bob))
