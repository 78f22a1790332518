"""How a text is taken apart into words, wherever words are compared."""

from importlib import import_module

import pytest
from django.apps import apps

from checks.holding import fingerprint
from checks.spam.words import number, pieces
from comments.models import Comment, HeldWord, SpamCount
from stages.text.words import APOSTROPHES, bare_words, folded, pattern_of, stem, words_in

SAID = "You´ll win, don‘t wait, come today"


@pytest.mark.parametrize("sign", APOSTROPHES)
def test_an_apostrophe_is_none_however_it_is_typed(sign):
    assert bare_words(f"Don{sign}t!") == folded(f"don{sign}t") == "dont"


def test_words_are_compared_without_case_accents_and_signs():
    assert bare_words("¡Él ﬁnds 𝐅𝐑𝐄𝐄 Straße™ — 2 days!") == "el finds free strassetm 2 days"


def test_a_word_knows_where_it_stands_and_what_is_before_it():
    text = "So: Anna’s Jean-Luc"
    assert [(text[word.start : word.end], word.before) for word in words_in(text)] == [
        ("So", ""),
        ("Anna", ": "),
        ("Jean-Luc", " "),
    ]


def test_a_passage_is_found_however_its_lines_were_broken():
    assert pattern_of("he doesn't (ever)") == rf"he\s+doesn[{APOSTROPHES}]t\s+\(ever\)"


def test_the_stem_of_a_word_is_that_of_its_forms():
    assert stem("boundaries") == stem("boundary") and stem("amigas", "es") == stem("amiga", "es")


def test_what_was_kept_of_words_is_renewed(public, coach):
    said = public.question
    said.edit(SAID, said.revision)
    HeldWord(words="don´t wait").keep(coach)
    Comment.objects.filter(pk=said.pk).update(fingerprint="as it was")
    HeldWord.objects.update(bare="don t wait")
    SpamCount.objects.filter(number__in=list(map(number, pieces(SAID)))).update(honest=0)
    import_module("comments.migrations.0031_one_table_of_apostrophes").renew(apps, None)
    assert Comment.objects.get(pk=said.pk).fingerprint == fingerprint(SAID)
    assert HeldWord.objects.get().bare == "dont wait"
    assert SpamCount.objects.get(number=number("dont")).honest == 1
