"""Quotes, lists and headings: rules of the parser that stand in the place of its own."""

import re

from markdown_it.rules_block import blockquote, list_block

from stages.text.typed import QUOTED

DEEPEST = 12  # levels of quotes and lists; deeper signs are shown as typed. The parser drops text at its own 20.
WITH_DIRECTION = {"p", "li", "blockquote", "h3", "h4", "h5", "th", "td"}

LISTED = re.compile(
    r"(?:[-*]|(?!0\d)\d{1,2}[.)])[ \t]++"  # up to 99: "2019. That was the year" is a sentence
    r"(?![-*_+ \t]*+$)"  # "* * *" and "- - -" are typed lines, not lists in lists
    r"(?!\d+[.)](?:\s|$))\S"  # "3. 5. 2020" is a day
)
ONLY_SIGNS = re.compile(r"(?:[-*_][ \t]*){2,}$")


def _rest_of(state, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def quote(state, line, end, silent):
    """`> he said`: needs a space and words after the sign."""
    return state.level < DEEPEST and bool(QUOTED.match(_rest_of(state, line))) and blockquote(state, line, end, silent)


def listing(state, line, end, silent):
    """`- `, `* `, `1. ` and `1) ` with words after them."""
    return state.level < DEEPEST and bool(LISTED.match(_rest_of(state, line))) and list_block(state, line, end, silent)


def back_at_margin(state, line, end, silent):
    """A line without the quote's sign, left of the list item's words, or without a table's | is no longer part of it:
    nobody who answers below a quote means to be quoted. (CommonMark's lazy continuation says otherwise.)"""
    if state.parentType == "table":
        return silent and "|" not in _rest_of(state, line)
    return silent and (state.parentType == "blockquote" or state.sCount[line] < state.blkIndent)


def only_signs(state, line, end, silent):
    """`* * *` below a list ends it and is shown as typed. Readers only: for the coach it is a rule."""
    return silent and bool(ONLY_SIGNS.match(_rest_of(state, line)))


def dress(state):
    """After parsing: every block finds its own direction, headings sit below the page's, list numbers stay."""
    ranks = _ranks(token.tag for token in state.tokens if token.type == "heading_open")
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = ranks[token.tag]
        if token.nesting == 1 and token.tag in WITH_DIRECTION:
            token.attrs = {"dir": "auto"}  # and no style="text-align", which tables bring
    _keep_numbers(state.tokens)


def _ranks(levels):
    """{"h2": "h3", "h4": "h4"}: whatever a writer begins with comes first below the page's own headings, none is left out."""
    used = sorted(set(levels))
    return {level: f"h{min(3 + rank, 5)}" for rank, level in enumerate(used)}


def _keep_numbers(tokens):
    """1. 2. 5. stays 5. A list that says 1. each time is counted, as CommonMark does."""
    lists = []
    for token in tokens:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            lists.append([])
        elif token.type == "list_item_open":
            lists[-1].append(token)
        elif token.type == "ordered_list_close":
            _number(lists.pop())
        elif token.type == "bullet_list_close":
            lists.pop()


def _number(items):
    numbers = [int(item.info) for item in items]
    if set(numbers) == {1}:
        return
    for item, number, before in zip(items[1:], numbers[1:], numbers, strict=False):
        if number != before + 1:
            item.attrSet("value", str(number))
