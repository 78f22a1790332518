"""A first question: three fields (words, address, code), six taps, three pages from "Ask" to the question (docs/asking.md)."""

import re

import pytest
from django.core.cache import cache

from accounts.models import OutgoingMail, User
from comments.models import Thread
from tests.conftest import person
from writing.models import Draft

ASK = "/stages/distance/ask/"
CODE = "/accounts/confirm-email/"
WORDS = "He has gone quiet since Sunday. Do I write first?"


def fields_of(page, **typed):
    """Return what a browser would send from the form with words on a page, else from its first, with what is typed."""
    forms = re.findall(r"<form.*?</form>", page.content.decode().partition("<main")[2], re.DOTALL)
    form = next((form for form in forms if 'name="submission"' in form), forms[0])
    sent = {}
    for field in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', field), re.search(r'value="([^"]*)"', field)
        if name and ("checkbox" not in field or "checked" in field):
            sent[name[1]] = value[1].replace("&#x27;", "'") if value else ""
    return sent | typed


def ask_with_address(client, address="ann@example.org", words=WORDS, **more):
    form = fields_of(client.get(ASK), text=words, email=address, then="send", **more)
    return client.post(ASK, form, follow=True)


def code_mailed():
    return re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", OutgoingMail.objects.latest("pk").text, re.MULTILINE)[0]


@pytest.fixture
def at_code(client, stage):
    return ask_with_address(client)


def test_the_address_stands_beside_the_words_and_leads_to_the_code(at_code):
    assert [step[0].partition("?")[0] for step in at_code.redirect_chain] == ["/accounts/signup/", CODE]
    assert at_code.status_code == 200 and WORDS in at_code.content.decode()


def test_one_tap_after_the_code_sends_what_stands_beside_it(client, at_code):
    page = client.post(CODE, fields_of(at_code, code=code_mailed(), then="send"), follow=True)
    thread = Thread.objects.get()
    assert thread.question.text == WORDS and not Draft.objects.exists()
    assert [step[0] for step in page.redirect_chain] == [thread.get_absolute_url()]


def test_a_code_without_that_tap_sends_nothing(client, at_code):
    page = client.post(CODE, fields_of(at_code, code=code_mailed(), then="look"), follow=True)
    assert not Thread.objects.exists()
    assert WORDS in page.content.decode() and "Send my question" in page.content.decode()
    client.post(ASK, fields_of(page, then="send"))
    assert Thread.objects.get().question.text == WORDS


def test_a_pen_name_is_offered_and_taken(client, at_code):
    client.post(CODE, fields_of(at_code, code=code_mailed(), then="send"))
    name = User.objects.get().pen_name
    assert re.fullmatch(r"[A-Z]\w+ [A-Z]\w+", name) and name in at_code.content.decode()


def test_a_name_that_was_offered_and_is_taken_meanwhile_is_made_up_anew(client, stage):
    form = fields_of(client.get(ASK), text=WORDS, email="ann@example.org", then="send")
    person("other@example.org", form["pen_name"])
    assert client.post(ASK, form, follow=True).redirect_chain[-1][0] == CODE
    assert User.objects.get(email="ann@example.org").pen_name != form["pen_name"]


def test_a_broken_address_is_said_where_it_can_be_mended(client, stage):
    page = ask_with_address(client, "ann@")
    assert page.request["PATH_INFO"] == "/accounts/signup/" and Draft.objects.get().text == WORDS
    html = page.content.decode()
    assert "<title>Error: " in html and 'href="#id_email"' in html and 'value="ann@"' in html


def test_a_reply_goes_the_same_way(client, answered, ann):
    at = f"/comments/{answered.last_answer.pk}/reply/"
    page = client.post(
        at, fields_of(client.get(at), text="Thank you, Mara!", email="new@example.org", then="send"), follow=True
    )
    client.post(CODE, fields_of(page, code=code_mailed(), then="send"))
    assert answered.comments.get(author__email="new@example.org").text == "Thank you, Mara!"


def test_without_an_address_the_next_page_asks_for_it(client, stage):
    page = ask_with_address(client, "")
    assert "Where should we send the answer?" in page.content.decode() and Draft.objects.get().text == WORDS


def test_an_address_that_has_an_account_gets_a_page_that_tells_nothing(client, stage, ann):
    known = ask_with_address(client, ann.email).content.decode()
    client.cookies.clear()
    new = ask_with_address(client, "new@example.org").content.decode()
    bare = lambda html: re.sub(r'value="[^"]*"|<b>[^<]*</b>|\S+@example.org|datetime="[^"]*"', "", html)  # noqa: E731
    assert bare(known) == bare(new)


def test_three_wrong_codes_keep_the_words_and_one_tap_brings_a_new_code(client, at_code):
    for _again in range(3):
        page = client.post(CODE, {"code": "AAAA-AAAA", "then": "send"})
    assert "Your words are safe" in page.content.decode() and Draft.objects.get().text == WORDS
    cache.clear()  # a code for one inbox is mailed every ten seconds at most
    page = client.post("/accounts/signup/", fields_of(page), follow=True)
    client.post(CODE, fields_of(page, code=code_mailed(), then="send"))
    assert Thread.objects.get().question.text == WORDS


def test_what_another_tab_changed_meanwhile_is_not_lost(client, at_code):
    draft = Draft.objects.get()
    Draft.objects.filter(pk=draft.pk).update(text="Other words, from another tab.", revision=9)
    client.post(CODE, fields_of(at_code, code=code_mailed(), then="send"))
    assert Thread.objects.get().question.text == WORDS and Draft.objects.get().text == "Other words, from another tab."


def test_a_code_sends_no_words_but_those_that_waited_for_it(client, at_code, bob):
    theirs = Draft.objects.create(author=bob, text="Mine.", stage=Draft.objects.get().stage)
    client.post(CODE, fields_of(at_code, code=code_mailed(), then="send", submission=str(theirs.key)))
    assert not Thread.objects.exists() and Draft.objects.filter(pk=theirs.pk).exists()


def test_who_is_no_newcomer_signs_in_and_comes_back_to_one_button(as_person, client, stage, ann):
    form = fields_of(client.get(ASK), text=WORDS, then="sign-in")
    door = client.post(ASK, form)
    assert door.url.startswith("/accounts/login/?next=")
    page = client.post(door.url, {"login": ann.email, "next": ""}, follow=True)
    page = client.post("/accounts/login/code/confirm/", fields_of(page, code=code_mailed(), then="send"), follow=True)
    assert Thread.objects.get().asker == ann


def test_a_draft_that_waits_is_mentioned_without_its_words(client, stage):
    client.post(ASK, fields_of(client.get(ASK), text=WORDS, then="look"))
    for path in ("/", "/stages/distance/", "/ask/", "/accounts/login/"):
        page = client.get(path)
        assert "You began to write something here." in page.content.decode() and WORDS not in page.content.decode()
        assert "no-store" in page["Cache-Control"]


def test_nobody_else_is_told_of_it(client, stage):
    client.post(ASK, fields_of(client.get(ASK), text=WORDS, then="look"))
    client.cookies.clear()
    assert "You began to write" not in client.get("/").content.decode()


def test_what_could_tell_who_she_is_is_marked_in_her_words(client, stage):
    words = "My husband Bertram works at Siemens in Leipzig.\n\nHis number is 0171 2345678 <b>."
    page = client.post(ASK, fields_of(client.get(ASK), text=words, then="look"), follow=True).content.decode()
    assert '<mark class="tells">Bertram</mark> <span class="softer">' in page
    assert "&lt;b&gt;" in page
