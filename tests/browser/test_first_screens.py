"""What a reader in distress sees without looking for it, on a phone whose browser leaves 390 by 664 pixels: her stage to
choose, where she is, what to do, and how to ask."""

import pytest

SCREEN = 664
TOP = "place => document.querySelector(place).getBoundingClientRect().top + scrollY"


@pytest.fixture
def top_of(chromium, site):
    """Return a function that says how far down a page something begins."""
    context = chromium.new_context(
        base_url=site.url, viewport={"width": 390, "height": SCREEN}, reduced_motion="reduce"
    )
    page = context.new_page()

    def top_of(path, place):
        if page.url != site.url + path:
            page.goto(path)
        return page.evaluate(TOP, place)

    top_of.page = page
    yield top_of
    context.close()


def test_the_first_stage_stands_in_the_first_half_of_home(top_of):
    assert top_of("/", ".stages li") <= 300


def test_every_stage_shows_what_to_do_within_1_2_screens_and_how_to_ask_within_two(top_of):
    top_of("/", "h1")
    stages = top_of.page.evaluate(
        "[...document.querySelectorAll('.stages a')].map(stage => stage.getAttribute('href'))"
    )
    assert len(stages) == 10
    for stage in stages:
        first = top_of(stage, ".lean li p")
        assert top_of(stage, ".scene") < top_of(stage, "h1") < top_of(stage, ".signs") < first
        assert first <= 1.2 * SCREEN, f"{stage}: the first guidance at {first} px"
        assert top_of(stage, "main a[href$='/ask/']") <= 2 * SCREEN, stage
