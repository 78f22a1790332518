"""The two themes: text at AAA contrast in both, and the same colours wherever a page cannot reach the tokens."""

import re
from pathlib import Path

import pytest

from tests.colours import contrast, tokens

AAA = 7  # to 1: WCAG 1.4.6
TEMPLATES = Path(__file__).parents[1] / "templates"
BOTH = pytest.mark.parametrize("scheme", ["light", "dark"])


@BOTH
@pytest.mark.parametrize("ink", ["ink", "quiet", "clay", "pine", "wine"])
def test_text_is_read_at_aaa_on_paper_and_on_raised(scheme, ink):
    theme = tokens(scheme)
    assert min(contrast(theme[ink], theme[ground]) for ground in ("paper", "raised")) >= AAA


@BOTH
@pytest.mark.parametrize("button", ["clay", "pine", "wine"])
def test_what_stands_on_a_button_is_read_at_aaa(scheme, button):
    theme = tokens(scheme)
    assert contrast(theme["on-accent"], theme[button]) >= AAA


@BOTH
def test_what_was_marked_is_read_and_the_edge_of_a_field_is_seen(scheme):
    theme = tokens(scheme)
    assert contrast(theme["ink"], theme["glow"]) >= AAA and contrast(theme["edge"], theme["paper"]) >= 3


# What each mark is drawn with, and all that it may lie on. The drawings: test_drawings.py.
MARKS = {
    "the edge of a field, of a button and of the way out": ("edge", ["paper", "raised", "glow"]),
    "the bar beside an answer": ("clay", ["paper", "raised"]),
    "a line under a link, the focus, a dot that is lit": ("pine", ["paper", "raised", "glow"]),
    "the edge of a field that was refused": ("wine", ["paper", "raised"]),
    "one dot before guidance": ("form-clay", ["paper"]),
    "the other dot before guidance": ("form-pine", ["paper"]),
    "what is read, and stands before signs and don'ts": ("quiet", ["paper", "raised"]),
    "the line under where one is": ("ink", ["paper", "raised"]),
}


@BOTH
@pytest.mark.parametrize("mark", MARKS)
def test_what_means_something_is_told_from_what_it_lies_on(scheme, mark):
    theme, (name, grounds) = tokens(scheme), MARKS[mark]
    assert min(contrast(theme[name], theme[ground]) for ground in grounds) >= 3


def test_night_is_warm():
    red, _green, blue = (int(tokens("dark")["paper"][at : at + 2], 16) for at in (1, 3, 5))
    assert red > blue


@BOTH
@pytest.mark.parametrize("page", ["base.html", "bare.html"])
def test_the_browsers_own_frame_has_the_colour_of_the_paper(scheme, page):
    line = re.search(rf'name="theme-color" content="(#\w+)" media="\(prefers-color-scheme: {scheme}\)"', read(page))
    assert line[1] == tokens(scheme)["paper"]


def test_a_mail_has_the_colours_of_both_themes():
    frame = "".join(path.read_text() for path in sorted((TEMPLATES / "mail").glob("*.html")))
    night = frame.partition("prefers-color-scheme: dark")[2].partition("</style>")[0]
    light, dark = tokens("light"), tokens("dark")
    both = ("paper", "ink", "clay", "line", "quiet", "form-clay", "form-pine")
    assert set(re.findall(r"#[0-9a-f]{6}", night)) == {dark[name] for name in both}
    assert set(re.findall(r"#[0-9a-f]{6}", frame.replace(night, ""))) == {light[name] for name in (*both, "on-accent")}


def read(name):
    return (TEMPLATES / name).read_text()
