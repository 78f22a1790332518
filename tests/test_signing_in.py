"""How people come in and go out, by the pages that they see and the mails that they get."""

import re
import socket
from email import message_from_bytes, policy
from io import StringIO
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

import pytest
from aiosmtpd.controller import Controller
from django.contrib.sessions.models import Session
from django.core.mail import EmailMultiAlternatives
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts.mail import post
from accounts.models import OutgoingMail, User
from accounts.models.outgoing_mail import WAITS
from accounts.tasks import deliver
from stages.models import Identity
from tests.lasting import lasting

CODE = re.compile(r"^\s*([A-Z]{4}-[A-Z]{4}|\d{3}-\d{3}-\d{3}|\d{6})\s*$", re.MULTILINE)
PASSWORD = "lamplight over the water"


@pytest.fixture(autouse=True)
def mail_goes_by_the_queue(settings, tmp_path):
    """Django's test runner puts its own backend in the place of ours; mails end in a folder of this test alone."""
    settings.EMAIL_BACKEND = "accounts.mail.QueueBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")


@pytest.fixture(autouse=True)
def the_worker_keeps_the_test_s_connection(monkeypatch):
    """Between tasks the worker closes connections that are in a transaction, as the one of a test always is."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)


@pytest.fixture
def mail_server_is_dead(settings):
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1


class Postbox:
    """An SMTP server's other side: keeps what arrives."""

    def __init__(self, slowly=0):
        self.mails, self.slowly = [], slowly

    async def handle_DATA(self, server, session, envelope):
        sleep(self.slowly)
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 taken"


@pytest.fixture
def mail_server(settings):
    """Return a function that starts a real SMTP server and gives its postbox."""
    started = []

    def start(**how):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        postbox = Postbox(**how)
        started.append(Controller(postbox, hostname="127.0.0.1", port=port))
        started[0].start()
        settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        return postbox

    yield start
    for server in started:
        server.stop()


def last_mail():
    return OutgoingMail.objects.latest("pk")


def code_of(mail):
    return CODE.search(mail.text).group(1)


def sign_up(client, email="new@example.org", pen_name="Quiet Moon", to="/stages/distance/ask/"):
    return client.post(
        f"/accounts/signup/?next={to}", {"email": email, "pen_name": pen_name, "adult": "on", "next": to}
    )


def sign_in(client, email, password=PASSWORD, to="", **more):
    return client.post("/accounts/login/", {"login": email, "password": password, "next": to}, **more)


def who(client):
    page = client.get("/me/")
    return page.wsgi_request.user if page.status_code == 200 else None


def seen(response):
    """What a stranger can tell two answers apart by: status, where it leads, cookies, words."""
    words = re.sub(
        r'value="[^"]*"|new[\w-]*@example\.org|ann@example\.org', "…", response.content.decode()
    ).splitlines()
    return response.status_code, response.get("Location"), sorted(response.cookies), words


@lasting
def with_password(ann):
    ann.set_password(PASSWORD)
    ann.save()
    return ann


# Signing up


def test_a_visitor_signs_up_with_a_code_and_is_where_she_was_going(client, stage):
    page = client.get(sign_up(client)["Location"])
    assert page.status_code == 200 and b"new@example.org" in page.content
    done = client.post("/accounts/confirm-email/", {"code": code_of(last_mail())})
    assert done["Location"] == "/stages/distance/ask/" and who(client).pen_name == "Quiet Moon"


def test_the_code_comes_by_the_queue_and_is_read_in_a_mail(client, stage, work, settings):
    sign_up(client)
    code = code_of(last_mail())
    work()
    files = [path.read_text() for path in Path(settings.EMAIL_FILE_PATH).iterdir()]
    assert len(files) == 1 and code in files[0] and "To: new@example.org" in files[0]


def test_the_mail_is_dressed_without_loading_anything(client, stage):
    sign_up(client)
    mail = OutgoingMail.objects.get()
    assert f">{code_of(mail)}</p>" in mail.html and 'content="light dark"' in mail.html
    assert not re.search(r"<img|<link|url\(|src=|@import", mail.html)


def test_both_parts_of_a_mail_lead_to_the_same_place(ann, client, stage):
    sign_up(client, email=ann.email)
    mail = OutgoingMail.objects.get()
    link = re.search(r"^http\S+/accounts/login/$", mail.text, re.MULTILINE)[0]
    assert f'href="{link}"' in mail.html


def test_before_the_code_nobody_is_signed_in(client, stage):
    sign_up(client)
    assert who(client) is None


def test_a_wrong_code_is_said_and_the_right_one_still_works(client, stage):
    sign_up(client)
    page = client.post("/accounts/confirm-email/", {"code": "WRONG"})
    assert page.status_code == 200 and "code" in page.context["form"].errors
    client.post("/accounts/confirm-email/", {"code": code_of(last_mail())})
    assert who(client)


def test_a_code_can_be_typed_in_small_letters_and_without_its_dash(client, stage):
    sign_up(client)
    client.post("/accounts/confirm-email/", {"code": f" {code_of(last_mail()).lower().replace('-', ' ')} "})
    assert who(client)


def test_a_code_cannot_be_guessed(client, stage):
    sign_up(client)
    for _ in range(10):
        client.post("/accounts/confirm-email/", {"code": "WRONG"})
    client.post("/accounts/confirm-email/", {"code": code_of(last_mail())})
    assert who(client) is None


def test_a_code_works_in_the_browser_that_asked_for_it_alone(client, stage):
    sign_up(client)
    Client().post("/accounts/confirm-email/", {"code": code_of(last_mail())})
    assert who(client) is None


def test_who_lost_her_code_can_sign_up_again_with_the_same_name_and_address(client, stage, later):
    sign_up(client)
    later(3600)
    sign_up(again := Client())
    assert code_of(last_mail())
    again.post("/accounts/confirm-email/", {"code": code_of(last_mail())})
    assert who(again).pen_name == "Quiet Moon"


def test_signing_up_looks_the_same_for_an_address_that_has_an_account(stage, ann):
    stranger, knower = Client(), Client()
    fresh, known = sign_up(stranger, "new@example.org", "Moon"), sign_up(knower, "ann@example.org", "Sun")
    assert seen(fresh) == seen(known)
    assert seen(stranger.get(fresh["Location"])) == seen(knower.get(known["Location"]))


def test_a_wrong_code_looks_the_same_for_an_address_that_has_an_account(stage, ann):
    answers = []
    for email, name in (("new@example.org", "Moon"), ("ann@example.org", "Sun")):
        sign_up(browser := Client(), email, name)
        answers += [seen(browser.post("/accounts/confirm-email/", {"code": "WRONG"}))]
    assert answers[0] == answers[1]


def test_a_second_code_looks_the_same_for_an_address_that_has_an_account(stage, ann, later):
    answers = []
    for email, name in (("new@example.org", "Moon"), ("ann@example.org", "Sun")):
        sign_up(browser := Client(), email, name)
        later(60)
        again = browser.post("/accounts/confirm-email/", {"action": "resend"})
        answers += [(seen(again), seen(browser.get("/accounts/confirm-email/")))]
    assert answers[0] == answers[1]


def test_the_pen_name_does_not_tell_whether_the_address_had_an_account(stage, ann):
    answers = []
    for email, name in (("new@example.org", "Moonlit"), ("ann@example.org", "Sunny")):
        sign_up(Client(), email, name)
        answers += [sign_up(Client(), f"new-{name}@example.org", name).status_code]
    assert answers[0] == answers[1]


def test_who_has_an_account_is_told_so_by_mail_and_gets_no_code(client, stage, ann):
    sign_up(client, "Ann@Example.org", "Sun")
    assert last_mail().to == ["ann@example.org"] and not CODE.search(last_mail().text)
    assert User.objects.filter(email="ann@example.org").count() == 1


@pytest.mark.parametrize("email", ["ann@example.org", "stranger@example.org"])
def test_no_inbox_is_filled_by_signing_up_in_its_name(stage, ann, later, email):
    for n in range(30):
        sign_up(Client(REMOTE_ADDR=f"198.51.100.{n}"), email, f"Moon {n * 7}")
        later(11)
    assert OutgoingMail.objects.count() <= 20


@pytest.mark.parametrize("email", ["ann@example.org", "stranger@example.org"])
@pytest.mark.parametrize("form", ["login/code", "password/reset"])
def test_no_inbox_is_filled_by_asking_for_codes(ann, later, email, form):
    for n in range(30):
        Client(REMOTE_ADDR=f"198.51.100.{n}").post(f"/accounts/{form}/", {"email": email})
        later(11)
    assert 1 <= OutgoingMail.objects.count() <= 20


def test_no_inbox_is_filled_by_asking_for_the_code_again(ann, later):
    sign_up(browser := Client(), "stranger@example.org")
    for _ in range(20):
        later(11)
        browser.post("/accounts/confirm-email/", {"action": "resend"})
    assert OutgoingMail.objects.count() <= 6


@pytest.mark.parametrize("form", ["login/code", "password/reset"])
def test_a_stranger_who_asks_for_her_codes_does_not_keep_her_out(client, ann, form):
    for _ in range(10):
        Client(REMOTE_ADDR="198.51.100.1").post(f"/accounts/{form}/", {"email": "ann@example.org"})
    before = OutgoingMail.objects.count()
    client.post(f"/accounts/{form}/", {"email": "ann@example.org"}, REMOTE_ADDR="203.0.113.9")
    assert OutgoingMail.objects.count() == before + 1


# Signing in


def test_a_reader_signs_in_by_code(client, ann):
    client.post("/accounts/login/code/", {"email": "ANN@example.org"})
    client.post("/accounts/login/code/confirm/", {"code": code_of(last_mail())})
    assert who(client) == ann


def test_a_code_signs_in_once(client, ann):
    client.post("/accounts/login/code/", {"email": "ann@example.org"})
    code = code_of(last_mail())
    client.post("/accounts/login/code/confirm/", {"code": code})
    client.post("/accounts/logout/")
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert who(client) is None


def test_an_old_code_does_not_sign_in(client, ann, later):
    client.post("/accounts/login/code/", {"email": "ann@example.org"})
    later(3600)
    client.post("/accounts/login/code/confirm/", {"code": code_of(last_mail())})
    assert who(client) is None


def test_a_reader_signs_in_by_password(client, with_password):
    assert sign_in(client, "Ann@Example.org")["Location"] == "/me/"
    assert who(client) == with_password


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(with_password):
    assert seen(sign_in(Client(), "ann@example.org", "wrong")) == seen(sign_in(Client(), "new@example.org", "wrong"))


@pytest.mark.parametrize(
    ("form", "then"), [("login/code", "login/code/confirm"), ("password/reset", "password/reset/confirm")]
)
def test_asking_for_a_code_does_not_tell_who_has_an_account(ann, form, then):
    answers = []
    for email in ("ann@example.org", "new@example.org"):
        browser = Client()
        asked = browser.post(f"/accounts/{form}/", {"email": email})
        page = browser.get(asked["Location"])
        wrong = browser.post(f"/accounts/{then}/", {"code": "WRONG"})
        answers.append([seen(asked), seen(page), seen(wrong)])
    assert answers[0] == answers[1] and answers[0][1][0] == 200


def test_who_forgot_her_password_chooses_another_by_code(client, with_password):
    client.post("/accounts/password/reset/", {"email": "ann@example.org"})
    page = client.post("/accounts/password/reset/confirm/", {"code": code_of(last_mail())}, follow=True)
    assert page.redirect_chain[-1][0] == "/accounts/password/reset/complete/"
    client.post("/accounts/password/reset/complete/", {"password1": "another lamp", "password2": "another lamp"})
    assert sign_in(browser := Client(), "ann@example.org", "another lamp").status_code == 302 and who(browser)


def test_a_changed_password_is_told_by_mail(client, with_password):
    sign_in(client, "ann@example.org")
    new = {"oldpassword": PASSWORD, "password1": "another lamp", "password2": "another lamp"}
    assert client.post("/accounts/password/change/", new).status_code == 302
    assert last_mail().to == ["ann@example.org"] and "password" in last_mail().subject.lower()


def test_ten_failures_elsewhere_do_not_keep_the_coach_out(client, coach):
    for _ in range(12):
        sign_in(Client(REMOTE_ADDR="198.51.100.1"), "mara@example.org", "wrong")
    sign_in(client, "mara@example.org", "a long password", REMOTE_ADDR="203.0.113.9")
    assert who(client) == coach


@pytest.mark.parametrize("more", [{}, {"HTTP_X_FORWARDED_FOR": "203.0.113.{n}"}])
def test_passwords_cannot_be_tried_without_end_from_one_address(coach, more):
    def attempt(n, password):
        headers = {name: value.format(n=n) for name, value in more.items()}
        browser = Client(REMOTE_ADDR="198.51.100.1")
        return browser, sign_in(browser, "mara@example.org", password, **headers)

    for n in range(10):
        attempt(n, "wrong")
    browser, refused = attempt(11, "a long password")
    assert who(browser) is None and b"Traceback" not in refused.content


def test_whoever_is_refused_for_trying_too_often_sees_a_page_of_ours(coach):
    answers = [sign_in(Client(), "mara@example.org", "wrong") for _ in range(12)]
    assert b"<main" in answers[-1].content and answers[-1].get("Cache-Control", "").count("no-store")


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "https:evil.example", "javascript:1"]
)
def test_signing_in_and_out_leads_to_no_other_site(with_password, elsewhere):
    client = Client()
    assert sign_in(client, "ann@example.org", to=elsewhere)["Location"] == "/me/"
    assert client.post(f"/accounts/logout/?next={elsewhere}", {"next": elsewhere})["Location"] == "/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/"])
def test_signing_up_leads_to_no_other_site(client, stage, elsewhere):
    sign_up(client, to=elsewhere)
    assert client.post("/accounts/confirm-email/", {"code": code_of(last_mail())})["Location"] == "/me/"


def test_a_person_who_is_switched_off_cannot_sign_in(client, with_password):
    User.objects.filter(pk=with_password.pk).update(is_active=False)
    sign_in(client, "ann@example.org")
    assert who(client) is None


def test_signing_out_needs_a_button_and_ends_the_session(client, with_password):
    sign_in(client, "ann@example.org")
    assert client.get("/accounts/logout/").status_code == 200 and who(client)
    client.post("/accounts/logout/")
    assert who(client) is None and not Session.objects.filter(session_key=client.session.session_key).exists()


def test_the_session_s_cookie_is_out_of_reach(client, with_password):
    sign_in(client, "ann@example.org")
    cookie = client.cookies["session"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_a_session_is_a_new_one_after_signing_in(client, stage, with_password):
    before = client.session.session_key
    sign_in(client, "ann@example.org")
    assert client.cookies["session"].value != before


def test_signing_in_with_a_browser_that_says_too_much_works(client, with_password):
    signed = sign_in(client, "ann@example.org", HTTP_USER_AGENT="Mozilla " * 1000)
    assert signed.status_code == 302 and client.get("/accounts/sessions/").status_code == 200


def test_pages_about_signing_in_are_kept_by_no_cache(client, with_password):
    sign_in(client, "ann@example.org")
    for page in ("/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/", "/me/"):
        assert "no-store" in client.get(page)["Cache-Control"], page


# The desk


def test_the_desk_s_sign_in_is_the_site_s(client, coach):
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0].startswith("/accounts/login/?next=")


def test_the_desk_s_own_sign_in_takes_no_password(client, coach):
    client.post("/admin/login/", {"username": "mara@example.org", "password": "a long password"})
    assert who(client) is None


def test_a_reader_has_no_desk(as_person, ann):
    page = as_person(ann).get("/admin/", follow=True)
    assert page.status_code in {403, 404}


def test_the_coach_comes_to_her_desk_by_signing_in(client, coach):
    sign_in(client, "mara@example.org", "a long password", to="/admin/")
    assert client.get("/admin/").status_code == 200


# The first coach


def first_coach(**options):
    out = StringIO()
    call_command("first_coach", stdout=out, **options)
    found = re.search(r"password\s+(\S+)\n", out.getvalue())
    return found and found.group(1)


def test_the_first_coach_is_made_once(db):
    assert len(first_coach()) >= 16
    assert first_coach() is None and User.objects.coaches().count() == 1


def test_the_password_handed_out_lets_in_until_she_has_chosen_her_own(client, db):
    password = first_coach()
    for browser in (client, Client()):
        led_to = sign_in(browser, "coach@example.org", password, to="/admin/")["Location"]
        assert led_to == "/accounts/password/set/" and who(browser).is_coach()
        assert "works until you choose your own here" in browser.get(led_to).content.decode()
    client.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    sign_in(third := Client(), "coach@example.org", password)
    assert who(third) is None


def test_whoever_runs_the_site_is_told_that_it_still_works(db):
    first_coach()
    call_command("first_coach", stdout=(out := StringIO()))
    assert "has not chosen a password yet" in out.getvalue() and "--again" in out.getvalue()


def test_after_a_while_the_password_handed_out_shows_that_it_is_she(client, db, later):
    password = first_coach()
    sign_in(client, "coach@example.org", password)
    later(3600)
    form = {"password1": PASSWORD, "password2": PASSWORD}
    led_to = client.post("/accounts/password/set/", form)["Location"]
    assert led_to.startswith("/accounts/reauthenticate/")
    client.post(led_to, {"password": password})
    client.post("/accounts/password/set/", form)
    assert User.objects.get().check_password(PASSWORD)


def test_the_coach_chooses_her_password_and_signs_in_with_it(client, db):
    sign_in(client, "coach@example.org", first_coach())
    assert client.get("/accounts/password/set/").status_code == 200
    client.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    sign_in(later := Client(), "coach@example.org", to="/admin/")
    assert later.get("/admin/").status_code == 200


def test_a_new_one_time_password_makes_the_old_one_worthless(client, db):
    old, new = first_coach(), first_coach(again=True)
    assert old != new
    sign_in(client, "coach@example.org", old)
    assert who(client) is None
    sign_in(client, "coach@example.org", new)
    assert who(client)


def test_a_new_one_time_password_does_not_outlive_the_choice_of_her_own(client, db):
    client.force_login(User.objects.create_coach("coach@example.org", "Mara")[0])
    password = first_coach(again=True)
    client.post("/accounts/password/reset/", {"email": "coach@example.org"})
    client.post("/accounts/password/reset/confirm/", {"code": code_of(last_mail())})
    client.post("/accounts/password/reset/complete/", {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get().check_password(PASSWORD) and not User.objects.get().check_password(password)
    sign_in(later := Client(), "coach@example.org", to="/admin/")
    assert later.get("/accounts/password/change/").status_code == 200, (
        "her own password was used up like a one-time one"
    )


@pytest.mark.parametrize("email", ["nobody@example.org", "not an address", "ann@example.org"])
def test_nobody_but_a_coach_gets_a_new_one_time_password(ann, email):
    with pytest.raises(CommandError):
        first_coach(again=True, email=email)


@pytest.mark.parametrize("options", [{"email": "ann@example.org"}, {"pen_name": "ann of the hills"}, {"pen_name": "!"}])
def test_a_first_coach_who_cannot_be_made_is_refused_in_a_sentence(ann, options):
    with pytest.raises(CommandError):
        first_coach(**options)


def test_the_coach_may_have_the_coach_s_name(identity):
    assert first_coach(pen_name="Mara") and Identity.objects.get().coach_name == "Mara"


# Mail


def test_with_a_dead_mail_server_every_page_still_answers(client, stage, ann, work, mail_server_is_dead):
    pages = [
        sign_up(client),
        client.post("/accounts/login/code/", {"email": "ann@example.org"}),
        client.post("/accounts/password/reset/", {"email": "ann@example.org"}),
    ]
    assert [page.status_code for page in pages] == [302] * 3
    assert {(mail.tries, mail.sent_at) for mail in work()} == {(1, None)}


def test_a_mail_that_fails_is_tried_again_and_goes(client, stage, work, settings, mail_server_is_dead):
    sign_up(client)
    [mail] = work()
    assert (mail.tries, mail.last_error) == (1, "ConnectionRefusedError") and mail.text
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert work(seconds=5)[0].sent_at is None
    assert work(seconds=61)[0].sent_at


def test_a_mail_that_always_fails_is_given_up_and_its_content_forgotten(client, ann, work, mail_server_is_dead):
    client.post("/accounts/login/code/", {"email": ann.email})
    for minutes in (0, *WAITS):
        [mail] = work(seconds=minutes * 60 + 5)
    assert mail.given_up_at and mail.tries == len(WAITS) + 1
    assert (mail.to, mail.subject, mail.text, mail.html, mail.headers) == ([], "", "", "", {})


def test_a_sent_mail_keeps_no_content(client, stage, work):
    sign_up(client)
    [mail] = work()
    assert mail.sent_at and (mail.to, mail.subject, mail.text, mail.html, mail.headers) == ([], "", "", "", {})


def test_a_mail_is_sent_once_however_often_its_task_runs(client, stage, work, settings):
    sign_up(client)
    mail = last_mail()
    deliver.enqueue(mail.pk)
    work()
    deliver.enqueue(mail.pk)
    work()
    assert len(list(Path(settings.EMAIL_FILE_PATH).iterdir())) == 1


def test_of_two_tasks_one_claims_a_mail(db):
    mail = post(EmailMultiAlternatives("Hello", "Words", to=["a@example.org"]))
    assert [OutgoingMail.objects.claim(mail.pk, by) for by in ("one", "another")] == [True, False]


def test_a_task_that_was_cut_off_goes_on_with_its_claim(db):
    mail = post(EmailMultiAlternatives("Hello", "Words", to=["a@example.org"]))
    assert [OutgoingMail.objects.claim(mail.pk, by) for by in ("one", "one", "another")] == [True, True, False]


def test_a_mail_with_a_key_is_kept_once(db):
    mails = [post(EmailMultiAlternatives("Hello", "Words", to=["a@example.org"]), key="hello-1") for _ in range(2)]
    assert mails[0] == mails[1] and OutgoingMail.objects.count() == 1


def test_a_mail_arrives_in_both_forms_with_its_headers_and_signs(db, work, mail_server):
    postbox = mail_server()
    mail = EmailMultiAlternatives(
        "Für dich: 答え 🌷", "Grüße – هدى", "Léanback <post@leanback.example>", ["ann@example.org"]
    )
    mail.extra_headers = {"List-Unsubscribe": "<https://leanback.example/u/1/>", "In-Reply-To": "<1@leanback.example>"}
    mail.attach_alternative("<p>Grüße – هدى</p>", "text/html")
    post(mail)
    work()
    [(to, arrived)] = postbox.mails
    assert (to, arrived["Subject"], arrived["To"]) == (["ann@example.org"], "Für dich: 答え 🌷", "ann@example.org")
    assert (arrived["From"], arrived["In-Reply-To"]) == ("Léanback <post@leanback.example>", "<1@leanback.example>")
    assert (
        arrived["List-Unsubscribe"] == "<https://leanback.example/u/1/>" and arrived["Message-ID"] and arrived["Date"]
    )
    assert arrived.get_body(["plain"]).get_content().strip() == "Grüße – هدى"
    assert arrived.get_body(["html"]).get_content().strip() == "<p>Grüße – هدى</p>"


def test_the_mails_of_signing_in_arrive(client, stage, work, mail_server):
    postbox = mail_server()
    sign_up(client)
    code = code_of(last_mail())
    work()
    [(to, arrived)] = postbox.mails
    assert to == ["new@example.org"] and code in arrived.get_body(["plain"]).get_content()
    assert code not in arrived["Subject"] and "example.com" not in arrived.as_string()


@pytest.mark.django_db(transaction=True)
def test_a_slow_mail_server_keeps_nobody_from_writing(mail_server):
    mail_server(slowly=3)
    mail = post(EmailMultiAlternatives("Hello", "Words", to=["a@example.org"]))

    def send():
        OutgoingMail.objects.get(pk=mail.pk).send(by="a task")
        connection.close()

    worker = Thread(target=send)
    worker.start()
    sleep(1)
    began = monotonic()
    User.objects.create_user("ann@example.org", "Ann of the Hills")
    took = monotonic() - began
    worker.join()
    assert took < 1 and OutgoingMail.objects.get().sent_at


def test_everybody_has_the_role_that_is_hers(coach, mod, ann):
    roles = [(person.is_coach(), person.is_moderator(), person.is_reader()) for person in (coach, mod, ann)]
    assert roles == [(True, False, False), (False, True, False), (False, False, True)]
