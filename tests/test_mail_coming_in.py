"""Mail that comes in: replies to ours, and ours that come back. Through a real mail server and through the pipe."""

import io
import json
import smtplib
import sys
import time
from base64 import b64encode
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.mail_addresses import MailAddress
from accounts.models import OutgoingMail, PausedAddress
from comments.models import Comment, Notice
from writing import inbound

INBOUND = "reply@leanback.example"
QUOTED = "\n\nOn Mon, 30 Nov 2026 at 10:00, Mara at Leanback <post@leanback.example> wrote:\n> Mara has answered your question.\n"


@pytest.fixture(autouse=True)
def takes_mail(settings):
    settings.INBOUND_ADDRESS = INBOUND


def mail(sender, to, text, **headers):
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = sender, str(to), "<one@phone.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


@pytest.fixture
def to_answer(answered, ann):
    return MailAddress.reply(ann.pk, answered.last_answer_id)


def receive(message):
    return inbound.receive(message_from_bytes(message.as_bytes(), policy=policy.default))


def kind_mails():
    return OutgoingMail.objects.filter(key__regex="^(refused|dropped)-")


# Replies


def test_a_reply_lands_in_the_thread_without_what_it_quotes(answered, ann, to_answer):
    assert (
        receive(mail("Ann <ann@example.org>", to_answer, f"Thank you, it helped.{QUOTED}\n-- \nAnn, Ohio")) == "taken"
    )
    reply = answered.comments.get(number=3)
    assert (reply.text, reply.author, reply.parent) == ("Thank you, it helped.", ann, answered.last_answer)
    answered.refresh_from_db()
    assert answered.state == "waiting_for_coach"


def test_the_mail_about_an_answer_says_where_a_reply_goes(answered, to_answer, work, settings, mailoutbox):
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    work()
    [sent] = mailoutbox
    assert sent.extra_headers["Reply-To"] == str(to_answer) and "just reply to this e-mail" in sent.body


def test_a_mail_about_a_thread_is_replied_to_at_its_last_answer(answered, ann, to_answer):
    Notice.objects.tell(ann, "touch_base", "touch-base-1", thread=answered)
    assert OutgoingMail.objects.get(key="touch-base-1").headers["Reply-To"] == str(to_answer)


def test_what_comes_twice_is_one_message(answered, to_answer):
    for _time in range(2):
        receive(mail("ann@example.org", to_answer, "Thank you."))
    assert answered.comments.count() == 3


def test_a_reply_is_held_as_any_comment_of_hers(answered, bob):
    address = MailAddress.reply(bob.pk, answered.last_answer_id)
    receive(mail("bob@example.org", address, "It was like that with me."))
    assert answered.comments.get(author=bob).is_pending


def test_the_coach_answers_from_her_mail_program(asked, coach):
    address = MailAddress.reply(coach.pk, asked.question.pk)
    assert receive(mail("Mara <mara@example.org>", address, "Breathe.\n\nAnd wait.")) == "taken"
    asked.refresh_from_db()
    assert asked.last_answer.text == "Breathe.\n\nAnd wait." and asked.question.is_approved and asked.is_answered()


def test_files_are_left_out_and_that_is_said(answered, to_answer):
    message = mail("ann@example.org", to_answer, "This is us.")
    message.add_attachment(b"\xff\xd8", "image", "jpeg", filename="us.jpg")
    assert receive(message) == "taken" and answered.comments.get(number=3).text == "This is us."
    assert "only take words" in kind_mails().get().text


def test_a_mail_without_a_plain_part_is_read_too(answered, to_answer):
    message = mail("ann@example.org", to_answer, "")
    message.set_content(
        "<style>p{}</style><p>Thank you &amp; good night.</p><p>Ann</p><blockquote>Mara wrote</blockquote>", "html"
    )
    receive(message)
    assert answered.comments.get(number=3).text == "Thank you & good night.\nAnn"


@pytest.mark.parametrize(
    ("said", "hers"),
    [
        ("1) One\n\n- a\n- b\n\nBye\n-- \nAnn, Ohio", "1) One\n\n- a\n- b\n\nBye"),
        ("Thanks!\n\nSent from my iPhone", "Thanks!"),
        ("Hola\n\nEl lun, 30 nov 2026 a las 10:00, Mara\n(<post@leanback.example>)\nescribió:\n> hola", "Hola"),
        ("Yes\n\n________________________________\nFrom: Mara <a@b.example>\nSent: Monday\nTo: Ann\n\nHello", "Yes"),
    ],
)
def test_of_a_reply_only_her_own_words_are_taken(said, hers):
    assert inbound.words_of(mail("ann@example.org", INBOUND, said)) == hers


@pytest.mark.parametrize("domain", ["leanback.example", "elsewhere.example"])
def test_an_address_that_we_did_not_sign_is_nobody_s(answered, ann, to_answer, domain):
    forged = str(to_answer).replace(".", ".z", 1).replace("leanback.example", domain)
    with pytest.raises(inbound.Unknown):
        receive(mail("ann@example.org", forged, "Thank you."))
    assert answered.comments.count() == 2 and not kind_mails()


def test_a_capital_in_the_address_does_no_harm(to_answer):
    assert MailAddress.of(str(to_answer).upper()) == to_answer


def test_who_writes_from_elsewhere_is_refused_and_she_is_told_once(answered, to_answer):
    for _time in range(3):
        assert receive(mail("friend@example.org", to_answer, "I know him.")) == "refused"
    assert answered.comments.count() == 2 and kind_mails().get().to == ["ann@example.org"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<list.example>"},
    ],
)
def test_machines_are_neither_taken_nor_written_to(answered, to_answer, headers):
    assert receive(mail("ann@example.org", to_answer, "I am away.", **headers)) == "ignored"
    assert answered.comments.count() == 2 and not kind_mails()


def test_our_own_kind_mail_is_no_mail_that_we_would_answer(answered, to_answer):
    receive(mail("friend@example.org", to_answer, "I know him."))
    ours = kind_mails().get().message().message()
    assert inbound.is_from_a_machine(ours) and ours["In-Reply-To"] == "<one@phone.example>"


@pytest.mark.parametrize("text", ["", "   \n", f"{QUOTED}", "x" * 20_001])
def test_what_cannot_be_taken_is_told_kindly(answered, to_answer, text):
    assert receive(mail("ann@example.org", to_answer, text)) == "refused"
    assert "couldn't add it" in kind_mails().get().text


def test_a_reply_to_what_is_gone_is_refused(answered, to_answer):
    answered.last_answer.withdraw()
    assert receive(mail("ann@example.org", to_answer, "Thank you.")) == "refused"


@pytest.mark.parametrize(
    "unit", ["On ", "On a\n", "On " * 133 + "\n", "> ", "_", "\n", "From: a\n", "Le Le\n", "<div>", " "]
)
def test_no_mail_takes_long_to_read(to_answer, unit):
    began = time.process_time()
    inbound.own_words((unit * 50_000)[: inbound.MOST_TEXT])
    assert time.process_time() - began < 5


def test_a_long_line_keeps_its_words():
    line = "I wrote to him. " * 100
    assert inbound.own_words(f"Hello,\n{line.strip()}\n{QUOTED}").strip() == f"Hello,\n{line.strip()}"


def test_a_charset_that_nobody_knows_loses_no_words(to_answer):
    raw = (
        mail("ann@example.org", to_answer, "Thank you.").as_bytes().replace(b'charset="utf-8"', b'charset="x-unknown"')
    )
    assert inbound.words_of(message_from_bytes(raw, policy=policy.default)) == "Thank you."


@pytest.mark.parametrize(
    "address",
    [
        "",
        "@",
        "x@",
        INBOUND,
        "reply+r@leanback.example",
        "reply+r.." + "a" * 16 + "@leanback.example",
        "²@²",
        "\x00",
        "+" * 999,
    ],
)
def test_no_address_breaks_it(address):
    assert MailAddress.of(address) is None


# The pipe of a mail server


@pytest.fixture
def pipe(monkeypatch):
    """Give bytes to `manage.py receive_mail`; returns what it said, or how it ended."""

    def give(source, *recipients):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(source)))
        said = io.StringIO()
        try:
            call_command("receive_mail", *recipients, stdout=said)
        except SystemExit as end:
            return end.code
        return said.getvalue().strip()

    return give


def test_the_pipe_tells_the_mail_server_what_became_of_it(answered, to_answer, pipe):
    assert pipe(mail("ann@example.org", "post@leanback.example", "Thank you.").as_bytes(), str(to_answer)) == "taken"
    assert [pipe(b""), pipe(b"To: nobody@example.org\n\nHello")] == [65, 67]


# Mail that comes back


def report(address, status, action="failed"):
    """A delivery report as servers write it (RFC 3464)."""
    return (
        f"From: MAILER-DAEMON@mx.example\nTo: {address}\nReturn-Path: <>\nAuto-Submitted: auto-replied\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\n\n--x\n\nIt failed.\n--x\n'
        f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        f"Final-Recipient: rfc822; ann@example.org\nAction: {action}\nStatus: {status}\n\n--x--\n"
    ).encode()


@pytest.mark.parametrize(
    ("status", "action", "is_paused"),
    [("5.1.1", "failed", True), ("5.2.2", "failed", False), ("4.4.7", "delayed", False), ("5.7.1", "failed", False)],
)
def test_only_what_is_for_good_pauses_an_address(answered, ann, coach, work, pipe, status, action, is_paused):
    sent = next(each for each in work() if each.person == ann)
    assert pipe(report(MailAddress.bounce(sent.pk), status, action)) == ("paused" if is_paused else "noted")
    assert PausedAddress.objects.is_paused(ann) == is_paused


def test_a_forged_report_pauses_nobody(answered, ann, work, pipe):
    sent = next(each for each in work() if each.person == ann)
    forged = str(MailAddress.bounce(sent.pk)).replace("+b.", "+b.1")
    assert pipe(report(forged, "5.1.1")) == 67 and not PausedAddress.objects.exists()


def test_a_code_from_a_mail_ends_the_pause(ann, client):
    PausedAddress.objects.pause(ann, "5.1.1")
    client.post("/accounts/login/code/", {"email": ann.email})
    code = OutgoingMail.objects.latest("pk").text.split("\n\n")[1].strip()
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert not PausedAddress.objects.exists()


class Refusing:
    """A mail server that knows nobody of this name."""

    def __init__(self, **options):
        pass

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({"ann@example.org": (550, b"5.1.1 No such user")})


def test_a_server_that_knows_her_not_is_asked_once(answered, ann, work, settings):
    settings.MAIL_DELIVERY_BACKEND = "tests.test_mail_coming_in.Refusing"
    sent = next(each for each in work() if each.person == ann)
    assert sent.tries == 1 and sent.given_up_at and PausedAddress.objects.get().why == "5.1.1 No such user"


# A mail service


@pytest.fixture
def service(settings):
    """The webhooks of Postmark, as its service calls them."""
    settings.ROOT_URLCONF = "tests.urls_of_postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "leanback:twenty-letters-or-more"}
    secret = b64encode(b"leanback:twenty-letters-or-more").decode()

    def call(path, said, authorization=f"Basic {secret}"):
        headers = {"Authorization": authorization}
        return Client(enforce_csrf_checks=True).post(
            f"/anymail/postmark/{path}/", json.dumps(said), "application/json", headers=headers
        )

    return call


def test_a_service_that_tells_of_a_bounce_pauses_the_address(ann, service):
    said = {"RecordType": "Bounce", "Type": "HardBounce", "TypeCode": 1, "ID": 1, "Email": ann.email, "MessageID": "1"}
    said |= {"BouncedAt": "2026-11-30T10:00:00Z", "Description": "No such mailbox", "Inactive": True, "Tag": ""}
    assert service("tracking", said, "Basic bm9ib2R5Om5v").status_code == 400 and not PausedAddress.objects.exists()
    assert service("tracking", said).status_code == 200 and PausedAddress.objects.is_paused(ann)


@pytest.mark.parametrize("odd", ["", "²", "٣", "9" * 30, "-1"])
def test_the_name_of_a_mail_that_is_none_breaks_nothing(ann, service, odd):
    said = {"RecordType": "Bounce", "Type": "HardBounce", "TypeCode": 1, "ID": 1, "Email": ann.email, "MessageID": "1"}
    said |= {"BouncedAt": "2026-11-30T10:00:00Z", "Description": "Gone", "Inactive": True, "Metadata": {"mail": odd}}
    assert service("tracking", said).status_code == 200 and PausedAddress.objects.is_paused(ann)


def test_a_service_hands_on_a_reply(answered, to_answer, service):
    said = {"From": "ann@example.org", "FromFull": {"Email": "ann@example.org", "Name": "Ann"}, "Subject": "Re"}
    said |= {"To": str(to_answer), "ToFull": [{"Email": str(to_answer), "Name": ""}], "CcFull": [], "BccFull": []}
    said |= {"OriginalRecipient": str(to_answer), "TextBody": "Thank you.", "HtmlBody": "", "Attachments": []}
    said |= {
        "Headers": [{"Name": "Message-ID", "Value": "<a@b.example>"}],
        "MessageID": "1",
        "Date": "Mon, 30 Nov 2026",
    }
    assert service("inbound", said).status_code == 200
    assert Comment.objects.get(thread=answered, number=3).text == "Thank you."


def test_without_a_service_there_are_no_webhooks(client, db):
    assert client.post("/anymail/postmark/inbound/").status_code == 404
