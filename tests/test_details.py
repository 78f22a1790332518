"""Names, places, employers, numbers: what could tell who she is is pointed out, with softer words. She decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments import details
from comments.details.shapes import FEWEST_DIGITS
from tests.details import cases, found

CASES = [(language, *case) for language in details.TABLES for case in cases(language)]
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
    assert details.soften(text, details.find(text)) == softer


def test_softened_words_tell_nothing_more():
    for language, text, _wanted in CASES:
        softer = details.soften(text, details.find(text, language))
        assert not found(softer, language), softer


def test_who_is_named_once_is_known_wherever_she_stands():
    words = [detail.words for detail in details.find("I met Odile. Odile left. Will he come?")]
    assert words == ["Odile", "Odile"]


def test_each_words_are_told_once():
    told = details.once_each(details.find("Mark left. I told Mark. Then Mark and Lisa came."))
    assert [detail.words for detail in told] == ["Mark", "Lisa"]


def test_an_unknown_language_is_read_as_english():
    assert details.find("We live in Tulsa", "xx") == details.find("We live in Tulsa", "en")


@given(st.text())
def test_no_text_breaks_the_search_and_places_are_right(text):
    found = details.find(text)
    assert all(text[detail.start : detail.end] == detail.words for detail in found)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
    details.soften(text, found)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_read_to_its_end(text):
    """A pattern that goes back again and again would not come to its end in this life."""
    assert len(details.find(text * (20_000 // len(text)))) <= 20_000


def test_few_digits_are_no_telephone():
    assert not details.find("I called 12345 times, " + "9" * (FEWEST_DIGITS - 1))
