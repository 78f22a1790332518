"""Every kind of mail, sent to a real mail server, opened and followed as a mail program does."""

import re
from email import message_from_bytes, policy
from email.utils import getaddresses, parsedate_to_datetime

import pytest
from aiosmtpd.controller import Controller
from django.test import Client

from accounts.models import KINDS, MailChoices
from comments.mail import LETTERS
from comments.models import Notice
from tests.browser.conftest import free_port

MINE = ["answered", "asked_back", "approved", "declined", "moved", "publish", "touch_base", "wish"]


class Mailbox:
    """A mail server that keeps what it is given: (who it is from, to whom, the mail)."""

    def __init__(self):
        self.mails = []
        self.server = Controller(self, hostname="127.0.0.1", port=free_port())
        self.server.start()

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, mail))
        return "250 OK"


@pytest.fixture(scope="module")
def server():
    mailbox = Mailbox()
    yield mailbox
    mailbox.server.stop()


@pytest.fixture
def mailbox(server, settings):
    server.mails.clear()
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.INBOUND_ADDRESS = "reply@leanback.example"
    return server.mails


@pytest.fixture
def send(mailbox, answered, ann, bob, coach, work):
    """Return a function that sends the mail of a kind about Ann's question, and returns what arrived of it."""

    def about(kind):
        person = coach if KINDS[kind].is_for_coach else ann if kind in MINE else bob
        MailChoices.objects.filter(person=person).delete()
        MailChoices.objects.create(person=person, no_quotes=False, week="never", **dict.fromkeys(["failed"], "at_once"))
        comment = (
            answered.question
            if KINDS[kind].is_for_coach or kind in {"approved", "declined", "moved"}
            else answered.last_answer
        )
        about = (
            {"link": "http://localhost:8000/stages/distance/"} if kind in {"wish", "failed"} else {"comment": comment}
        )
        Notice.objects.tell(person, kind, f"{kind}-test", **about)
        work(0)
        [found] = [mail for mail in mailbox if f"{kind}-test" in mail[2]["Message-ID"]]
        return found

    return about


@pytest.mark.parametrize("kind", LETTERS)
def test_it_arrives_with_what_mail_programs_want(send, kind):
    sent_by, to, mail = send(kind)
    assert re.fullmatch(r"reply\+b\.\w+\.[a-z2-7]{16}@leanback\.example", sent_by) and len(to) == 1
    [(name, address)] = getaddresses([mail["From"]])
    is_for_coach = KINDS[kind].is_for_coach
    assert name == ("Leanback" if is_for_coach else "Mara at Leanback") and address == "post@leanback.example"
    assert mail["Auto-Submitted"] == "auto-generated" and parsedate_to_datetime(mail["Date"])
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert all(len(line) <= 998 for line in mail.as_bytes().splitlines())  # RFC 5322, 2.1.1
    assert "gone quiet" not in mail["Subject"] and len(mail["Subject"]) < 60
    if kind not in {"wish", "failed"}:
        assert mail["References"] == mail["In-Reply-To"] and "thread-" in mail["References"]


@pytest.mark.parametrize("kind", LETTERS)
def test_its_links_lead_somewhere_and_change_nothing(send, as_person, coach, kind):
    _from, _to, mail = send(kind)
    links = {part: links_in(mail.get_body((part,)).get_content()) for part in ("plain", "html")}
    assert links["plain"] == links["html"] and links["plain"]
    before = list(MailChoices.objects.order_by("pk").values())
    for path in links["plain"]:
        assert Client().get(path).status_code in {200, 302}
    assert list(MailChoices.objects.order_by("pk").values()) == before


def links_in(text):
    return set(re.findall(r"http://localhost:8000([^\s\"<>]*)", text))


@pytest.mark.parametrize("kind", [kind for kind in LETTERS if KINDS[kind].offered])
def test_one_click_without_a_cookie_stops_it(send, kind):
    _from, [to], mail = send(kind)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = links_in(mail["List-Unsubscribe"]).pop()
    Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    assert getattr(MailChoices.objects.get(person__email=to), kind) == "never"


@pytest.mark.parametrize("kind", ["answered", "question", "danger"])
def test_it_can_be_replied_to(send, kind):
    _from, _to, mail = send(kind)
    assert mail["Reply-To"].startswith("reply+r.") and "eply to this e-mail" in mail.get_body(("plain",)).get_content()


def test_what_warns_of_danger_cannot_be_stopped(send):
    _from, _to, mail = send("danger")
    assert mail["List-Unsubscribe"] is None
