"""Somebody comes in while she writes: gone at once, and Back does not return. And what she is told while she writes."""

import pytest

WEATHER = "https://www.bbc.com/weather"
OTHER_SITE = "<!doctype html><title>Weather</title><h1>Mild, with some rain</h1>"
DANGER = "He said he will find me. I told Odile."


@pytest.fixture
def page(phone):
    """A page on a phone that can reach the weather."""
    page = phone()
    page.route(WEATHER, lambda route: route.fulfill(content_type="text/html", body=OTHER_SITE))
    return page


def three_escapes(page):
    for _time in range(3):
        page.keyboard.press("Escape")


@pytest.mark.parametrize(
    "leave", [lambda page: page.get_by_role("link", name="Leave this page").click(), three_escapes]
)
def test_she_leaves_at_once_and_back_does_not_return(page, leave):
    page.goto("/stages/distance/")
    page.goto("/stages/distance/ask/")
    page.get_by_label("What is going on?").press_sequentially(
        "He is"
    )  # not saved yet: nobody asks whether she means it
    leave(page)
    page.get_by_role("heading", name="Mild, with some rain").wait_for()
    page.go_back()
    assert page.url.endswith("/stages/distance/")


def test_two_escapes_leave_nothing(page):
    page.goto("/stages/distance/ask/")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.locator(".leave .lit").count() == 2
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    assert page.locator(".leave .lit").count() == 1
    assert page.get_by_role("heading", level=1).is_visible() and "/ask/" in page.url


def test_the_way_out_is_second_for_the_keyboard(page):
    page.goto("/stages/distance/ask/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.leave") == WEATHER


def own_pages(context, site):
    """Return a page that came through several pages of hers, the last one her question."""
    page = context.new_page()
    page.route(WEATHER, lambda route: route.fulfill(content_type="text/html", body=OTHER_SITE))
    for path in ["/stages/distance/", "/me/", "/me/notifications/", "/me/", site.asked]:
        page.goto(path)
    page.get_by_role("link", name="Leave this page").click()
    page.get_by_role("heading", name="Mild, with some rain").wait_for()
    return page


@pytest.mark.parametrize("has_scripts", [True, False])
def test_by_back_and_forward_nothing_of_hers_is_shown(chromium, site, reader_state, has_scripts):
    context = chromium.new_context(base_url=site.url, storage_state=reader_state, java_script_enabled=has_scripts)
    page = own_pages(context, site)
    ways = [*[page.go_back] * 4, *[page.go_forward] * 3]
    seen = [go() and page.locator("body").inner_text() for go in ways]
    assert [text for text in seen if text and ("Where does it end?" in text or "My page" in text)] == []
    assert any("You left this page" in text for text in seen if text)
    context.close()


def test_she_opens_it_again_when_she_comes_back(chromium, site, reader_state):
    context = chromium.new_context(base_url=site.url, storage_state=reader_state)
    page = own_pages(context, site)
    page.goto(site.asked)
    page.get_by_role("button", name="Open it again").click()
    page.get_by_role("heading", name="Where does it end?").wait_for()
    context.close()


def test_while_she_writes_she_is_told_where_help_is_and_takes_softer_words(page):
    page.goto("/stages/distance/ask/")
    page.get_by_label("What is going on?").press_sequentially(DANGER)
    page.get_by_text("You don’t have to carry this alone.").wait_for()
    page.get_by_role("button", name="Use the softer words").click()
    page.wait_for_url("**/ask/?draft=*")
    assert page.get_by_label("What is going on?").input_value() == DANGER.replace("Odile", "O.")
