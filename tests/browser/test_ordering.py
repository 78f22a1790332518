"""The coach puts things in order at the desk: with the mouse, with the arrow keys, and back again."""

import pytest


@pytest.fixture
def desk(chromium, site, coach_state):
    """Return a page on which the coach is signed in."""
    context = chromium.new_context(
        base_url=site.url, storage_state=coach_state, viewport={"width": 1280, "height": 900}
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def stages(desk):
    """Return the page that puts the ten stages in order."""
    desk.goto("/admin/stages/guide/")
    desk.locator("#result_list a").first.click()
    desk.get_by_role("link", name="Change the order of its stages").click()
    desk.locator(".move-handle").last.wait_for()
    return desk


def names(page):
    return page.locator("[data-order] label").all_inner_texts()


def save(page):
    page.get_by_role("button", name="Save this order").click()
    page.get_by_text("The order is saved.").wait_for()


def back(page):
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("The order is saved.").wait_for()


def drag(page, handle, to):
    """Take a handle with the mouse and let it go below another."""
    start, end = handle.bounding_box(), to.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"], end["y"] + end["height"] / 2, steps=4)
    page.mouse.move(end["x"], end["y"] + end["height"] + 12, steps=4)
    page.mouse.up()


def test_a_stage_is_dragged_and_put_back(stages):
    before = names(stages)
    handles = stages.locator(".move-handle")
    drag(stages, handles.nth(0), handles.nth(2))
    save(stages)
    assert names(stages) == [*before[1:3], before[0], *before[3:]]
    back(stages)
    assert names(stages) == before


def test_a_stage_is_moved_by_arrow_keys_and_keeps_the_focus(stages):
    before = names(stages)
    handle = stages.get_by_role("button", name=f"Move: {before[1]}")
    handle.focus()
    stages.keyboard.press("ArrowUp")
    stages.keyboard.press("ArrowUp")  # there is nothing above it any more
    assert handle.evaluate("button => button === document.activeElement")
    save(stages)
    assert names(stages) == [before[1], before[0], *before[2:]]
    back(stages)


def test_lines_of_a_stage_are_moved_on_its_own_screen(desk):
    desk.goto("/admin/stages/stage/")
    desk.locator("#result_list a").first.click()
    desk.locator("#guidance-group .move-handle").last.wait_for()
    lines = desk.locator("#guidance-group tr.has_original textarea[name$=-line]")
    first, second = (lines.nth(at).input_value() for at in (0, 1))
    desk.get_by_role("button", name=f"Move: {first}").focus()
    desk.keyboard.press("ArrowDown")
    desk.get_by_role("button", name="Save and stay here").click()
    desk.get_by_text("Saved: “").wait_for()
    assert [lines.nth(at).input_value() for at in (0, 1)] == [second, first]


def test_what_a_stage_lists_has_a_handle_with_its_name(desk):
    desk.goto("/admin/stages/stage/")
    desk.get_by_role("link", name="Compromises").click()
    desk.locator("#listed-group .move-handle").last.wait_for()
    listed = desk.locator("#listed-group tr.has_original select").first
    chosen = listed.evaluate("select => select.selectedOptions[0].text")
    assert desk.get_by_role("button", name=f"Move: {chosen}").count() == 1
