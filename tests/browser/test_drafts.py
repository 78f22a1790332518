"""No draft is lost. The ways in which one could be, each with its test here; what needs no browser stands in
`tests/test_drafts.py` (a late code, a second factor, what arrives late, what is swept, whose it is in every order):

- she closes the tab a moment after her last word
- she closes the browser and comes back
- the site goes down while she writes, and comes up again
- the button is pressed while the site is down
- she goes back, and forward
- she writes in two tabs
- her session ends while she writes
- she mistypes the code
- she signs up in another tab, while the first stays open
- she reads the mail on another device
- another person signs in on her device
- no script runs in her browser
"""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

WORDS = "He has gone quiet since Sunday <3\n\nDo I write first?"
ASK = "/stages/distance/ask/"


@pytest.fixture
def browser_of(chromium, site):
    """Return a function that opens a browser of its own, with what another one has kept if need be."""
    contexts = []

    def make(**options):
        contexts.append(chromium.new_context(base_url=site.url, viewport={"width": 360, "height": 740}, **options))
        return contexts[-1]

    yield make
    for context in contexts:
        context.close()


NEXT = "Next: the code we e-mail you"


def field(page):
    return page.get_by_label("What is going on?")


def state(page):
    return page.locator("[data-state]")


def write(page, words=WORDS):
    """Open the form and write into it, until the page says that it is saved."""
    page.goto(ASK)
    field(page).fill(words)
    wait_until_saved(page)


def wait_until_saved(page):
    state(page).filter(has_text=re.compile("^Saved")).wait_for()


def go_on(page):
    page.get_by_role("button", name=NEXT).click()
    page.get_by_role("heading", name="Where should we send the answer?").wait_for()


def sign_up(page, name):
    """Fill in the form; returns the address that the code goes to."""
    page.get_by_label("Your name here").fill(name)
    address = f"{name.lower().replace(' ', '-')}@example.org"
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name=NEXT).click()
    page.get_by_label("The code").wait_for()
    return address


def confirm(page, code):
    """Type the code and look at the words again, where they can be changed: nothing has been sent."""
    page.get_by_label("The code").fill(code)
    page.get_by_role("button", name="Look it over first").or_(page.get_by_role("button", name="Sign in")).first.click()


def change(page):
    page.get_by_role("button", name="Change it").click()


def send(page):
    page.get_by_role("button", name="Send my question").click()
    page.get_by_text("Your question has arrived.").wait_for()


@contextmanager
def down(site):
    site.go_down()
    try:
        yield
    finally:
        site.go_up()


def test_a_tab_closed_a_moment_after_the_last_word(browser_of):
    context = browser_of()
    page = context.new_page()
    page.goto(ASK)
    field(page).fill(WORDS)
    page.close(run_before_unload=True)
    page = context.new_page()
    page.goto(ASK)
    for _try in range(100):  # the last save may still be on its way
        if field(page).input_value():
            break
        page.goto(ASK)
    assert field(page).input_value() == WORDS


def test_a_closed_browser(browser_of):
    first = browser_of()
    write(first.new_page())
    left = first.storage_state()  # what a browser keeps on the disk: cookies that have a date
    left["cookies"] = [cookie for cookie in left["cookies"] if cookie["expires"] > 0]
    first.close()
    page = browser_of(storage_state=left).new_page()
    page.goto(ASK)
    assert field(page).input_value() == WORDS and "Nothing has been sent yet" in page.inner_text("main")


def test_the_site_goes_down_while_she_writes_and_comes_up_again(browser_of, site):
    page = browser_of().new_page()
    write(page, "He has gone quiet.")
    with down(site):
        field(page).press_sequentially(" Do I write first?")
        page.get_by_text("Not saved: we can").wait_for()
        assert state(page).inner_text() == "Not saved yet"
    wait_until_saved(page)
    assert page.locator("[data-trouble]").inner_text() == ""
    page.reload()
    assert field(page).input_value() == "He has gone quiet. Do I write first?"


def test_a_button_that_is_pressed_while_the_site_is_down(browser_of, site):
    page = browser_of().new_page()
    page.goto(ASK)
    field(page).fill(WORDS)
    with down(site):
        page.get_by_role("button", name=NEXT).click()
        page.get_by_text("Not saved: we can").wait_for()
        assert page.url.endswith(ASK) and field(page).input_value() == WORDS
    wait_until_saved(page)
    go_on(page)


def test_back_and_forward(browser_of):
    page = browser_of().new_page()
    write(page, "Older words")
    page.get_by_role("button", name="Preview").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Change it").click()
    field(page).fill("Newer words")
    wait_until_saved(page)
    page.go_back()
    expect(page.locator("main")).to_contain_text("Newer words")
    page.go_back()
    expect(field(page)).to_have_value("Newer words")  # and not those that this page had
    page.go_forward()
    page.go_forward()
    expect(field(page)).to_have_value("Newer words")


def test_back_from_the_page_of_signing_up(browser_of):
    page = browser_of().new_page()
    page.goto(ASK)
    field(page).fill(WORDS)
    go_on(page)
    page.go_back()
    expect(field(page)).to_have_value(WORDS)


def test_two_tabs(browser_of):
    context = browser_of()
    first = context.new_page()
    write(first, "In both")
    second = context.new_page()
    second.goto(ASK)
    field(first).fill("From the first")
    wait_until_saved(first)
    field(second).fill("From the second")
    second.get_by_text("Another tab has changed or sent this draft. We kept both").wait_for()
    field(first).fill("From the first, and more")
    wait_until_saved(first)
    field(second).fill("From the second, and more")
    wait_until_saved(second)
    assert first.locator("[data-trouble]").inner_text() == ""
    second.goto(ASK)
    assert field(second).input_value() == "From the second, and more"
    first.reload()
    assert field(first).input_value() in {"From the first, and more", "From the second, and more"}


def test_a_session_that_ends_while_she_writes(browser_of, site):
    context = browser_of()
    page = context.new_page()
    write(page)
    go_on(page)
    address = sign_up(page, "Ending Session")
    confirm(page, site.code_for(address))
    change(page)
    field(page).fill(f"{WORDS} And then?")
    wait_until_saved(page)
    context.clear_cookies(name="session")
    field(page).press_sequentially(" And then?")
    page.get_by_text("not signed in any more.").wait_for()
    page.get_by_role("button", name="Send my question").click()
    page.get_by_text("Nothing has been sent, and your words are still here.").first.wait_for()
    go_on(page)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name="Sign in").first.click()
    page.get_by_label("The code").wait_for()
    confirm(page, newest_code(site, address))
    change(page)
    assert field(page).input_value() == f"{WORDS} And then? And then?"
    send(page)


def newest_code(site, address):
    return re.search(r"^([A-Z]{4}-[A-Z]{4})$", site.mail_to(address, "the code you asked for"), re.MULTILINE)[1]


def test_a_wrong_code(browser_of, site):
    page = browser_of().new_page()
    write(page)
    go_on(page)
    address = sign_up(page, "Wrong Code")
    confirm(page, "WRON-GONE")
    page.get_by_role("alert").get_by_text("the code. Check the mail again").wait_for()
    confirm(page, site.code_for(address))
    change(page)
    assert field(page).input_value() == WORDS
    send(page)


def test_signing_up_in_another_tab(browser_of, site):
    context = browser_of()
    first = context.new_page()
    write(first)
    second = context.new_page()
    second.goto(ASK)
    go_on(second)
    confirm(second, site.code_for(sign_up(second, "Other Tab")))
    change(second)
    assert field(second).input_value() == WORDS
    field(first).press_sequentially(" More.")
    first.get_by_text("signed in as Other Tab now.").wait_for()
    first.get_by_role("button", name=NEXT).click()
    first.get_by_text("If these words are yours, send them again.").first.wait_for()
    assert field(first).input_value() == f"{WORDS} More."
    send(first)


def test_the_mail_is_read_on_another_device(browser_of, site):
    laptop = browser_of().new_page()
    write(laptop)
    go_on(laptop)
    address = sign_up(laptop, "Other Device")
    link = re.search(r"/accounts/go-on/\S+/", site.mail_to(address, "/accounts/go-on/"))[0]
    phone = browser_of().new_page()
    phone.goto(link)
    phone.get_by_role("button", name="Sign in on this device").click()
    phone.get_by_text("Something about “Distance” was begun with your address").wait_for()
    assert "gone quiet" not in phone.content()
    phone.get_by_role("button", name="Yes, show it to me").click()
    assert field(phone).input_value() == WORDS
    send(phone)


def test_another_person_on_her_device(browser_of, site, reader_state):
    """She writes and goes; somebody who has an account signs in by the header. Her words wait for her."""
    context = browser_of()
    page = context.new_page()
    write(page)
    go_on(page)
    page.get_by_role("link", name="Not yours? Sign in without it").click()
    page.get_by_label("E-mail address").fill("river@example.org")
    page.get_by_role("button", name="Sign in").first.click()
    page.get_by_label("The code").wait_for()
    confirm(page, newest_code(site, "river@example.org"))
    page.get_by_role("heading", name="My questions").wait_for()
    assert "gone quiet since Sunday" not in page.content()
    page.goto(ASK)
    assert field(page).input_value() == ""
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    page.goto(ASK)
    assert field(page).input_value() == WORDS


def test_no_script(browser_of, site):
    page = browser_of(java_script_enabled=False).new_page()
    page.goto("/ask/")
    field(page).fill(WORDS)
    page.get_by_label("Another name, for this question only").fill("Waiting in Ohio")
    page.get_by_role("button", name="Preview").click()
    page.get_by_text("signed Waiting in Ohio.").wait_for()
    page.get_by_role("button", name="Next: which stage").click()
    page.get_by_role("button", name="Distance").click()
    go_on(page)
    address = sign_up(page, "Plain Pages")
    confirm(page, site.code_for(address))
    change(page)
    assert field(page).input_value() == WORDS
    send(page)
    assert "Waiting in Ohio" in page.inner_text("main") and "Plain Pages" not in page.inner_text("main")
