"""By keyboard alone, with and without JavaScript: to the stage, to the question, to the code, to its end."""

import pytest


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def keyboard(chromium, site, request):
    """Return a page with nothing but keys, on which a script may run or may not."""
    context = chromium.new_context(
        base_url=site.url, viewport={"width": 1280, "height": 800}, java_script_enabled=request.param
    )
    yield context.new_page()
    context.close()


def tab_to(page, target):
    """Press Tab until the target has the focus: from where the page has put it, at most once round."""
    focused = page.locator(":focus")
    for _ in range(90):
        if focused.count() and target.and_(focused).count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way by Tab to {target}")


def follow(page, name):
    tab_to(page, page.get_by_role("link", name=name, exact=True).first)
    press_enter(page)


def press_enter(page):
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page, label, text):
    tab_to(page, page.get_by_label(label))
    page.keyboard.type(text)


def press(page, name):
    tab_to(page, page.get_by_role("button", name=name))
    press_enter(page)


def test_a_question_is_asked_by_keyboard(keyboard, site, request):
    name = request.node.callspec.id
    keyboard.goto("/")
    follow(keyboard, "Distance")
    follow(keyboard, "Write your question")
    write(keyboard, "What is going on?", "No mouse here <3\nWhat now?")
    write(keyboard, "Where should we send the answer?", f"{name}@example.org")
    press(keyboard, "Next: the code we e-mail you")
    assert "No mouse here <3" in keyboard.inner_text("main")
    keyboard.keyboard.type(site.code_for(f"{name}@example.org"))  # the field has the cursor
    press(keyboard, "Send my question")
    assert "Your question has arrived." in keyboard.inner_text("main")


def test_the_path_leads_from_the_first_stage_to_the_last_and_back(keyboard):
    keyboard.goto("/")
    stages = [link.get_attribute("href") for link in keyboard.locator("ol.stages a").all()]
    keyboard.goto(stages[0])
    assert keyboard.locator("[rel=prev]").count() == 0
    for stage in stages[1:]:
        tab_to(keyboard, keyboard.locator("[rel=next]"))
        assert "Next stage" in keyboard.locator(":focus").inner_text()
        press_enter(keyboard)
        assert keyboard.url.endswith(stage)
    assert keyboard.locator("[rel=next]").count() == 0 and len(stages) == 10
    tab_to(keyboard, keyboard.locator("[rel=prev]"))
    press_enter(keyboard)
    assert keyboard.url.endswith(stages[-2])
