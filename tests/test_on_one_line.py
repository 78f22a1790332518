"""What stands on one line has one: titles, names and signs of staff, and whatever goes into the head of a mail."""

import pytest
from django.core.mail import EmailMessage

from accounts.mail import post
from accounts.models import OutgoingMail
from desk import mail
from desk.models import Invitation, SavedReply
from stages.models import HelpLine, Identity, Sign, Stage

ENDS = "\x00\t\n\x0b\x0c\r\x1c\x1d\x1e\x85\u2028\u2029"
DIRTY = f"Dis{ENDS}tance"


def write(client, stage, **changes):
    form = {"guide": stage.guide_id, "title": "Distance", "slug": "distance", "lead_in": "by", "situation": ""}
    form |= {"teaser": "", "published_at": "2026-01-01T00:00"}
    for inline in ("guidance", "signs", "pictures", "listed", "examples"):
        form |= {f"{inline}-TOTAL_FORMS": 0, f"{inline}-INITIAL_FORMS": 0}
    return client.post(f"/admin/stages/stage/{stage.pk}/change/", form | changes)


def head_of(row):
    """The head of a mail as it leaves the house, its lines put together again."""
    return row.message().message().as_bytes().partition(b"\n\n")[0].replace(b"\n ", b" ").decode().splitlines()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\x0b", "\x0c", "\x1f", "\x7f", "\x85", "\u2028", "\u2029"])
def test_a_title_is_one_line_whatever_was_pasted(as_person, coach, stage, end):
    assert write(as_person(coach), stage, title=f" Dis{end} tance ").status_code == 302
    assert Stage.objects.get().title == "Dis tance"


def test_a_title_of_nothing_that_can_be_seen_is_none(as_person, coach, stage):
    html = write(as_person(coach), stage, title="\x0b \x1f").content.decode()
    assert "Please fill this in." in html and Stage.objects.get().title == "Distance"


def test_lines_are_clean_by_whichever_way_they_come_in(stage, identity):
    dirty = DIRTY.replace("\x00", "")
    sign = Sign.objects.create(stage=stage, line=dirty)
    line = HelpLine.objects.create(name=dirty, contact="112")
    reply = SavedReply.objects.create(title=dirty, text="Dear reader,\n\nbreathe.")
    assert {Sign.objects.get(pk=sign.pk).line, HelpLine.objects.get(pk=line.pk).name, reply.title} == {"Dis tance"}
    assert reply.text == "Dear reader,\n\nbreathe."


def test_no_head_of_a_mail_can_be_broken(db):
    message = EmailMessage(
        f"Hello{ENDS}Bcc: all@example.org",
        "Words",
        f"Le{ENDS}an <post@example.org>",
        [f"ann@example.org{ENDS}"],
        reply_to=[f"Mara{ENDS} <mara@example.org>"],
        headers={"List-Id": f"a{ENDS}X-Made: up"},
    )
    head = head_of(post(message))
    assert "Subject: Hello Bcc: all@example.org" in head and "To: ann@example.org" in head
    assert "From: Le an <post@example.org>" in head and "List-Id: a X-Made: up" in head
    assert "Reply-To: Mara <mara@example.org>" in head and not [line for line in head if line.startswith(("Bcc", "X-"))]


def test_an_old_title_that_is_not_clean_breaks_no_mail(coach, mod):
    Identity.objects.update(title="Lean\x0bback")
    invitation = Invitation(email="new@example.org", invited_by=coach, role="moderator", pk=1, digest="0" * 64)
    assert "Subject: An invitation to Lean back" in head_of(mail.invited(invitation, "secret"))


def test_a_machine_says_that_it_is_one_in_allauth_s_mails_too(client, ann):
    client.post("/accounts/login/code/", {"email": ann.email})
    assert "Auto-Submitted: auto-generated" in head_of(OutgoingMail.objects.get())


def test_an_address_beyond_ascii_is_written_to(db):
    head = head_of(post(EmailMessage("Hello", "Words", "Lean <post@example.org>", ["ann@bücher.example"])))
    assert "To: ann@xn--bcher-kva.example" in head
