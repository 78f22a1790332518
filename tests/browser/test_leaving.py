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
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    assert page.get_by_role("heading", level=1).is_visible() and "/ask/" in page.url


def test_the_way_out_is_second_for_the_keyboard(page):
    page.goto("/stages/distance/ask/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.leave") == ""


def test_without_javascript_it_is_a_plain_link(chromium, site):
    context = chromium.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/stages/distance/ask/")
    assert page.get_by_role("link", name="Leave this page").get_attribute("href") == WEATHER
    context.close()


def test_while_she_writes_she_is_told_where_help_is_and_takes_softer_words(page):
    page.goto("/stages/distance/ask/")
    page.get_by_label("What is going on?").press_sequentially(DANGER)
    page.get_by_text("You need not carry this alone.").wait_for()
    page.get_by_role("button", name="Take the softer words").click()
    page.wait_for_url("**/ask/?draft=*")
    assert page.get_by_label("What is going on?").input_value() == DANGER.replace("Odile", "O.")
