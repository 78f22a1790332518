"""A page on paper: the words alone, black on white, whatever theme the screen has."""

import pytest

SEEN = """() => [...document.querySelectorAll("body *")].filter(part => part.checkVisibility()).map(part => part.getAttribute("class"))"""


@pytest.fixture
def paper(laptop):
    page = laptop()
    page.emulate_media(media="print", color_scheme="dark")
    return page


@pytest.mark.parametrize("path", ["/", "/stages/distance/", "/questions/9/"])
def test_paper_has_no_menus_and_black_words(paper, path):
    paper.goto(path)
    seen = paper.evaluate(SEEN)
    assert not {"top", "foot", "path", "acts", "ask-here", "neighbours"} & set(seen)
    assert paper.locator("h1").evaluate("title => getComputedStyle(title).color") == "rgb(0, 0, 0)"


def test_a_stage_is_printed_without_what_others_asked(paper):
    paper.goto("/stages/distance/")
    assert paper.locator(".lean").is_visible() and not paper.locator(".threads").is_visible()


def test_a_box_stands_before_each_line_of_guidance_to_be_ticked(paper):
    paper.goto("/stages/distance/")
    box = "line => { const box = getComputedStyle(line, '::before'); return [box.width === box.height, box.borderTopStyle] }"
    assert paper.locator(".lean > ul > li").first.evaluate(box) == [True, "solid"]
    assert paper.locator(".signs li").first.is_visible()


def test_a_link_that_leads_away_says_where_to(paper):
    paper.goto("/stages/distance/")
    link = paper.locator(".lean .prose a").first
    after = "link => getComputedStyle(link, '::after').content"
    assert link.evaluate(after) == "none"
    link.evaluate("link => link.href = 'https://elsewhere.example/list'")
    assert "https://elsewhere.example/list" in link.evaluate(after)
