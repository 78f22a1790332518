"""Asking: she writes first and signs up last; no word of hers is lost, posted by itself, or shown too early."""

import re
import threading
import uuid

import pytest
from django.db import connection
from django.test import Client

from accounts.models import OutgoingMail
from comments.models import Comment, Thread
from comments.models.comment import LONGEST
from stages.models import Stage
from writing.models import Draft

WORDS = "He has gone quiet. Do I <b>write</b> first?"
ESCAPED = "He has gone quiet. Do I &lt;b&gt;write&lt;/b&gt; first?"
ASK = "/stages/distance/ask/"
NOTHING = ["", " \n\t ", "\u200b", "\u200b\u200d\u2060", "\ufeff", "\u200c\u200c", "\u00ad", "\u2063", "\x00"]


def field(response, name):
    """What a form's field holds in the page that came back."""
    return response.context["form"][name].value()


def submission(response):
    return str(field(response, "submission"))


@pytest.fixture
def guarded():
    """A browser as it is: no form is taken without its token."""
    return Client(enforce_csrf_checks=True)


# Signed in


def test_a_signed_in_reader_asks_and_lands_on_her_question(as_person, stage, ann):
    response = as_person(ann).post(ASK, {"text": WORDS}, follow=True)
    assert response.redirect_chain[0][0] == Thread.objects.get(asker=ann).get_absolute_url()
    assert ESCAPED in response.content.decode() and "Your question has arrived." in response.content.decode()


def test_the_form_tells_how_it_will_be_signed(as_person, stage, ann):
    assert "It will be signed Ann of the Hills" in as_person(ann).get(ASK).content.decode()


def test_a_first_question_waits_and_only_the_asker_and_the_desk_see_it(as_person, asked, ann, bob, coach, mod):
    path = asked.get_absolute_url()
    seen = [as_person(person).get(path).status_code for person in (ann, coach, mod, bob, None)]
    assert seen == [200, 302, 302, 404, 404]  # staff read it at the desk
    assert asked.question.is_pending


def test_the_asker_sees_her_words_while_they_wait(as_person, asked, ann):
    html = as_person(ann).get(asked.get_absolute_url()).content.decode()
    assert f'id="comment-{asked.question.pk}"' in html and "shown only to you and to those who approve it" in html


def test_after_one_approval_the_next_question_is_public_at_once(as_person, public, ann, client):
    as_person(ann).post(ASK, {"text": "And now?"})
    thread = Thread.objects.get(title="And now?")
    assert as_person(None).get(thread.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("verb", ["mark_spam", "remove", "undo", "withdraw"])
def test_who_was_not_approved_in_the_end_is_not_trusted(public, stage, ann, coach, verb):
    arguments = {"mark_spam": [coach], "remove": [coach, "No."], "undo": [coach], "withdraw": []}[verb]
    getattr(public.question, verb)(*arguments)
    assert Thread.ask(stage, ann, "Again?").question.is_pending


def test_one_sign_is_a_question(as_person, stage, ann):
    as_person(ann).post(ASK, {"text": "?"})
    assert Thread.objects.get().question.text == "?"


def test_exactly_twenty_thousand_signs_are_taken_line_ends_counted_once(as_person, stage, ann):
    as_person(ann).post(ASK, {"text": "a\r\n" * (LONGEST // 2 - 1) + "ab"})
    assert len(Thread.objects.get().question.text) == LONGEST


def test_what_is_too_long_is_said_beside_the_field_and_kept(as_person, stage, ann):
    response = as_person(ann).post(ASK, {"text": "é" * (LONGEST + 1)})
    html = response.content.decode()
    assert "it has 20001" in html and "é" * (LONGEST + 1) in html
    assert not Comment.objects.exists() and not Draft.objects.exists()


def test_the_browser_never_cuts_off_what_is_pasted(as_person, stage, ann):
    assert "maxlength" not in as_person(ann).get(ASK).content.decode()


@pytest.mark.parametrize("signed_in", [True, False])
@pytest.mark.parametrize("words", NOTHING)
def test_nothing_is_no_question(as_person, stage, ann, words, signed_in):
    response = as_person(ann if signed_in else None).post(ASK, {"text": words})
    assert response.status_code in {200, 422} and "text" in response.context["form"].errors
    assert not Comment.objects.exists() and not Thread.objects.exists() and not Draft.objects.exists()


def test_words_with_a_nul_byte_in_them_are_refused_and_kept(as_person, stage, ann):
    response = as_person(ann).post(ASK, {"text": "He left.\x00 Why?"})
    assert "text" in response.context["form"].errors and "He left." in field(response, "text")
    assert not Comment.objects.exists()


def test_an_error_is_tied_to_its_field(as_person, stage, ann):
    html = as_person(ann).post(ASK, {"text": ""}).content.decode()
    textarea = re.search(r"<textarea[^>]*>", html)[0]
    described = re.search(r'aria-describedby="([^"]*)"', textarea)[1].split()
    error = re.search(r'<ul class="errorlist"[^>]*id="([^"]*)"', html)[1]
    assert error in described and 'aria-invalid="true"' in textarea


def test_a_form_sent_twice_is_one_question(as_person, stage, ann):
    client = as_person(ann)
    form = {"text": WORDS, "submission": submission(client.get(ASK))}
    first, second = client.post(ASK, form), client.post(ASK, form)
    assert first["Location"] == second["Location"] and Thread.objects.count() == Comment.objects.count() == 1


def test_two_forms_with_the_same_words_are_one_question_and_she_is_told(as_person, stage, ann):
    client = as_person(ann)
    for _time in range(2):
        response = client.post(ASK, {"text": WORDS, "submission": submission(client.get(ASK))})
    assert Thread.objects.count() == 1
    assert "sent these words before" in response.content.decode()


def test_a_form_that_was_left_open_by_somebody_else_still_takes_the_words_of_the_next(as_person, stage, ann, bob):
    """One phone, two people: she asked and signed out; he goes back to the page with her form and writes into it."""
    key = submission(as_person(ann).get(ASK))
    as_person(ann).post(ASK, {"text": WORDS, "submission": key})
    as_person(bob).post(ASK, {"text": "Mine", "submission": key})
    assert [thread.asker for thread in Thread.objects.order_by("pk")] == [ann, bob]


@pytest.mark.parametrize("key", ["", "x", "\x00", "0" * 10_000, str(uuid.UUID(int=0)), "é"])
def test_a_broken_submission_key_costs_nobody_her_words(as_person, stage, ann, key):
    as_person(ann).post(ASK, {"text": WORDS, "submission": key})
    assert Thread.objects.get().question.text == WORDS


def test_a_form_sent_twice_in_the_same_instant_is_one_question(transactional_db, stage, ann):
    """A thumb on a phone. Both requests are answered with the one question."""
    key, answers, gate = str(uuid.uuid4()), [], threading.Barrier(4)

    def send():
        client = Client(raise_request_exception=False)
        client.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
        gate.wait()
        answers.append(client.post(ASK, {"text": WORDS, "submission": key}).status_code)
        connection.close()

    senders = [threading.Thread(target=send) for _sender in range(4)]
    [sender.start() for sender in senders]
    [sender.join() for sender in senders]
    assert answers == [302] * 4
    assert Thread.objects.count() == 1


# Nobody yet


def test_who_is_not_signed_in_may_write(client, stage):
    html = client.get(ASK).content.decode()
    assert "<textarea" in html and "Next: the code we e-mail you" in html and "Where should we send the answer?" in html


def test_a_visitors_words_become_a_draft_and_nothing_else(client, stage):
    response = client.post(ASK, {"text": WORDS})
    draft = Draft.objects.get()
    assert response["Location"] == f"/accounts/signup/?next=%2Fdrafts%2F{draft.key}%2F%3Fdraft%3D{draft.key}"
    assert draft.text == WORDS and not Thread.objects.exists()


def test_the_page_after_says_that_the_words_are_saved_and_sign_up_leads_back(client, stage):
    html = client.post(ASK, {"text": WORDS}, follow=True).content.decode()
    assert "What you wrote about “Distance” is saved" in html
    assert f'name="next" value="{Draft.objects.get().page_to_send_from()}"' in html


def test_the_draft_stands_in_the_form_when_she_comes_back_before_signing_in(client, stage):
    client.post(ASK, {"text": WORDS})
    response = client.get(ASK)
    assert field(response, "text") == WORDS and "Nothing has been sent yet" in response.content.decode()


def test_new_words_replace_the_draft(client, stage):
    client.post(ASK, {"text": WORDS})
    client.post(ASK, {"text": "Other words", "submission": submission(client.get(ASK)), "revision": 1})
    assert Draft.objects.get().text == "Other words"


def test_a_draft_is_for_the_browser_that_wrote_it(client, stage):
    client.post(ASK, {"text": WORDS})
    assert WORDS not in (field(Client().get(ASK), "text") or "")


def test_a_draft_belongs_to_its_stage(client, stage):
    Stage.objects.create(guide=stage.guide, position=2, slug="near", title="Near")
    client.post(ASK, {"text": WORDS})
    assert not field(client.get("/stages/near/ask/"), "text")


def test_she_writes_signs_up_by_a_code_and_then_sends(client, stage):
    sign_up = client.post(ASK, {"text": WORDS})["Location"]
    client.post(sign_up, {"pen_name": "Waiting in Ohio", "email": "w@example.org", "adult": "on"})
    code = re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", OutgoingMail.objects.latest("pk").text, re.MULTILINE)[1]
    arrived = client.post("/accounts/confirm-email/", {"code": code}, follow=True)
    assert arrived.redirect_chain[-1][0] == Draft.objects.get().page_to_send_from() and field(arrived, "text") == WORDS
    assert not Thread.objects.exists()
    client.post(ASK, {"text": field(arrived, "text"), "submission": submission(arrived)})
    assert Thread.objects.get().asker.pen_name == "Waiting in Ohio" and not Draft.objects.exists()


def test_a_draft_survives_a_stage_that_goes_away(client, stage):
    client.post(ASK, {"text": WORDS})
    Stage.objects.update(published_at=None)
    assert ESCAPED in client.get(ASK).content.decode()


# When it cannot be taken


def test_there_is_no_asking_where_there_is_no_stage(client, stage):
    Stage.objects.create(guide=stage.guide, position=2, slug="hidden", title="Hidden", published_at=None)
    assert [client.get(f"/stages/{slug}/ask/").status_code for slug in ("nowhere", "hidden")] == [404, 404]


def test_a_question_about_a_stage_that_is_gone_comes_back_with_its_words(as_person, stage, ann):
    Stage.objects.update(published_at=None)
    response = as_person(ann).post(ASK, {"text": WORDS})
    assert response.status_code == 404 and ESCAPED in response.content.decode()


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_form_whose_token_is_too_old_comes_back_with_its_words(guarded, stage, ann, signed_in):
    if signed_in:
        guarded.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
    response = guarded.post(ASK, {"text": WORDS})
    assert response.status_code == 403 and ESCAPED in response.content.decode()
    assert not Thread.objects.exists() and not Draft.objects.exists()


def test_a_form_with_its_token_is_taken(guarded, stage, ann):
    guarded.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', guarded.get(ASK).content.decode())[1]
    assert guarded.post(ASK, {"text": WORDS, "csrfmiddlewaretoken": token}).status_code == 302


def test_a_form_that_is_far_too_big_is_refused_without_breaking(as_person, stage, ann):
    assert as_person(ann).post(ASK, {"text": "x" * 1_100_000}).status_code in {400, 413}


# Caches

KNOWN = ["/", "/stages/distance/", "/questions/", "/me/", ASK, "/nowhere/", "/accounts/login/", "/admin/", "/library/"]


def storable(response):
    return "no-store" not in response.get("Cache-Control", "")


@pytest.mark.parametrize("path", KNOWN)
def test_nothing_that_knew_somebody_is_stored(as_person, answered, ann, path):
    response = as_person(ann).get(path)
    assert "no-store" in response["Cache-Control"] and "private" in response["Cache-Control"]


@pytest.mark.parametrize("path", [*KNOWN, "/accounts/signup/", "/healthz/", "/comments/1/reply/", "/static/icon.svg"])
def test_nothing_that_sets_a_cookie_or_says_no_is_stored(client, answered, path):
    response = client.get(path)
    assert not (storable(response) and (response.cookies or response.status_code >= 400))


def test_no_answer_to_a_form_is_stored(client, guarded, stage):
    answers = [client.post(ASK, {"text": words}) for words in ("", WORDS)] + [guarded.post(ASK, {"text": WORDS})]
    assert not any(storable(response) for response in answers)


def test_a_page_that_could_be_stored_holds_no_token(client, answered):
    for path in [*KNOWN, answered.get_absolute_url()]:
        response = client.get(path)
        assert not (storable(response) and b"csrfmiddlewaretoken" in response.content)


def test_a_draft_is_on_no_page_that_could_be_stored(client, stage):
    client.post(ASK, {"text": WORDS})
    assert not storable(client.get(ASK)) and not storable(client.get("/"))
