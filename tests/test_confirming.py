"""A phone lies about, unlocked: what would let a finder take the account over needs her to show that it is she."""

import pytest
from django.test import Client

from accounts.models import OutgoingMail
from tests.test_signing_in import PASSWORD, code_of, last_mail, sign_in

NEW = {"email": "finder@example.org", "action_add": ""}


@pytest.fixture
def without_password(ann):
    ann.set_password(None)
    ann.save()
    return ann


def test_her_address_is_not_changed_by_whoever_holds_the_phone(as_person, without_password):
    asked = as_person(without_password).post("/accounts/email/", NEW)
    assert asked["Location"].startswith("/accounts/reauthenticate/code/?next=") and not OutgoingMail.objects.exists()


def test_after_a_code_it_is_done_and_nothing_has_to_be_typed_again(as_person, without_password):
    client = as_person(without_password)
    here = client.post("/accounts/email/", NEW)["Location"]
    client.post(here, {"send": "yes", "next": "/accounts/email/"})
    assert last_mail().to == ["ann@example.org"]
    client.post(here, {"code": code_of(last_mail()), "next": "/accounts/email/"})
    assert last_mail().to == ["finder@example.org"]


def test_looking_at_the_page_sends_nothing(as_person, without_password):
    as_person(without_password).get("/accounts/reauthenticate/code/")
    assert not OutgoingMail.objects.exists()


def test_a_wrong_code_confirms_nothing_and_three_void_it(as_person, without_password):
    client = as_person(without_password)
    here = client.post("/accounts/email/", NEW)["Location"]
    client.post(here, {"send": "yes"})
    for _ in range(3):
        assert client.post(here, {"code": "WRONG"}).status_code == 200
    client.post(here, {"code": code_of(last_mail())})
    assert last_mail().to == ["ann@example.org"]


def test_no_code_is_no_code(as_person, without_password):
    client = as_person(without_password)
    assert client.post("/accounts/reauthenticate/code/", {"code": ""}).status_code == 200
    assert client.post("/accounts/email/", NEW)["Location"].startswith("/accounts/reauthenticate/")


def test_who_has_a_password_is_asked_for_it_first(as_person, ann):
    assert as_person(ann).post("/accounts/email/", NEW)["Location"].startswith("/accounts/reauthenticate/?next=")


def test_who_has_just_signed_in_is_not_asked(client, ann):
    ann.set_password(PASSWORD)
    ann.save()
    sign_in(client, "ann@example.org")
    assert client.post("/accounts/email/", NEW)["Location"] == "/accounts/confirm-email/"


def test_some_minutes_later_she_is(client, ann, later):
    ann.set_password(PASSWORD)
    ann.save()
    sign_in(client, "ann@example.org")
    later(700)
    assert client.post("/accounts/email/", NEW)["Location"].startswith("/accounts/reauthenticate/")


def test_a_password_that_waits_is_not_kept_in_the_session(as_person, without_password):
    client = as_person(without_password)
    asked = client.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    assert asked["Location"].startswith("/accounts/reauthenticate/code/")
    assert PASSWORD not in str(dict(client.session))


def test_codes_for_herself_do_not_fill_her_inbox(as_person, without_password, later):
    client = as_person(without_password)
    for _ in range(10):
        client.post("/accounts/reauthenticate/code/", {"send": "yes"})
    assert OutgoingMail.objects.count() == 6


@pytest.mark.parametrize(
    "path", ["email", "password/set", "2fa/totp/activate", "2fa/webauthn/add", "reauthenticate/code"]
)
def test_nobody_confirms_anything(identity, path):
    assert Client().post(f"/accounts/{path}/", NEW)["Location"].startswith("/accounts/login/")


def test_signing_out_everywhere_ends_every_session(ann):
    ann.set_password(PASSWORD)
    ann.save()
    here, there = Client(), Client()
    for browser in (here, there):
        sign_in(browser, "ann@example.org")
    assert here.get("/accounts/sessions/end/").status_code == 405
    here.post("/accounts/sessions/end/")
    assert [browser.get("/me/").status_code for browser in (here, there)] == [302, 302]


def test_signing_out_elsewhere_leaves_this_one(ann):
    ann.set_password(PASSWORD)
    ann.save()
    here, there = Client(), Client()
    for browser in (here, there):
        sign_in(browser, "ann@example.org")
    here.post("/accounts/sessions/")
    assert [browser.get("/me/").status_code for browser in (here, there)] == [200, 302]
