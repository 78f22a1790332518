"""No form tells who has an account, none fills a stranger's inbox, and no header gets round a limit."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import OutgoingMail
from tests.lasting import lasting
from tests.test_second_factor import ask_options, credential
from tests.test_signing_in import PASSWORD, seen, sign_in

KNOWN, UNKNOWN = "ann@example.org", "new@example.org"
STATE = {"Set-Cookie", "Date", "Expires", "Location"}  # Location is compared by `seen`


def add_address(email):
    browser = Client(REMOTE_ADDR="192.0.2.9")
    sign_in(browser, "bob@example.org")
    answer = browser.post("/accounts/email/", {"email": email, "action_add": ""})
    return browser, answer


def post(path, **said):
    def send(email):
        browser = Client(REMOTE_ADDR="192.0.2.9")
        said_now = {name: value.format(email=email) for name, value in said.items()}
        return browser, browser.post(path, said_now)

    return send


def by_passkey(email):
    browser = Client(REMOTE_ADDR="192.0.2.9")
    ask_options(browser)
    handle = "MQ" if email == KNOWN else "OTk5OTk"
    return browser, browser.post("/accounts/2fa/webauthn/login/", {"credential": credential(handle)})


DOORS = {
    "sign in by password": post("/accounts/login/", login="{email}", password="not hers"),
    "sign in by code, on the same page": post("/accounts/login/", login="{email}", password=""),
    "ask for a code": post("/accounts/login/code/", email="{email}"),
    "forgotten password": post("/accounts/password/reset/", email="{email}"),
    "sign up": post("/accounts/signup/", email="{email}", pen_name="Moon by {email[0]}", adult="on"),
    "sign up with a passkey": post(
        "/accounts/signup/passkey/", email="{email}", pen_name="Moon by {email[0]}", adult="on"
    ),
    "another address": add_address,
    "passkey": by_passkey,
}


@lasting
def people(ann, bob, stage):
    for person in (ann, bob):
        person.set_password(PASSWORD)
        person.save()


@pytest.mark.parametrize("door", DOORS)
def test_a_door_answers_alike_whoever_has_an_account(people, door):
    answers = []
    for email in (KNOWN, UNKNOWN):
        browser, answer = DOORS[door](email)
        headers = {name: value for name, value in answer.headers.items() if name not in STATE}
        page = browser.get(answer["Location"]) if answer.status_code == 302 else answer
        answers.append((seen(answer), headers, seen(page)))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("door", DOORS)
def test_a_door_does_about_the_same_work_whoever_has_an_account(people, door, monkeypatch):
    work, encode = [], MD5PasswordHasher.encode
    for email in (KNOWN, UNKNOWN):
        hashed = []
        monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *said, on=hashed: on.append(1) or encode(*said))
        before = OutgoingMail.objects.count()
        with CaptureQueriesContext(connection) as queries:
            DOORS[door](email)
        writes = sum(not re.match("SELECT|SAVEPOINT|RELEASE", query["sql"]) for query in queries)
        work.append((len(hashed), OutgoingMail.objects.count() - before, writes))
    (hashed, mails, writes), (hashed_too, mails_too, writes_too) = work
    assert (hashed, mails) == (hashed_too, mails_too) and abs(writes - writes_too) <= 6


@pytest.mark.parametrize("email", [KNOWN, "stranger@example.org"])
def test_a_person_who_is_signed_in_does_not_fill_another_s_inbox(people, later, email):
    browser = Client()
    for _ in range(40):
        sign_in(browser, "bob@example.org")
        browser.post("/accounts/email/", {"email": email, "action_add": ""})
        browser.post("/accounts/confirm-email/", {"action": "resend"})
        later(60)
    to_them = [mail for mail in OutgoingMail.objects.all() if mail.to == [email]]
    assert 1 <= len(to_them) <= 6


@pytest.mark.parametrize("form", ["login/code", "password/reset"])
def test_in_a_day_one_address_gets_few_mails_to_one_inbox(people, later, form):
    for _ in range(60):
        Client(REMOTE_ADDR="198.51.100.1").post(f"/accounts/{form}/", {"email": KNOWN})
        later(1200)
    assert OutgoingMail.objects.count() <= 12


def test_in_a_day_many_addresses_get_few_mails_to_one_inbox(people, later):
    for n in range(200):
        Client(REMOTE_ADDR=f"198.51.100.{n}").post("/accounts/login/code/", {"email": KNOWN})
        later(400)
    assert OutgoingMail.objects.count() <= 60


# Headers

FORGED = [
    {"HTTP_X_FORWARDED_FOR": "203.0.113.{n}"},
    {"HTTP_X_REAL_IP": "203.0.113.{n}"},
    {"HTTP_FORWARDED": "for=203.0.113.{n}"},
    {"HTTP_X_CLIENT_IP": "203.0.113.{n}"},
    {"HTTP_CF_CONNECTING_IP": "203.0.113.{n}"},
    {"HTTP_TRUE_CLIENT_IP": "203.0.113.{n}"},
]


def asked(times, headers, form="login/code", address="198.51.100.1"):
    """Ask for codes from one address under a new forged header each time; return how many mails came of it."""
    for n in range(times):
        forged = {name: value.format(n=n) for name, value in headers.items()}
        Client(REMOTE_ADDR=address).post(f"/accounts/{form}/", {"email": KNOWN}, **forged)
    return OutgoingMail.objects.count()


@pytest.mark.parametrize("headers", FORGED)
@pytest.mark.parametrize("form", ["login/code", "password/reset"])
def test_a_forged_header_gets_round_no_limit(people, headers, form):
    assert asked(12, headers, form) == 4


@pytest.mark.parametrize("headers", FORGED)
def test_a_forged_header_does_not_let_passwords_be_tried(people, headers):
    for n in range(12):
        forged = {name: value.format(n=n) for name, value in headers.items()}
        sign_in(Client(REMOTE_ADDR="198.51.100.1"), KNOWN, "wrong", **forged)
    sign_in(browser := Client(REMOTE_ADDR="198.51.100.1"), KNOWN, **dict.fromkeys(headers, "192.0.2.200"))
    assert browser.get("/me/").status_code == 302


def test_behind_a_proxy_what_she_writes_into_the_header_herself_does_not_count(people, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert asked(12, {"HTTP_X_FORWARDED_FOR": "203.0.113.{n}, 198.51.100.1"}, address="10.0.0.1") == 4


def test_behind_a_proxy_two_people_are_two(people, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert asked(6, {"HTTP_X_FORWARDED_FOR": "203.0.113.{n}"}, address="10.0.0.1") == 6


@pytest.mark.parametrize("broken", ["", ",", "x", "::::", "1.2.3.4:x", "999.1.1.1", "a" * 5000])
def test_a_broken_header_breaks_nothing(people, settings, broken):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    answer = Client(raise_request_exception=False, REMOTE_ADDR="10.0.0.1").post(
        "/accounts/login/code/", {"email": KNOWN}, HTTP_X_FORWARDED_FOR=broken
    )
    assert answer.status_code in {302, 403}


def test_whoever_is_stopped_sees_a_kind_page_of_ours(people):
    answers = [Client().get("/accounts/login/") for _ in range(2)]
    for n in range(22):
        answers.append(Client(REMOTE_ADDR="198.51.100.1").post("/accounts/signup/", {"email": f"{n}@example.org"}))
    assert answers[-1].status_code == 429 and b"A moment, please" in answers[-1].content
    assert "no-store" in answers[-1]["Cache-Control"]


# Mails: what a scanner opens does nothing


def test_no_mail_about_an_account_has_a_link_that_does_anything(people, later):
    for door in DOORS.values():
        for email in (KNOWN, UNKNOWN):
            door(email)
            later(61)
    links = {
        link for mail in OutgoingMail.objects.all() for link in re.findall(r"https?://[^\s\"<]+", mail.text + mail.html)
    }
    assert {re.sub("https?://[^/]+", "", link) for link in links} <= {"", "/", "/accounts/login/", "/accounts/signup/"}
