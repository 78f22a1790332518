"""A second factor guards the desk; to a reader a passkey is another key to her door."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from accounts.models import OutgoingMail, User
from accounts.models.roles import GRACE
from accounts.roles import Role
from tests.test_signing_in import PASSWORD, code_of, last_mail, seen, sign_in, who


def set_up_app(person):
    return totp.TOTP.activate(person, totp.generate_totp_secret()).instance


def set_up_passkey(person):
    """Give her one as her browser would have told of it."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    made = AttestedCredentialData.create(bytes(16), b"key-of-ann", key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    told = AuthenticatorData.create(sha256(b"localhost").digest(), flags, 0, made)
    client_data = CollectedClientData.create("webauthn.create", b"challenge", "http://localhost:8000")
    said = {
        "clientDataJSON": websafe_encode(client_data),
        "attestationObject": websafe_encode(AttestationObject.create("none", told, {})),
    }
    key_id = websafe_encode(b"key-of-ann")
    data = {"id": key_id, "rawId": key_id, "type": "public-key", "response": said, "clientExtensionResults": {}}
    return WebAuthn.add(person, "my phone", data).instance


def app_code(authenticator):
    key = totp.decrypt(authenticator.data["secret"])
    return totp.format_hotp_value(totp.hotp_value(key, next(iter(totp.yield_hotp_counters_from_time()))))


def by_password(person, **more):
    person.set_password(PASSWORD)
    person.save()
    browser = Client()
    return browser, sign_in(browser, person.email, **more)


@pytest.mark.parametrize("who_is_staff", ["coach", "mod"])
def test_at_first_the_desk_is_open_and_the_days_that_are_left_are_told(request, who_is_staff):
    staff = request.getfixturevalue(who_is_staff)
    browser, _signed_in = by_password(staff)
    staff.refresh_from_db()
    assert browser.get("/admin/").status_code == 200 and staff.second_factor_by == timezone.localdate() + GRACE
    assert b"You can put it off until" in browser.get("/accounts/second-factor/").content


def test_signing_in_again_gives_no_more_days(coach, later):
    by_password(coach)
    later(days=5)
    by_password(User.objects.get(pk=coach.pk))
    coach.refresh_from_db()
    assert coach.second_factor_by == timezone.localdate() + GRACE - timedelta(days=5)


def test_when_the_days_are_over_the_desk_leads_to_the_page_that_sets_one_up(coach, later, public):
    browser, _signed_in = by_password(coach)
    later(days=15)
    for path in ("/admin/", f"/admin/threads/{public.pk}/", "/admin/stages/stage/", "/admin/accounts/user/"):
        assert browser.get(path)["Location"] == "/accounts/second-factor/", path
    assert browser.get("/stages/distance/").status_code == browser.get(public.get_absolute_url()).status_code == 200


def test_what_she_was_sending_then_is_not_lost(coach, later, public):
    browser, _signed_in = by_password(coach)
    later(days=15)
    page = browser.post(f"/admin/threads/{public.pk}/answer/", {"text": "A long and careful answer."})
    assert page.status_code == 403 and b"A long and careful answer." in page.content


def test_when_the_days_are_over_she_opens_nothing_private_on_the_site_either(coach, later, asked):
    browser, _signed_in = by_password(coach)
    before = browser.get(f"/questions/{asked.pk}/{asked.slug}/").status_code
    later(days=15)
    assert (before, browser.get(f"/questions/{asked.pk}/{asked.slug}/").status_code) == (302, 404)


def test_when_the_days_are_over_she_says_nothing_as_the_coach(coach, later, public):
    browser, _signed_in = by_password(coach)
    later(days=15)
    browser.post(f"/comments/{public.question.pk}/reply/", {"text": "Breathe first.", "adult": "on"})
    assert not public.comments.filter(kind="answer").exists()


@pytest.mark.parametrize("set_up", [set_up_app, set_up_passkey])
def test_with_a_second_factor_the_desk_stays_open(as_person, coach, set_up):
    set_up(coach)
    User.objects.filter(pk=coach.pk).update(second_factor_by=timezone.localdate() - timedelta(days=1))
    assert as_person(coach).get("/admin/").status_code == 200


def test_codes_for_an_emergency_alone_are_none(coach):
    RecoveryCodes.activate(coach)
    assert coach.lacks_second_factor()


@pytest.mark.parametrize("set_up", [set_up_app, set_up_passkey])
def test_staff_are_asked_for_it_at_each_sign_in(coach, set_up):
    set_up(coach)
    browser, signed_in = by_password(coach)
    assert signed_in["Location"] == "/accounts/2fa/authenticate/" and who(browser) is None


def test_staff_with_a_passkey_do_not_get_in_by_an_e_mailed_code_alone(coach):
    set_up_passkey(coach)
    browser = Client()
    browser.post("/accounts/login/code/", {"email": coach.email})
    browser.post("/accounts/login/code/confirm/", {"code": code_of(last_mail())})
    assert who(browser) is None


def test_a_reader_with_a_passkey_still_gets_in_by_a_code(ann):
    set_up_passkey(ann)
    browser = Client()
    browser.post("/accounts/login/code/", {"email": ann.email})
    browser.post("/accounts/login/code/confirm/", {"code": code_of(last_mail())})
    assert who(browser) == ann


def test_a_reader_who_set_up_an_app_is_asked_for_its_code(ann):
    app = set_up_app(ann)
    browser, signed_in = by_password(ann)
    assert signed_in["Location"] == "/accounts/2fa/authenticate/"
    browser.post("/accounts/2fa/authenticate/", {"code": app_code(app)})
    assert who(browser) == ann


def test_the_code_of_an_app_cannot_be_guessed_from_many_addresses(ann):
    app = set_up_app(ann)
    browser, _signed_in = by_password(ann)
    for n in range(12):
        browser.post("/accounts/2fa/authenticate/", {"code": "000000"}, REMOTE_ADDR=f"198.51.100.{n}")
    browser.post("/accounts/2fa/authenticate/", {"code": app_code(app)}, REMOTE_ADDR="203.0.113.5")
    assert who(browser) is None


def test_a_code_for_an_emergency_lets_in_once(coach):
    set_up_passkey(coach)
    code = RecoveryCodes.activate(coach).generate_codes()[0]
    for is_in in (True, False):
        browser, _signed_in = by_password(coach)
        browser.post("/accounts/2fa/authenticate/", {"code": code})
        assert bool(who(browser)) is is_in


def test_whoever_becomes_a_moderator_while_signed_in_has_the_same_days(ann):
    by_password(ann)
    ann.refresh_from_db()
    ann.take_role(Role.MODERATOR)
    assert ann.second_factor_by == timezone.localdate() + GRACE


def test_a_coach_who_lost_her_phone_is_let_in_by_whoever_runs_the_site(db):
    coach, _password = User.objects.create_coach("coach@example.org", "Mara")
    set_up_passkey(coach)
    call_command("first_coach", again=True, verbosity=0)
    coach.refresh_from_db()
    assert not coach.second_factors and not coach.is_kept_from_desk()


def test_the_coach_sees_who_has_one(as_person, coach, mod):
    page = as_person(coach).get(f"/admin/people/{mod.pk}/")
    assert b"none" in page.content
    set_up_app(mod)
    assert b"app with codes" in as_person(coach).get(f"/admin/people/{mod.pk}/").content


@pytest.mark.parametrize(("person", "status"), [("coach", 200), ("mod", 200), ("ann", 404), (None, 302)])
def test_the_page_that_sets_one_up_is_for_staff(as_person, request, identity, person, status):
    client = as_person(person and request.getfixturevalue(person))
    assert client.get("/accounts/second-factor/").status_code == status


# Passkeys: what the server's side says (the browser's side: tests/browser/test_passkeys.py)


def credential(user_handle):
    said = {"clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA", "userHandle": user_handle}
    return json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": said, "clientExtensionResults": {}})


def ask_options(browser):
    return browser.get("/accounts/2fa/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"}).json()


def test_what_a_passkey_is_asked_tells_nothing_of_anyone(identity, ann):
    set_up_passkey(ann)
    asked = ask_options(Client())["request_options"]["publicKey"]
    assert asked["rpId"] == "localhost" and not asked.get("allowCredentials")


@pytest.mark.parametrize(
    "said", [*map(credential, ["MQ", "OTk5OTk", "", None, 5, [], "💔"]), "[]", "5", "{}", "null", "x", '"x"', ""]
)
def test_a_broken_or_strange_passkey_is_refused_like_any_other(identity, ann, said):
    ask_options(browser := Client())
    answer = browser.post("/accounts/2fa/webauthn/login/", {"credential": said})
    assert (answer.status_code, answer["Location"], who(browser)) == (302, "/accounts/login/", None)


def test_a_passkey_does_not_tell_who_has_an_account(identity, ann):
    answers = []
    for handle in (f"{ann.pk}", "999999"):
        ask_options(browser := Client())
        said = credential(handle.encode().hex())
        answers.append([seen(browser.post("/accounts/2fa/webauthn/login/", {"credential": said}))])
        answers[-1].append(seen(browser.get("/accounts/login/")))
    assert answers[0] == answers[1]


def test_signing_up_with_a_passkey_looks_the_same_for_an_address_that_has_an_account(stage, ann):
    answers = []
    for email, name in (("new@example.org", "Moon"), ("ann@example.org", "Sun")):
        browser = Client()
        sent = browser.post("/accounts/signup/passkey/", {"email": email, "pen_name": name, "adult": "on"})
        answers.append([seen(sent), seen(browser.get(sent["Location"]))])
    assert answers[0] == answers[1] and OutgoingMail.objects.count() == 2


def test_a_device_is_told_her_pen_name_and_not_her_address(as_person, ann):
    ann.set_password(None)
    ann.save()
    page = as_person(ann).get("/accounts/2fa/webauthn/add/").content.decode()
    assert "Ann of the Hills" in page and "ann@example.org" not in page


def pages_of_signing_in():
    """Yield the path of every page below /accounts/ that needs no key, ours and allauth's."""
    for pattern in get_resolver().reverse_dict.values():
        for path, arguments in pattern[0]:
            if path.startswith("accounts/") and not arguments:
                yield f"/{path}"


@pytest.mark.parametrize("person", [None, "ann", "coach"])
def test_every_page_of_signing_in_is_ours_and_has_no_script_or_style_of_its_own(request, as_person, coach, ann, person):
    set_up_app(coach), set_up_passkey(ann), RecoveryCodes.activate(coach)
    client = as_person(person and request.getfixturevalue(person))
    paths = sorted(set(pages_of_signing_in()))
    assert len(paths) > 25
    for path in paths:
        page = client.get(path, follow=True)
        words = page.content.decode().replace('<script id="passkey-options" type="application/json">', "")
        assert page.status_code in {200, 403, 404, 405}, path
        assert page.status_code == 405 or page["Content-Type"] != "text/html; charset=utf-8" or "<main" in words, path
        assert "<script>" not in words and ' style="' not in words and " onclick" not in words, path
        assert "socialaccount" not in words and "phone/" not in words, path
