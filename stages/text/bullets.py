"""Bullets as word processors and phones have them, and points that stand a little too far left under a number.

Only what nobody would begin a sentence with is taken for a bullet by itself. A dash or a tick at the beginning of a line
may be somebody speaking, a name under a letter, or a yes beside a no: these count when they come as a list does."""

import re

# Signs that begin no sentence; among them those of the fonts Symbol and Wingdings, which Word copies as U+F020 to U+F0FF.
ALWAYS = "•◦▪▫●○‣⁃∙·■□❖➢➤►▸\uf020-\uf0ff"
BLANK = r"[\s\u200b]"
BULLET = re.compile(rf"(?:[{ALWAYS}]|([-*]|\d{{1,9}}[.)])){BLANK}+(?=\S)(?!(?:[{ALWAYS}]|\s)*$)")
# Word's second level is a small "o" before a tab or a wide gap; its dash stands before the same.
WITH_A_GAP = re.compile(rf"[o–—](?:\t|{BLANK}{{3}}){BLANK}*(?=\S)")
IN_A_ROW = re.compile(rf"([✓✔☑–]){BLANK}+(?=\S)")  # a list only if there are several, one below the other
MARGIN = re.compile(rf"{BLANK}*")
SPOKEN = re.compile(r"[?!…\"“”«»]")  # a line with one of these after a dash is somebody speaking
NUMBERED = re.compile(r"( *)(\d{1,2}[.)] +)\S")
POINT = re.compile(r"( *)[-*] ")


def as_dashes(lines: list[str]) -> list[str]:
    """In: lines as they came. Out: the same with every bullet as "- ", and one space behind every number."""
    rows = _in_rows(lines)
    return [_dashed(line, place in rows) for place, line in enumerate(lines)]


def _dashed(line: str, is_in_a_row: bool) -> str:
    margin = MARGIN.match(line).group()
    words = line[len(margin) :]
    bullet = BULLET.match(words) or WITH_A_GAP.match(words) or (is_in_a_row and IN_A_ROW.match(words))
    if not bullet:
        return line
    return f"{margin}{(bullet.re is BULLET and bullet[1]) or '-'} {words[bullet.end() :]}"


def _in_rows(lines: list[str]) -> set[int]:
    """Return the places of the lines that begin with a tick or a dash as lists do: at least two with the same sign, one
    below the other. Ticks beside crosses say yes and no, and stay. Dashes are a list only below a line that ends in a
    colon, and when nobody speaks in them."""
    found, run, sign, above, last = (
        set(),
        [],
        None,
        "",
        "",
    )  # `above` the run stands a line, `last` was said before this one
    has_crosses = any(line.lstrip()[:1] in tuple("✗✘☒✕✖☐") for line in lines)
    for place, line in enumerate([*lines, ""]):
        begins = IN_A_ROW.match(line.lstrip())
        if begins and begins[1] == sign:
            run.append(place)
        else:
            if len(run) > 1 and (_is_list(run, lines, above) if sign == "–" else not has_crosses):
                found.update(run)
            run, sign, above = ([place], begins[1], last) if begins else ([], None, "")
        last = line if line.strip() else last
    return found


def _is_list(run: list[int], lines: list[str], above: str) -> bool:
    return above.rstrip().endswith(":") and not any(SPOKEN.search(lines[place]) for place in run)


def under_their_numbers(lines: list[str]) -> list[str]:
    """In: lines whose bullets are dashes. Out: the same with points that stand one or two spaces in under a number moved to
    where they belong to it: below the words of the number, as CommonMark asks."""
    moved, number, shift = [], None, 0
    for line in lines:
        margin = len(line) - len(line.lstrip(" "))
        if numbered := NUMBERED.match(line):
            number, shift = (len(numbered[1]), len(numbered[1]) + len(numbered[2])), 0
        elif line.strip() and number:
            if margin <= number[0]:
                number, shift = None, 0
            elif not shift and margin < number[1] and POINT.match(line):
                shift = number[1] - margin
        moved.append(" " * shift + line if line.strip() else line)
    return moved
