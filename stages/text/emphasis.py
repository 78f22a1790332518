"""Emphasis: `*so*`, `_so_`, `**so**`, never within a word, never a face."""

import re
import unicodedata
from collections import deque

from markdown_it.rules_inline.state_inline import Delimiter

FARTHEST = 20  # open * and _ that are remembered, which keeps pairing linear

OPENS = re.compile(r"[*_]{0,4}+(?![\s*_,;:!?)\]}%^”]|\.(?!\.))\S")
KISS = re.compile(r"(?:^|\s)[:;=]['’]?-?$")  # :-* and :*, with the four characters before the sign


def emphasis(state, silent):
    """Reads one run of * or _ and notes whether it may open or close; `pair` decides."""
    start = end = state.pos
    sign = state.src[start]
    if silent or sign not in "*_":
        return False
    while end < state.posMax and state.src[end] == sign:
        end += 1
    _note(state, sign, end - start, *_sides(state.src, start, end))
    state.pos = end
    return True


def _note(state, sign, length, opens, closes):
    if not (opens or closes):
        state.append_pending(sign * length)
        return
    for _ in range(length):
        state.push("text", "", 0).content = sign
        state.delimiters.append(Delimiter(ord(sign), length, len(state.tokens) - 1, -1, opens, closes))


def _sides(src: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether the run may open, may close. In f**k, 2*3*4 and snake_case it may do neither."""
    before, after = src[start - 1 : start] or " ", src[end : end + 1] or " "
    if end - start > 3 or _is_face(before, after) or KISS.search(src[max(0, start - 5) : start]):
        return False, False
    opens = not _in_word(before) and bool(OPENS.match(src, end))
    closes = not _in_word(after) and not before.isspace() and unicodedata.category(before) not in ("Ps", "Pi")
    return opens, closes


def _in_word(character: str) -> bool:
    """Letters, digits and their marks; not Chinese or Japanese ones, which write words without spaces."""
    kind = unicodedata.category(character)
    of_word = kind[0] in "LN" or (kind in ("Mn", "Mc") and not "\ufe00" <= character <= "\ufe0f")
    return of_word and unicodedata.east_asian_width(character) not in "WF"


def _is_face(before: str, after: str) -> bool:
    """^_^ -_- >_< ;_; – a mouth between two eyes, which are signs, but no quotes or brackets."""
    kinds = unicodedata.category(before), unicodedata.category(after)
    eyes = all(kind[0] in "PS" and kind not in ("Ps", "Pe", "Pi", "Pf") for kind in kinds)
    return eyes and (before == after or not {before, after} & set("\"'*_"))


def pair(state):
    """Stands for markdown-it's balance_pairs: a run closes one of its own length, so `sh**` within `*…*` stays."""
    within = [meta["delimiters"] for meta in state.tokens_meta if meta]
    for delimiters in (state.delimiters, *within):
        waiting = deque(maxlen=FARTHEST)
        at = 0
        while at < len(delimiters):
            sign = delimiters[at]
            if not (sign.close and _close(delimiters, waiting, at)) and sign.open:
                waiting.append([at, sign.length])
            at += sign.length


def _close(delimiters, waiting, at) -> bool:
    """Ties the run at `at` to the nearest that waits for it; whatever opened in between stays as typed."""
    left = length = delimiters[at].length
    while left and (found := _opener(delimiters, waiting, delimiters[at], left)) is not None:
        while len(waiting) > found + 1:
            waiting.pop()
        first, open_left = waiting[found]
        tied = min(open_left, left)
        for step in range(tied):
            delimiters[first + open_left - 1 - step].end = at + length - left + step
        left -= tied
        waiting[found][1] -= tied
        if tied == open_left:
            waiting.pop()
    return left < length


def _opener(delimiters, waiting, closer, left):
    """`***both* of them**` and `**both *of them***`: three may be one and two."""
    for index in range(len(waiting) - 1, -1, -1):
        first, open_left = waiting[index]
        opener = delimiters[first]
        splits = (opener.length == 3 and left <= open_left) or (closer.length == 3 and open_left <= left)
        if opener.marker == closer.marker and (open_left == left or splits):
            return index
    return None
