"""Signing up and in with a passkey, on a device that the browser pretends to have (WebAuthn's virtual authenticator)."""

import pytest

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def device(chromium, site):
    """Return a page of a phone that can make passkeys, at the name that they are bound to."""
    context = chromium.new_context(base_url=site.url.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page
    context.close()


def sign_out(page):
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("link", name="Sign in").wait_for()


def sign_in_by_passkey(page):
    page.goto("/accounts/login/?next=/library/")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="Library").wait_for()
    assert page.get_by_role("button", name="Sign out", exact=True).is_visible()


def test_she_signs_up_with_a_passkey_and_signs_in_with_it(device, site):
    device.goto("/accounts/signup/")
    device.get_by_role("button", name="Sign up with a passkey").click()
    device.get_by_label("Your name here").fill("Key Under the Mat")
    device.get_by_label("E-mail address").fill("mat@example.org")
    device.get_by_role("button", name="Send me the code").click()
    device.get_by_label("The code").fill(site.code_for("mat@example.org"))
    device.get_by_role("button", name="Sign in", exact=True).click()
    device.get_by_role("button", name="Make the passkey").click()
    device.wait_for_url("**/me/")
    sign_out(device)
    sign_in_by_passkey(device)


def test_she_adds_a_passkey_and_a_code_still_lets_her_in(device, site):
    device.goto("/accounts/signup/")
    device.get_by_label("Your name here").fill("Second Key")
    device.get_by_label("E-mail address").fill("second@example.org")
    device.get_by_role("button", name="Next: the code we e-mail you").click()
    device.get_by_label("The code").fill(site.code_for("second@example.org"))
    device.get_by_role("button", name="Sign in", exact=True).click()
    device.get_by_role("link", name="Passkeys and second step").click()
    device.get_by_role("link", name="Add a passkey").click()
    device.get_by_label("What you call it").fill("my phone")
    device.get_by_role("button", name="Make the passkey").click()
    device.wait_for_url("**/recovery-codes/")
    sign_out(device)
    sign_in_by_passkey(device)
    sign_out(device)
    device.goto("/accounts/login/")
    device.get_by_label("E-mail address").fill("second@example.org")
    device.get_by_role("button", name="Sign in").click()
    device.get_by_label("The code").fill(site.code_for("second@example.org", "code you asked for"))
    device.get_by_role("button", name="Sign in", exact=True).click()
    device.wait_for_url("**/me/")


def test_where_passkeys_cannot_be_it_says_where_they_can(phone, site):
    page = phone()
    page.goto("/accounts/login/")
    assert page.get_by_text("work at this address.").is_visible()
    assert not page.get_by_role("button", name="Use a passkey").is_visible()


def test_the_coach_sets_up_a_passkey_and_is_asked_for_it(device, site):
    site.sign_in_coach(device)
    device.goto("/accounts/second-factor/")
    with device.expect_navigation():
        device.get_by_role("link", name="Add a passkey").click()
    if device.get_by_role("heading", name="Is it you?").is_visible():
        device.get_by_label("Your password").fill(site.password)
        device.get_by_role("button", name="Go on").click()
    device.get_by_role("button", name="Make the passkey").click()
    device.wait_for_url("**/recovery-codes/")
    codes = device.locator(".codes code").all_inner_texts()
    sign_out(device)
    device.goto("/accounts/login/?next=/admin/")
    device.get_by_label("E-mail address").fill("coach@example.org")
    device.get_by_label("Password, if you have one").fill(site.password)
    device.get_by_role("button", name="Sign in", exact=True).click()
    device.get_by_role("button", name="Use a passkey").click()
    device.get_by_role("heading", name="Waiting for your answer").wait_for()
    assert len(codes) == 10
    site.let_coach_in_again()  # who has no such device in the other tests
