"""Thanks in a real browser: in place where scripts run, by the form where they do not."""

import re

import pytest

THREAD = "/questions/9/"  # of the starter content, with an answer


@pytest.fixture
def reader(chromium, site, reader_state):
    """Return a function that opens the thread as a reader."""
    contexts = []

    def open_thread(**options):
        contexts.append(chromium.new_context(base_url=site.url, storage_state=reader_state, **options))
        page = contexts[-1].new_page()
        page.goto(THREAD)
        return page, page.locator(".answer").first

    yield open_thread
    for context in contexts:
        context.close()


def test_a_tap_says_thanks_in_place_and_another_takes_it_back(reader):
    page, answer = reader(viewport={"width": 360, "height": 740})
    page.evaluate("window.isTheSamePage = true")
    for pressed, then in (("Thanks", "Take thanks back"), ("Take thanks back", "Thanks")):
        answer.get_by_role("button", name=re.compile(f"{pressed} ?: Mara")).click()
        answer.get_by_role("button", name=re.compile(f"{then} ?: Mara")).wait_for()
        assert page.evaluate("window.isTheSamePage") is True
        assert page.evaluate("document.activeElement.innerText").startswith(then)
    page.reload()
    assert answer.get_by_role("button", name=re.compile("Thanks ?: Mara")).count() == 1


def test_without_scripts_the_form_says_it_and_leads_back_to_the_message(reader):
    page, answer = reader(java_script_enabled=False)
    answer.get_by_role("button", name=re.compile("Thanks ?: Mara")).click()
    page.wait_for_url(f"**#{answer.get_attribute('id')}")
    answer.get_by_role("button", name="Take thanks back").click()
    answer.get_by_role("button", name=re.compile("Thanks ?: Mara")).wait_for()


def test_when_the_session_has_ended_the_form_is_sent_as_if_there_were_no_script(reader):
    page, answer = reader()
    page.context.clear_cookies(name="session")
    answer.get_by_role("button", name=re.compile("Thanks ?: Mara")).click()
    page.wait_for_url("**/accounts/login/**")
