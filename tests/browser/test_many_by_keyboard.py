"""A hundred spam messages are cleared without touching the mouse."""

import time

A_WAVE = """
from accounts.models import User
from comments.models import ModerationRules, Thread
from stages.models import Stage
ModerationRules.objects.update_or_create(pk=1, defaults={"most_an_hour_new": 999})
spammer = User.objects.create_user("wave@example.org", "Cheap Lamps")
thread = Thread.objects.public().first()
for number in range(100):
    thread.question.reply(spammer, f"Best casino bonus number {number} http://spins.example/{number}")
"""


def clear(page, keys):
    """Press the keys on the list of what waits and return (seconds, page loads, what is said)."""
    loads, start = [], time.monotonic()
    page.on("load", lambda: loads.append(1))
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(keys[-1])
    seconds, said = time.monotonic() - start, page.locator(".messagelist").inner_text()
    return seconds, len(loads), said


def test_a_hundred_are_cleared_by_keys_alone(chromium, site, coach_state, capsys):
    site.do(A_WAVE)
    page = chromium.new_context(base_url=site.url, storage_state=coach_state).new_page()
    page.goto("/admin/comments/many/")
    for name, keys in (("each looked at", ["x"] * 100 + ["s"]), ("all ticked", ["*", "s"])):
        seconds, loads, said = clear(page, keys)
        with capsys.disabled():
            print(f"\n100 spam, {name}: {len(keys)} keystrokes, {loads} page load, {seconds:.1f} s")  # noqa: T201
        assert "100 marked as spam." in said and loads == 1
        with page.expect_navigation():
            page.keyboard.press("z")
        assert "100 undone." in page.locator(".messagelist").inner_text()
    page.context.close()
