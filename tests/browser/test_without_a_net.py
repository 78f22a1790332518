"""Without a net: a page that says so, words that stay, and nothing of anyone left on a shared phone."""

import pytest

KEPT = """async () => (await Promise.all((await caches.keys()).map(async name =>
    (await (await caches.open(name)).keys()).map(request => new URL(request.url).pathname)))).flat()"""
QUESTION = "Is anybody there?"


@pytest.fixture
def ready(laptop):
    """A page of a browser in which the worker has come to stay."""
    page = laptop()
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    return page


def test_a_page_that_cannot_be_fetched_says_so_and_comes_when_the_net_does(ready):
    ready.goto("/library/")
    ready.context.set_offline(True)
    ready.goto("/stages/distance/")
    assert ready.inner_text("h1") == "You’re offline"
    assert ready.locator(".scene").is_visible() and ready.locator("a.button").evaluate("b => b.offsetHeight") >= 44
    ready.context.set_offline(False)
    ready.get_by_role("link", name="Try again").click()
    ready.get_by_role("heading", level=1, name="Distance").wait_for()


def test_nothing_that_was_read_is_kept(ready, site, reader_state):
    ready.context.add_cookies(reader_state["cookies"])
    ready.goto(site.asked)
    kept = ready.evaluate(KEPT)
    assert "/offline/" in kept and all(path == "/offline/" or path.endswith(".css") for path in kept)
    assert "Slow River" not in ready.evaluate("caches.match('/offline/', {ignoreVary: true}).then(page => page.text())")


@pytest.mark.parametrize("knows", [True, False], ids=["known to the browser", "seen by the worker alone"])
def test_a_form_sent_into_nothing_keeps_its_words(ready, knows):
    ready.goto("/accounts/signup/")
    ready.get_by_label("Your name here").fill("Far from any mast")
    ready.get_by_label("E-mail address").fill("mast@example.org")
    if not knows:
        ready.evaluate("Object.defineProperty(navigator, 'onLine', {get: () => true})")
    ready.context.set_offline(True)
    ready.get_by_role("button", name="Next: the code we e-mail you").click()
    ready.get_by_role("alert").filter(has_text="what you wrote is still here").wait_for()
    assert ready.get_by_label("Your name here").input_value() == "Far from any mast"
    ready.context.set_offline(False)


def test_a_question_sent_into_nothing_stays_and_goes_when_the_net_is_back(ready):
    ready.goto("/stages/distance/ask/")
    ready.get_by_label("What is going on?").fill(QUESTION)
    ready.context.set_offline(True)
    ready.get_by_role("button", name="Next: the code we e-mail you").click()
    ready.locator("[role=alert]:not(:empty)").wait_for()
    assert ready.get_by_label("What is going on?").input_value() == QUESTION
    ready.context.set_offline(False)
    ready.get_by_role("button", name="Next: the code we e-mail you").click()
    ready.get_by_label("Your name here").wait_for()
