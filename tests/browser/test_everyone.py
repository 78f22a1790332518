"""Every page, for everyone: by screen reader, by keyboard, on a narrow screen, in large letters, without motion."""

import uuid
from collections import defaultdict

import html5lib
import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser import pages

SITE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESK = ["wcag2a", "wcag2aa"]
# Off by themselves, or beyond the tags: targets of 24 px, and text at AAA contrast.
MORE = {"target-size": {"enabled": True}, "color-contrast-enhanced": {"enabled": True}}
AXE = """options => axe.run(options).then(found => found.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 150)} (${node.any[0]?.message ?? rule.help})`)))"""
OUTSIDE = """() => [...document.querySelectorAll("body *")]
    .filter(box => box.getBoundingClientRect().right > innerWidth + 1 && !box.closest("svg"))
    .slice(0, 3).map(box => box.outerHTML.slice(0, 100))"""

SMALL = """() => [...document.querySelectorAll("nav a, button, .button, summary, .acts a, .name, .by a")]
    .map(target => [target.getBoundingClientRect(), target.outerHTML.slice(0, 100)])
    .filter(([box]) => box.width && (box.width < 24 || box.height < 24)).map(([box, html]) => `${box.width}x${box.height} ${html}`)"""
# The way out lies on nothing: at the top of the page on no word and no field, further down on nothing that has the focus,
# and beside it nothing looks out.
COVERED = """() => {
    const exit = document.querySelector(".exit"), seen = element => element.checkVisibility() && !exit.contains(element)
    const lies = box => {
        const bar = exit.getBoundingClientRect()
        return box.width && box.height && box.right > 0 && box.bottom > bar.top + 1 && box.top < bar.bottom - 1 }
    if (!exit) return []
    const fixed = [...document.querySelectorAll("body *")].filter(part => getComputedStyle(part).position === "fixed")
    const covered = fixed.map(part => "fixed: " + part.className), bar = exit.getBoundingClientRect()
    if (bar.left > 0 || bar.right < document.documentElement.clientWidth) covered.push("not from edge to edge")
    scrollTo(0, 0)
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange()
    while (walk.nextNode()) {
        range.selectNodeContents(walk.currentNode)
        if (seen(walk.currentNode.parentElement) && [...range.getClientRects()].some(lies)) covered.push(walk.currentNode.data) }
    for (const field of document.querySelectorAll("main :is(a[href], button, input, select, textarea, summary), footer a")) {
        if (!seen(field)) continue
        field.focus()
        const box = field.getBoundingClientRect()
        if (box.height < innerHeight - bar.height && lies(box)) covered.push(field.outerHTML.slice(0, 100)) }
    return covered }"""
HEADINGS = "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => h.tagName)"
FOCUS = """() => {
    const here = document.activeElement, {outlineStyle, outlineWidth} = getComputedStyle(here)
    const box = here.getBoundingClientRect()
    return [here.outerHTML.slice(0, 100), outlineStyle, parseFloat(outlineWidth), box.left >= 0 && box.width > 0] }"""


@pytest.fixture
def browser_of(chromium, site):
    """Return a function that makes a page in a browser of its own; axe and larger letters are let in past the CSP."""
    contexts = []

    def make(width=360, **options):
        options = {"base_url": site.url, "bypass_csp": True, "viewport": {"width": width, "height": 740}} | options
        contexts.append(chromium.new_context(**options))
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


def send_code(page):
    page.goto("/accounts/login/code/")
    page.locator("main input[name=email]").fill(f"{uuid.uuid4().hex}@example.org")
    page.locator("main button").first.click()
    page.locator("main input[name=code]").wait_for()


def axe(page, is_desk, scheme):
    if scheme == "dark":  # only colours are others
        rules = ["color-contrast", "link-in-text-block", *(() if is_desk else ["color-contrast-enhanced"])]
        return page.evaluate(AXE, {"runOnly": {"type": "rule", "values": rules}, "resultTypes": ["violations"]})
    options = {"runOnly": DESK if is_desk else SITE, "rules": {} if is_desk else MORE, "resultTypes": ["violations"]}
    return page.evaluate(AXE, options)


def too_small(page):
    return page.evaluate(SMALL) + ["moves"] * page.evaluate("document.getAnimations().length")


def too_wide(page):
    page.set_viewport_size({"width": 320, "height": 740})
    for size in ["100%", "200%"]:
        page.evaluate("size => document.documentElement.style.fontSize = size", size)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            yield f"at {size}: {width} px, {page.evaluate(OUTSIDE)}"


def covered(page):
    for width, height in [(320, 568), (390, 664), (768, 1024), (1440, 900)]:
        page.set_viewport_size({"width": width, "height": height})
        yield from (f"at {width}: {part}" for part in page.evaluate(COVERED))


def wrong_headings(page):
    levels = [int(tag[1]) for tag in page.evaluate(HEADINGS)]
    jumps = any(here > before + 1 for before, here in zip(levels, levels[1:], strict=False))
    return [f"headings {levels}"] if levels[0] != 1 or jumps else []


def invalid(page):
    parser = html5lib.HTMLParser()
    parser.parse(page.context.request.get(page.url).text())
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    twice = [f"id twice: {name}" for name in set(ids) if ids.count(name) > 1]
    return [f"{place}: {error}" for place, error, _ in parser.errors] + twice


@pytest.fixture(scope="module")
def everyone(chromium, site, reader_state, coach_state):
    """Return a function that opens every page there is, one after another, and gives out (path, page)."""

    def page_of(state=None):
        options = {"bypass_csp": True, "viewport": {"width": 360, "height": 740}, "reduced_motion": "reduce"}
        return chromium.new_context(base_url=site.url, storage_state=state, **options).new_page()

    def walk():
        stranger, reader, coach = page_of(), page_of(reader_state), page_of(coach_state)
        for path in pages.public(site):
            stranger.goto(path)
            yield path, stranger
        send_code(stranger)
        yield "the page for the code", stranger
        for path in pages.own(site):
            assert reader.goto(path).status == 200, path
            assert reader.url.removeprefix(site.url) == path
            yield path, reader
        for path in pages.desk(site):
            assert coach.goto(path).status == 200, path
            yield path, coach
        for page in (stranger, reader, coach):
            page.context.close()

    return walk


@pytest.fixture(scope="module")
def found(everyone):
    """Return what is wrong with any page, by the check that found it: each page is opened once, for all of them."""
    found = defaultdict(list)
    for path, page in everyone():
        is_desk = path.startswith("/admin/")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            if is_desk:  # whose links fade from one scheme to the other
                page.reload()
            page.evaluate(AXE_SCRIPT)
            found[scheme] += [f"{path} {violation}" for violation in axe(page, is_desk, scheme)]
        for check in () if is_desk else (too_small, invalid, wrong_headings, too_wide, covered):
            found[check] += [f"{path} {problem}" for problem in check(page)]
        page.set_viewport_size({"width": 360, "height": 740})
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(found, scheme):
    assert not found[scheme], "\n".join(found[scheme])


def test_no_page_is_wider_than_the_window_and_headings_skip_no_level(found):
    assert not found[too_wide] + found[wrong_headings], "\n".join(found[too_wide] + found[wrong_headings])


def test_the_way_out_lies_on_no_field_and_no_line_of_text(found):
    assert not found[covered], "\n".join(found[covered])


def test_what_is_pressed_is_large_enough_and_nothing_moves_when_asked_not_to(found):
    assert not found[too_small], "\n".join(found[too_small])


def test_html_is_valid(found):
    assert not found[invalid], "\n".join(found[invalid])


def test_there_is_motion_to_be_switched_off(browser_of):
    page = browser_of(reduced_motion="no-preference")
    page.goto("/stages/first-date/")
    assert page.evaluate("document.getAnimations().length") > 0


def test_focus_is_seen_on_every_link(browser_of):
    page = browser_of()
    page.goto("/")
    ends = []
    for _ in range(page.locator(":is(a, button, input:not([type=hidden]), select, textarea, summary):visible").count()):
        page.keyboard.press("Tab")
        ends.append(page.evaluate(FOCUS))
    assert len({html for html, *_ in ends}) == len(ends) > 15
    assert [end for end in ends if end[1] != "solid" or end[2] < 2 or not end[3]] == []


def test_the_skip_link_leads_to_the_text(phone):
    page = phone()
    page.goto("/stages/distance/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the text"
    assert page.locator(":focus").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_every_error_is_tied_to_its_field(browser_of, site, reader_state):
    tied = """() => [...document.querySelectorAll("main .errorlist:not(.nonfield)")].map(list => {
        const field = [...document.querySelectorAll("[aria-invalid=true]")].find(field =>
            (field.getAttribute("aria-describedby") ?? "").split(" ").includes(list.id))
        return [list.innerText.trim(), field?.name ?? null] })"""
    dangling = """() => [...document.querySelectorAll("[aria-describedby]")].flatMap(field =>
        field.getAttribute("aria-describedby").split(" ").filter(id => !document.getElementById(id)))"""
    stranger, reader = browser_of(), browser_of(storage_state=reader_state)
    reply, edit = pages.public(site)[-1], pages.own(site)[1]
    found = []
    for page, path in [
        (stranger, "/stages/distance/ask/"),
        (stranger, reply),
        (stranger, "/accounts/signup/"),
        (stranger, "/accounts/login/"),
        (stranger, "/accounts/login/code/"),
        (stranger, "/accounts/password/reset/"),
        (stranger, "code"),
        (reader, edit),
        (reader, "/accounts/password/set/"),
        (reader, "/accounts/email/"),
    ]:
        page.goto(path) if path != "code" else send_code(page)
        page.evaluate("document.querySelectorAll('form').forEach(form => form.noValidate = true)")
        for field in page.locator("main form input:visible:enabled, main form textarea:visible").all():
            if field.get_attribute("type") not in {"checkbox", "radio", "submit"}:
                field.fill("")
        button = page.locator("main form button[name=action_add]").or_(
            page.locator("main form.write button:not(.unseen)")
        )
        with page.expect_navigation():
            (button if button.count() else page.locator("main form button:not(.unseen)")).first.click()
        errors = page.evaluate(tied)
        if not errors or any(not message or not field for message, field in errors) or page.evaluate(dangling):
            found.append(f"{path} {errors} {page.evaluate(dangling)}")
    assert not found, "\n".join(found)
