"""Violence, fear, coercion, self-harm, a minor: the right help at once, and a human who sees it. No sad word is a crisis."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks import safety
from checks.safety.reading import Reading
from tests.safety import CASES, false, lines, missed

TUNED = [(language, *case) for language in CASES for case in lines(language, "tuned", "crises")]
# How many may be missed and how many be false, of the lines in tests/safety/: what holds today (docs/safety.md).
BOUNDS = {
    ("en", "tuned"): (0, 0),
    ("en", "beside"): (11, 10),
    ("en", "held_out"): (26, 4),
    ("en", "hints"): (26, 0),
    ("es", "tuned"): (0, 0),
    ("es", "beside"): (0, 6),
    ("es", "held_out"): (9, 0),
    ("es", "hints"): (13, 0),
}


@pytest.mark.parametrize(("language", "part"), BOUNDS)
def test_no_more_is_missed_or_false_than_is_written_down(language, part):
    most_missed, most_false = BOUNDS[language, part]
    assert len(missed(language, part)) <= most_missed
    assert len(false(language, part)) <= most_false


def test_what_a_crisis_speaks_of_is_named():
    found = [name in safety.check(text) for _language, name, text in TUNED]
    assert found.count(False) <= 9


@pytest.mark.parametrize(
    "text",
    [
        "He hit me",
        "he hit me",
        "HE HIT ME",
        "He  hit\nme",
        "Sorry.He hit me",
        "he hitttt me",
        "(he hit me)",
        "“He hit me”",
    ],
)
def test_a_phone_writes_as_it_likes(text):
    assert "violence" in safety.check(text)


@pytest.mark.parametrize("apostrophe", ["'", "’", "‘", "´", "`", ""])
def test_apostrophes_come_in_all_shapes_and_none(apostrophe):
    assert safety.check(f"I don{apostrophe}t want to live anymore") == {"self_harm"}


def test_a_long_word_may_lack_a_letter_or_have_two_in_the_wrong_order():
    assert safety.check("he strangld me") == safety.check("he strnagled me") == {"violence"}


@pytest.mark.parametrize(
    "text", ["He hit. Me too.", "He hit!\n\nMe", "He never hit me", "he would not hit me", "he never slapped my face"]
)
def test_a_saying_stays_in_its_sentence_and_a_denial_takes_it_back(text):
    assert not safety.check(text)


def test_what_is_told_in_pieces_is_heard_within_one_sentence():
    assert safety.check("His fist was suddenly so close to my face") == {"violence"}
    assert not safety.check("His fist was closed. I washed my face.")


def test_each_language_is_heard_whatever_the_page_speaks():
    assert safety.check("me quiero morir") == safety.check("me quiero morir", "xx") == {"self_harm"}
    assert not safety.check("me quiero morir", "en")


@pytest.mark.parametrize("language", safety.LANGUAGES)
def test_a_table_is_made_of_words_and_its_concerns_have_names(language):
    table = safety.table(language)
    assert all(word.isalnum() for word in table.known.values())
    assert {concern for concern, _says, _unless in table.rules} == set(safety.CONCERNS)


@given(st.text())
def test_no_text_breaks_the_check(text):
    assert safety.check(text) <= set(safety.CONCERNS)


@given(
    st.lists(
        st.sampled_from(["he", "hit", "not", "me", ".", "im", "15", "kill", "himself", "if", "i", "leave"]), max_size=40
    )
)
def test_sentences_are_filled_to_their_ends(words):
    """The places of whole sentences, found by doubling, are those found by going through them."""
    reading = Reading(" ".join(words), {})
    start = 1 << (reading.length // 2) if reading.length else 0
    inside, slow = start & reading.words, set()
    middle = reading.length // 2
    if inside:
        is_word = [bool(reading.words >> place & 1) for place in range(reading.length)]
        low, high = middle, middle
        while low > 0 and is_word[low - 1]:
            low -= 1
        while high < reading.length - 1 and is_word[high + 1]:
            high += 1
        slow = set(range(low, high + 1))
    found = reading.sentences_with(start)
    assert {place for place in range(reading.length) if found >> place & 1} == slow


@pytest.mark.parametrize(
    "text", ["he ", "he hit me ", "he hit me.", "i dont want to ", "a.b", "é\u0301", "{he} .... ", "!?"]
)
def test_work_grows_with_the_text_alone(text, monkeypatch):
    """Each step of a rule is one operation on whole numbers: as many for a long text as for a short one of its words."""
    steps = []
    monkeypatch.setattr(safety.rules, "after", counted(safety.rules.after, steps))
    safety.check(text * 100)
    few = len(steps)
    steps.clear()
    safety.check(text * (20_000 // len(text)))
    assert len(steps) == few


def counted(function, calls):
    return lambda *arguments: calls.append(1) or function(*arguments)


def test_a_blank_text_is_not_looked_at(monkeypatch):
    monkeypatch.setattr(safety, "table", None)
    assert safety.check("") == safety.check(" \n\u00a0 ") == frozenset()
