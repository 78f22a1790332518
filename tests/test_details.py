"""Names, places, employers, numbers: what could tell who she is is pointed out, with softer words. She decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks import personal_details
from checks.personal_details.shapes import FEWEST_DIGITS
from comments.models import Thread
from tests.details import cases, found
from writing.models import Draft

CASES = [(language, *case) for language in personal_details.TABLES for case in cases(language)]
HOSTILE = ["a@", "Mark ", "1 ", "12 Aa ", "@a.", "Mark\n", "5", "5-", "instagram ", "I'm 34 ", "A. ", "é", "(", "+1 "]


@pytest.mark.parametrize(("language", "text", "wanted"), CASES)
def test_what_tells_is_found_and_nothing_else(language, text, wanted):
    assert found(text, language) == wanted


@pytest.mark.parametrize(
    ("text", "softer"),
    [
        ("Mark and I live in Columbus, Ohio.", "M. and I live in a town in Ohio."),
        ("My husband works at Google Maps", "My husband works at a company"),
        ("he works at Siemens", "he works at a company"),
        ("my number is 555-123-4567, call", "my number is (number left out), call"),
        ("Then Mark's mother called", "Then M.'s mother called"),
        ("We married on 12 May 2019.", "We married some time ago."),
        ("I'm 34, he is 41, she is 9, since 2014", "I'm in the 30s, he is in the 40s, she is still young, years ago"),
    ],
)
def test_softer_words_take_their_place(text, softer):
    assert personal_details.soften(text, personal_details.find(text)) == softer


def test_softened_words_tell_nothing_more():
    for language, text, _wanted in CASES:
        softer = personal_details.soften(text, personal_details.find(text, language))
        assert not found(softer, language), softer


def test_who_is_named_once_is_known_wherever_she_stands():
    words = [detail.words for detail in personal_details.find("I met Odile. Odile left. Will he come?")]
    assert words == ["Odile", "Odile"]


def test_each_words_are_told_once():
    told = personal_details.once_each(personal_details.find("Mark left. I told Mark. Then Mark and Lisa came."))
    assert [detail.words for detail in told] == ["Mark", "Lisa"]


def test_an_unknown_language_is_read_as_english():
    assert personal_details.find("We live in Tulsa", "xx") == personal_details.find("We live in Tulsa", "en")


@given(st.text())
def test_no_text_breaks_the_search_and_places_are_right(text):
    found = personal_details.find(text)
    assert all(text[detail.start : detail.end] == detail.words for detail in found)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
    personal_details.soften(text, found)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_read_to_its_end(text):
    """A pattern that goes back again and again would not come to its end in this life."""
    assert len(personal_details.find(text * (20_000 // len(text)))) <= 20_000


def test_few_digits_are_no_telephone():
    assert not personal_details.find("I called 12345 times, " + "9" * (FEWEST_DIGITS - 1))


# Before it is sent

ASK = "/stages/distance/ask/"
WORDS = "Odile and I live in Tulsa. Odile is kind."
SOFTER = "O. and I live in a town. O. is kind."
TOLD = "This could give away who you are"


def sent_again(client, page, **more):
    """Send the form of a page as it came back."""
    form = page.context["form"]
    return client.post(ASK, {name: form[name].value() or "" for name in form.fields} | more)


def test_what_tells_is_shown_once_and_then_sent_as_it_is(as_person, stage, ann):
    client = as_person(ann)
    page = sent_again(client, client.get(ASK), text=WORDS)
    assert TOLD in page.content.decode() and not Thread.objects.exists()
    sent_again(client, page)
    assert Thread.objects.get().question.text == WORDS


def test_a_new_detail_is_shown_again(as_person, stage, ann):
    client = as_person(ann)
    page = sent_again(client, client.get(ASK), text=WORDS)
    sent_again(client, page, text=WORDS + " My number is 555-123-4567.")
    assert not Thread.objects.exists()


def test_the_softer_words_are_taken_into_her_text_and_nothing_is_sent(as_person, stage, ann):
    client = as_person(ann)
    page = client.post(ASK, {"text": WORDS, "then": "soften"}, follow=True)
    assert page.context["form"]["text"].value() == SOFTER and not Thread.objects.exists()
    sent_again(client, page)
    assert Thread.objects.get().question.text == SOFTER


def test_a_visitor_takes_softer_words_too_and_her_draft_keeps_them(client, stage):
    page = client.post(ASK, {"text": WORDS, "then": "soften"}, follow=True)
    assert page.context["form"]["text"].value() == Draft.objects.get().text == SOFTER


def test_looking_it_over_shows_what_tells_and_sends_from_there(as_person, stage, ann):
    client = as_person(ann)
    page = client.post(ASK, {"text": WORDS, "then": "look"}, follow=True)
    assert TOLD in page.content.decode()
    sent_again(client, page, then="send")
    assert Thread.objects.get().question.text == WORDS


def test_a_visitor_is_not_stopped_before_she_signs_in(client, stage):
    assert "/accounts/" in client.post(ASK, {"text": WORDS})["Location"]


def test_words_that_tell_nothing_go_at_once(as_person, stage, ann):
    as_person(ann).post(ASK, {"text": "He went quiet at Distance, Mara. What now?"})
    assert Thread.objects.count() == 1


def test_a_reply_is_looked_at_as_well_and_the_coach_is_not(as_person, answered, bob, coach):
    path = f"/comments/{answered.last_answer.pk}/reply/"
    assert TOLD in as_person(bob).post(path, {"text": WORDS}).content.decode()
    assert as_person(coach).post(path, {"text": WORDS}).status_code == 302


def test_editing_points_out_and_softens_but_keeps_nobody(as_person, public, ann):
    client, path = as_person(ann), f"/comments/{public.question.pk}/edit/"
    form = {"text": WORDS, "revision": public.question.revision}
    softer = client.post(path, form | {"then": "soften"})
    assert softer.context["form"]["text"].value() == SOFTER
    client.post(path, form)
    assert public.question.text == WORDS


def test_what_tells_is_pointed_out_while_she_writes(client, stage):
    html = client.post("/listen/", {"text": WORDS}).content.decode()
    assert TOLD in html and "<bdi>Odile</bdi> → <bdi>O.</bdi>" in html


def test_what_she_typed_is_shown_as_text(client, stage):
    html = client.post("/listen/", {"text": "My name is <b>Odile</b> and mail me at a&b@x.example"}).content.decode()
    assert "<b>Odile" not in html
