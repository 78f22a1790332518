"""The breaks that `make mutants` tries: always the same ones, of functions that are there."""

import ast
from pathlib import Path

import pytest

from bench.mutants import equivalent, functions, groups, operators
from comments.models import Comment


def breaks(source):
    [function] = ast.parse(source).body
    return [each.words for each in operators.breaks(function, frozenset({"approved"}))]


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        ("return a < b", ["a < b → a <= b"]),
        ("return a == 1", ["a == 1 → a != 1", "1 → 2"]),
        ("return a and not b", ["a and (not b) → not b", "a and (not b) → a", "not b → b"]),
        (
            "return rows.all().filter(n__lte=m)",
            ["filter(n__lte=m) → rows.all()", "n__lte=m) → rows.all().filter(n__lt=m)"],
        ),
        ("return rows.all().approved()", ["rows.all().approved() → rows.all()"]),
        ("return A | B", ["A | B → A", "A | B → B"]),
        ("return Q(a=x, b=y)", ["Q(a=x, b=y) → Q(b=y)", "Q(a=x, b=y) → Q(a=x)"]),
        ("return {a, b}", ["{a, b} → {b}", "{a, b} → {a}"]),
        ("return [a for a in b if c]", ["for a in b if c → for a in b"]),
        ("self.a = None", ["self.a = None → nothing"]),
        ("self.save()", ["self.save() → nothing"]),
        ("if a: raise B", ["if a → if True", "if a → if False", "raise B → nothing"]),
        ("a = b", []),
    ],
)
def test_each_slip_is_tried(line, broken):
    found = breaks(f"def verb(self):\n    {line}")
    assert len(found) == len(broken) and all(words in each for words, each in zip(broken, found, strict=True))


def test_a_question_is_answered_both_ways():
    assert breaks("def is_open(self):\n    return self.open") == [
        "return self.open → return True",
        "return self.open → return False",
    ]


def test_a_docstring_is_no_code():
    assert breaks('def verb(self):\n    """Words."""\n    return a') == []


def test_the_same_breaks_come_each_time_and_each_by_a_name_of_its_own():
    names = [words for function in functions.listed() for words, _each in function.breaks()]
    again = [words for function in functions.listed() for words, _each in function.breaks()]
    assert names == again and len(names) == len(set(names))


def test_what_is_said_to_be_unnoticeable_is_a_break_that_is_tried():
    names = {words for function in functions.listed() for words, _each in function.breaks()}
    assert equivalent().keys() - names == set()


def test_the_files_of_tests_that_are_named_are_there():
    files = {file for about in groups().values() for file in about}
    assert [file for file in files if not Path(file).exists()] == []


def test_a_break_is_in_place_until_it_is_mended(asked, coach):
    function = functions.Function("comments.models.comment:Comment.can_be_answered")
    _words, never = next(row for row in function.breaks() if row[0].endswith("return False"))
    function.broken(never)
    try:
        assert not asked.question.can_be_answered()
    finally:
        function.mended()
    assert Comment.objects.get().can_be_answered()


def test_a_function_that_has_moved_is_asked_for():
    with pytest.raises(functions.Gone, match="say in functions.toml where it went"):
        functions.Function("comments.models.comment:Comment.flies")
