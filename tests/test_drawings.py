"""The ten drawings: what is seen before what, that they are short, and that words and pictures say the same."""

import re
import xml.etree.ElementTree as ElementTree

import pytest
from django.utils import translation

from bench.drawings import icon
from stages.drawing import share, svg
from stages.drawing.figure import Figure
from stages.drawing.scenes import SCENES
from stages.drawing.shapes import GROUND, Cut, Moving
from tests.colours import CSS, contrast, mixed, over, tokens

SEEN = 3  # to 1, of what one must see to understand: WCAG 1.4.11
STYLES = (CSS / "drawings.css").read_text()
HILLS = {"day": ("glow", 1), "dusk": ("form-clay", 0.16), "night": ("form-pine", 0.13)}
BOTH = pytest.mark.parametrize("scheme", ["light", "dark"])
EVERY = pytest.mark.parametrize("name", list(SCENES))


def shapes_of(name):
    """Give out all shapes of a drawing, those that move as well, the lowest first."""
    for shape in SCENES[name].shapes:
        yield from shape.shapes if isinstance(shape, Moving) else [shape]


def token_of(ink):
    """Return the name of the colour that drawings.css gives an ink."""
    lines = [line for line in STYLES.splitlines() if re.search(rf"\.{ink}[ ,]", line.partition("{")[0])]
    return re.findall(r"(?:fill|stroke): var\(--([\w-]+)\)", " ".join(lines))[-1]


def grounds(name, theme):
    """Return the colours of all that something may stand before: paper or a hill, with any number of rounds of light."""
    inks = [shape.ink for shape in shapes_of(name)]
    hills = [HILLS[ink.split()[1]] for ink in inks if ink.startswith("hill")]
    found = [theme["paper"], *(mixed(theme[colour], theme["paper"], part) for colour, part in hills)]
    for _round in range(inks.count("glow")):
        found += [over(theme["lamp"], ground) for ground in found]
    return set(found)


@BOTH
@EVERY
def test_all_that_means_something_is_seen_before_whatever_it_stands(name, scheme):
    theme = tokens(scheme)
    inks = {shape.ink for shape in shapes_of(name)} - {"glow", "earth"}  # the ground has bare paper below it
    weak = {
        (ink, ground, contrast(theme[token_of(ink)], ground))
        for ink in inks
        for ground in grounds(name, theme)
        if not ink.startswith("hill") and contrast(theme[token_of(ink)], ground) < SEEN
    }
    assert not weak


@BOTH
def test_the_ground_is_seen_and_a_face_is_told_from_the_hair(scheme):
    theme = tokens(scheme)
    assert contrast(theme["edge"], theme["paper"]) >= SEEN
    for form in ("form-clay", "form-pine"):
        assert contrast(theme[form], theme[form + "-dark"]) >= 1.5


def test_the_hills_are_mixed_in_the_styles_as_they_are_here():
    assert "var(--form-clay) 16%, var(--paper)" in STYLES and "var(--form-pine) 13%, var(--paper)" in STYLES


@EVERY
def test_a_drawing_is_well_formed_and_short(name):
    drawn = str(svg.MARKS[name])
    assert ElementTree.fromstring(drawn).tag == "svg" and 300 <= len(svg.FORMS[name]) <= 1200
    assert not re.search(r"\bid=|style=|NaN|\d\.\d{2}", drawn)


def test_the_ten_are_within_nine_thousand_bytes():
    assert sum(len(form) for form in svg.FORMS.values()) <= 9_000


@EVERY
def test_everybody_stands_on_the_ground_or_on_the_see_saw(name):
    for shape in SCENES[name].shapes:
        if isinstance(shape, Moving) and shape.how != "tips":
            lowest = max(
                y for cut in shape.shapes if isinstance(cut, Cut) for outline in cut.outlines for _x, y in outline
            )
            assert lowest == pytest.approx(GROUND)


@EVERY
def test_the_ground_goes_from_edge_to_edge_equally_high(name):
    assert f"{GROUND}l3480 0" in svg.FORMS[name]


def test_a_figure_that_leans_moves_its_head_and_not_its_foot():
    (robe, face), (leaning_robe, leaning_face) = Figure("clay", 100).light(), Figure("clay", 100, 20).light()
    assert leaning_robe[0] == pytest.approx(robe[0]) and leaning_robe[-1] == pytest.approx(robe[-1])
    assert min(x for x, _y in leaning_face) > min(x for x, _y in face) + 20


def test_it_leans_to_the_side_that_it_moves_to():
    assert Figure("pine", 0, 9).leans == Figure("pine", 0, -9, faces=-1).leans == 1
    assert Figure("pine", 0, 9, faces=-1).leans == Figure("pine", 0, -9).leans == -1
    assert Figure("pine", 0).leans == 0


@EVERY
def test_the_large_drawing_says_in_words_what_it_shows_in_both_languages(name):
    with translation.override("en"):
        english = re.search('aria-label="([^"]+)"', svg.scene(name))[1]
    with translation.override("es"):
        spanish = re.search('aria-label="([^"]+)"', svg.scene(name))[1]
    assert english != spanish and english.endswith(".") and spanish.endswith(".")


def test_the_picture_of_a_link_has_the_colours_of_a_light_page():
    theme = tokens("light")
    for ink, colour in share.INKS.items():
        if ink.startswith("hill"):
            form, part = HILLS[ink.split()[1]]
            assert colour == mixed(theme[form], theme["paper"], part), ink
        else:
            assert colour == theme[token_of(ink)], ink
    assert theme["lamp"] == share.GLOW + f"{round(share.GLOWS * 255):02x}"
    assert (theme["paper"], theme["ink"], theme["quiet"]) == (share.PAPER, share.INK, share.QUIET)


@pytest.mark.parametrize("title", ["Expectations", "Compromises", "Getting to know each other"])
def test_the_title_of_a_picture_breaks_no_word(title):
    _font, lines = next(share.settings_of(title, 418))
    assert " ".join(lines) == title


def test_the_icon_is_made_of_the_same_figures_and_follows_a_dark_tab():
    drawn = (CSS.parent / "icon.svg").read_text()
    assert drawn == icon() and "@media(prefers-color-scheme:dark)" in drawn and len(drawn) < 1_500
