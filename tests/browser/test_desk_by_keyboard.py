"""The desk in a browser: from the keyboard, on a phone, with a server that dies, in two windows, without a net."""

import re
import sys
import time

import pytest
from playwright.sync_api import expect

# Nobody waits any more, and then so many readers write.
ASK = """
from accounts.models import User
from comments.models import Comment, Thread
from stages.models import Resource, Stage
for thread in Thread.objects.waiting():
    thread.need_no_answer()
for comment in Comment.objects.pending():
    comment.mark_spam(None)
Resource.objects.get_or_create(slug="zw", defaults={{"title": "Zwei", "body": "Two."}})
letters = str.maketrans("0123456789", "abcdefghjk")  # no two of which are mistaken for each other
for number in range({number}):
    name = str(User.objects.count()).translate(letters)
    reader = User.objects.create_user(f"{{name}}@example.org", "Reader " + name)
    if {spam}:
        Thread.objects.public().first().question.reply(reader, f"{words} {{number}}")
    else:
        Thread.ask(Stage.objects.first(), reader, f"{words} {{number}}")
"""

# A question has more replies than a page of the desk.
MANY_REPLIES = """
import uuid
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from accounts.models import User
from comments.models import Comment
question = Comment.objects.get(text={words!r})
other = User.objects.create_user(f"{{uuid.uuid4().hex}}@example.org", "Other " + uuid.uuid4().hex[:8])
with transaction.atomic():
    first = question.thread.write(other, "Reply 1.", parent=question, kind="reply")
    first.approve(None)
same = dict(thread=question.thread, kind="reply", parent=question, branch=first, author=other)
stands = dict(status="approved", is_shown=True, published_at=timezone.now())
replies = [Comment(number=number + 1, text=f"Reply {{number}}.", **same, **stands) for number in range(2, 61)]
Comment.objects.bulk_create(replies)
Comment.objects.filter(thread=question.thread, kind="reply").update(branch=F("pk"))
question.thread.settle()
"""


@pytest.fixture
def desk(chromium, site, coach_state):
    """Return a function that opens a window of the coach's; complaints of the browser fail the test."""
    complaints, contexts = [], []

    def open_window(path="/admin/", complain=True, **options):
        options = {"viewport": {"width": 1280, "height": 800}} | options
        contexts.append(chromium.new_context(base_url=site.url, storage_state=coach_state, **options))
        page = contexts[-1].new_page()
        if complain:
            page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
        page.loads = 0
        page.on("domcontentloaded", lambda page: setattr(page, "loads", page.loads + 1))
        page.goto(path)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


class Keys:
    """A keyboard that counts: the keys that are pressed for an act, and those that write words."""

    def __init__(self, page):
        self.page, self.acts, self.letters = page, 0, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.acts += 1

    def write(self, words):
        self.page.keyboard.type(words)
        self.letters += len(words)


def ask(site, words, number=1, spam=False):
    site.do(ASK.format(words=words, number=number, spam=spam))


@pytest.fixture
def question(site, request):
    """One question waits; its words, which stand on no other page."""
    words = f"What about {request.node.name.replace('_', ' ')}"
    ask(site, words)
    return f"{words} 0"


def thread_of(page, words):
    """Open the thread from the first page."""
    page.get_by_role("link", name=words[:60]).first.click()
    page.locator("#answer-form").wait_for()


def editor(page):
    return page.get_by_label("Your answer")


def kept(page):
    page.locator("#kept", has_text=re.compile("^Saved")).wait_for()


def test_five_are_answered_from_the_keyboard_with_no_page_load_in_between(desk, site, capsys):
    ask(site, "Five of us wait, and I am number", number=5)
    page = desk()
    keys, loads = Keys(page), page.loads
    keys.press("j", "Enter")
    for number in range(5):
        page.get_by_role("heading", name=f"number {number}", level=1).wait_for()
        keys.press("r")
        keys.write(f"Step 1. Breathe, {number}.")
        keys.press("Control+Enter")
    page.get_by_text("No one is waiting.").wait_for()
    with capsys.disabled():
        sys.stdout.write(
            f"\nfive answered: {keys.acts} keys beside the words ({keys.letters} letters), {page.loads - loads} loads\n"
        )
    expect(page).not_to_have_title(re.compile(r"^\("))
    assert (keys.acts, page.loads - loads) == (12, 0) and page.url == site.url + "/admin/"


def test_an_answer_is_taken_back_by_one_key_and_its_words_are_there(desk, question):
    page = desk()
    thread_of(page, question)
    editor(page).fill("Too soon.")
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="Who is waiting").wait_for()
    page.locator(".undo-bar").wait_for()
    page.keyboard.press("z")
    page.locator("#answer-form").wait_for()
    page.locator("#conversation").get_by_text("waiting for approval").first.wait_for()
    assert editor(page).input_value() == "Too soon."


def test_a_hundred_spam_comments_go_by_a_key_each(desk, site, capsys):
    ask(site, "Doctor Zuba brought him back", number=100, spam=True)
    page = desk()
    keys, loads, began = Keys(page), page.loads, time.monotonic()
    page.locator("[data-list=to-approve] a").first.focus()
    for left in range(100, 0, -1):
        page.locator("[data-count=to-approve]", has_text=re.compile(f"^{left}$")).wait_for()
        page.locator("[data-list=to-approve] [data-row]:not([hidden]) a:focus").wait_for()
        keys.press("s")
    page.locator("[data-count=to-approve]", has_text=re.compile("^0$")).wait_for()
    with capsys.disabled():
        sys.stdout.write(
            f"\na hundred marked as spam: {keys.acts} keys, {page.loads - loads} loads, {time.monotonic() - began:.0f} s\n"
        )
    assert (keys.acts, page.loads - loads) == (100, 0)
    rows = page.locator("[data-list=to-approve] [data-row]")
    rows.first.wait_for(state="detached")
    page.reload()
    assert rows.count() == 0


def test_an_act_on_a_row_is_undone_and_the_row_is_back(desk, question):
    page = desk()
    row = page.locator("[data-list=to-approve] a", has_text=question)
    row.focus()
    page.keyboard.press("s")
    page.keyboard.press("z")  # at once: it means this act, not one before it
    page.locator("[data-count=to-approve]", has_text="1").wait_for()
    page.locator("[data-list=to-approve] a:focus", has_text=question).wait_for()


def test_removing_by_key_asks_why(desk, question):
    page = desk()
    page.locator("[data-list=to-approve] a", has_text=question).focus()
    page.keyboard.press("d")
    page.keyboard.type("It names him.")
    page.keyboard.press("Enter")
    page.locator(".undo-bar", has_text="Removed").wait_for()
    page.locator("[data-count=to-approve]", has_text=re.compile("^0$")).wait_for()


def test_keys_rest_while_one_types_and_can_be_switched_off(desk, question):
    page = desk()
    thread_of(page, question)
    page.keyboard.press("r")
    page.keyboard.type("asdjkz?")
    assert editor(page).input_value() == "asdjkz?"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_label("Use single-letter keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.press("?")
    assert not page.locator("#keys").is_visible() and "waiting for approval" in page.inner_text("#conversation")


def test_on_a_small_phone_a_question_is_answered_by_thumb(desk, question):
    page = desk(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    assert page.locator(".desk-section:visible").count() == 1
    page.get_by_role("link", name=question).first.tap()
    page.locator("#answer-form").wait_for()
    for step in (editor(page), page.get_by_role("button", name="Numbered steps")):
        step.tap()
    page.keyboard.type("Breathe.")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    send = page.get_by_role("button", name="Send the answer")
    assert min(send.bounding_box()["height"], page.locator(".editor-tools button").first.bounding_box()["height"]) >= 44
    send.tap()
    page.get_by_role("heading", name="Who is waiting").wait_for()
    page.locator("[data-count=waiting]", has_text=re.compile("^0$")).wait_for()


def test_the_preview_and_the_tools_show_what_will_stand_there(desk, question):
    page = desk()
    thread_of(page, question)
    editor(page).focus()
    page.keyboard.type("Be slow")
    page.keyboard.press("Shift+Home")
    page.keyboard.press("Control+b")
    page.locator("#preview strong", has_text="Be slow").wait_for()
    page.keyboard.press("Control+z")
    assert editor(page).input_value() == "Be slow"


def test_a_resource_is_put_in_by_two_letters(desk, question):
    page = desk()
    thread_of(page, question)
    editor(page).focus()
    page.keyboard.type("Try [[zw")
    page.locator("#found [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    assert editor(page).input_value() == "Try [[zw]]"


def test_a_selected_passage_is_quoted(desk, question):
    page = desk()
    thread_of(page, question)
    page.locator("#conversation [data-row]").first.focus()
    page.keyboard.press("q")
    expect(editor(page)).to_have_value(f"> {question}\n\n")


def test_what_is_written_is_kept_by_itself_and_there_in_another_browser(desk, question):
    page = desk()
    thread_of(page, question)
    editor(page).fill("Half a sentence")
    kept(page)
    assert editor(desk(page.url)).input_value() == "Half a sentence"


def test_two_windows_are_told_of_each_other_and_nothing_is_overwritten(desk, question):
    first = desk(complain=False)
    thread_of(first, question)
    second = desk(first.url, complain=False)
    editor(first).fill("From the first")
    kept(first)
    editor(second).fill("From the second")
    second.get_by_text("From the first").wait_for()
    assert editor(second).input_value() == "From the second"
    second.get_by_role("button", name="Keep mine").click()
    kept(second)
    assert editor(desk(first.url)).input_value() == "From the second"


def test_without_a_net_nothing_is_said_to_be_kept_and_then_it_is(desk, question):
    page = desk(complain=False)
    thread_of(page, question)
    page.context.set_offline(True)
    editor(page).fill("In the tunnel")
    page.locator("#kept", has_text="Not saved").wait_for()
    page.context.set_offline(False)
    kept(page)
    assert editor(desk(page.url)).input_value() == "In the tunnel"


def test_words_outlive_a_killed_server_and_a_reload(desk, site, question):
    page = desk(complain=False)
    thread_of(page, question)
    site.cut_off()
    editor(page).fill("While the lights were out")
    page.locator("#kept", has_text="Not saved").wait_for()
    site.go_up()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    kept(page)  # from the window's own store, or from the server, which had it just before
    assert editor(page).input_value() == "While the lights were out"


def test_words_outlive_the_end_of_the_session(desk, question):
    page = desk(complain=False)
    thread_of(page, question)
    session = [cookie for cookie in page.context.cookies() if "session" in cookie["name"]]
    page.context.clear_cookies(name=session[0]["name"])
    editor(page).fill("Signed out meanwhile")
    page.locator("#kept", has_text="you're signed out").wait_for()
    page.context.add_cookies(session)
    kept(page)


def test_the_tab_tells_how_many_wait_while_the_page_lies_open(desk, site):
    page = desk()
    page.clock.install()
    page.reload()
    ask(site, "Somebody asked while she was away", 3)
    page.clock.fast_forward(121_000)
    page.locator('[data-count="waiting"]', has_text=re.compile("^3$")).wait_for()
    expect(page).to_have_title(re.compile(r"^\(3\) "))


def test_turning_a_page_leaves_what_is_being_written_alone(desk, site, question):
    site.do(MANY_REPLIES.format(words=question))
    page = desk()
    thread_of(page, question)
    loads = page.loads
    editor(page).fill("Wait for me")
    page.locator("[name=send_at]").fill("2030-01-01T09:00")
    for turn, number in ((lambda: page.get_by_role("link", name="Read on").first.click(), 2), (page.go_back, 1)):
        turn()
        page.locator(f"#conversation[data-page='{number}']").wait_for()
        assert (editor(page).input_value(), page.loads) == ("Wait for me", loads)
        assert page.locator("[name=send_at]").input_value() == "2030-01-01T09:00"


def test_an_act_on_a_later_page_leaves_her_there(desk, site, question):
    site.do(MANY_REPLIES.format(words=question))
    page = desk()
    thread_of(page, question)
    page.get_by_role("link", name="Read on").first.click()
    page.locator("#conversation[data-page='2']").wait_for()
    row = page.locator("[data-row]", has_text="Reply 60.")
    row.focus()
    page.keyboard.press("s")
    page.locator(".undo-bar").wait_for()
    page.locator("[data-row].spam", has_text="Reply 60.").wait_for()
    assert page.locator("#conversation").get_attribute("data-page") == "2"


# Where she writes is always in sight


def is_in_sight(page, locator):
    box, size = locator.bounding_box(), page.viewport_size
    return box["y"] >= 0 and box["y"] + box["height"] <= size["height"]


def is_whole(area):
    return area.evaluate("area => area.scrollHeight - area.clientHeight") <= 1


def test_on_a_laptop_the_editor_stays_beside_the_thread_and_send_in_sight(desk, site, question):
    site.do(MANY_REPLIES.format(words=question))
    page = desk()
    thread_of(page, question)
    send = page.get_by_role("button", name="Send the answer")
    conversation, side = page.locator("#conversation").bounding_box(), page.locator("#answer").bounding_box()
    assert side["x"] >= conversation["x"] + conversation["width"]
    editor(page).fill("A long line of advice.\n\n" * 60)
    for place in ("0", "document.body.scrollHeight / 2"):
        page.evaluate(f"scrollTo(0, {place})")
        assert is_in_sight(page, send)
    assert is_whole(editor(page))


def test_on_a_phone_a_bar_leads_to_the_answer_and_send_stays_in_sight(desk, site, question):
    site.do(MANY_REPLIES.format(words=question))
    page = desk(viewport={"width": 390, "height": 664}, has_touch=True, is_mobile=True)
    page.get_by_role("link", name=question).first.tap()
    bar, send = page.locator("[data-answer]"), page.get_by_role("button", name="Send the answer")
    bar.wait_for()
    assert is_in_sight(page, bar) and bar.bounding_box()["height"] >= 44
    bar.tap()
    page.locator("#answer-form textarea:focus").wait_for()
    assert is_in_sight(page, send) and not is_in_sight(page, bar)
    page.keyboard.type("One line.\n" * 40)
    assert is_in_sight(page, send) and is_whole(editor(page))


# Faster than the server

WATCH = """
window.seenEmpty = []
const list = document.querySelector("[data-list=to-approve]")
new MutationObserver(() => {
  const waits = Number(document.querySelector("[data-count=to-approve]").textContent)
  if (waits && ![...list.children].some(row => !row.hidden)) window.seenEmpty.push(waits)
}).observe(list, { childList: true, subtree: true, attributes: true })
"""


def test_keys_faster_than_the_server_never_empty_a_list_on_which_more_wait(desk, site):
    ask(site, "Doctor Zuba is fast", number=100, spam=True)
    page = desk()
    page.locator("[data-list=to-approve] a").first.focus()
    page.evaluate(WATCH)
    while page.locator("[data-count=to-approve]").inner_text() != "0":
        page.keyboard.press("s")
    assert page.evaluate("window.seenEmpty") == []
    page.locator("[data-list=to-approve] [data-row]").first.wait_for(state="detached")
    page.reload()
    assert page.locator("[data-list=to-approve] [data-row]").count() == 0
