"""Mails to people: of what, how soon, how they look, and how to stop them without signing in."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from html import unescape
from types import SimpleNamespace

import dns.resolver
import pytest
from django.core import mail as sent
from django.test import Client
from django.utils import timezone

from accounts import typos
from accounts.mail_links import MailLink
from accounts.models import KINDS, MailChoices, OutgoingMail, PausedAddress
from comments.models import Notice, Thread
from desk import deliverability
from stages.models import Identity


@pytest.fixture
def outbox(work, settings, mailoutbox):
    """Let the worker do all there is to do, some seconds from now; returns the mails that arrived, as they were read."""
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def open_all(seconds=11):
        work(seconds)
        return [message_from_bytes(mail.message().as_bytes(), policy=policy.default) for mail in sent.outbox]

    return open_all


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def html_of(mail):
    return mail.get_body(("html",)).get_content()


def stop_link(mail):
    return mail["List-Unsubscribe"].strip("<>").partition("localhost:8000")[2]


# What a mail is


def test_both_parts_say_the_same(answered, outbox):
    [mail] = outbox()
    html = re.sub(r"<style.*?</style>|<[^>]+>", " ", html_of(mail), flags=re.DOTALL)
    for line in text_of(mail).splitlines():
        words = line.removeprefix(">").strip().removesuffix(":")
        assert words in ("", "--") or words in unescape(html) or words in html_of(mail)


def test_a_mail_says_who_answered_which_question_and_nothing_of_it_to_whom_that_is_better(answered, ann, outbox):
    MailChoices.objects.create(person=ann, no_quotes=True)
    [mail] = outbox()
    assert (
        mail["From"] == "Mara at Leanback <post@leanback.example>" and mail["Subject"] == "There is an answer for you"
    )
    day = timezone.localdate().day
    assert f"Mara has answered your question about “Distance” from {day} " in text_of(mail)
    assert not [word for word in ("Breathe", "quiet") if word in text_of(mail) + html_of(mail) + mail["Subject"]]


def test_a_question_is_known_by_its_signature(answered, outbox):
    Thread.objects.update(signature="Waiting in Ohio")
    [mail] = outbox()
    assert "your question about “Distance” (signed “Waiting in Ohio”)" in text_of(mail)


@pytest.mark.parametrize("kind", ["touch_base", "asked_back"])
def test_no_word_of_a_question_stands_in_an_address(answered, ann, kind):
    Notice.objects.tell(ann, kind, f"{kind}-test", thread=answered)
    mail = OutgoingMail.objects.get(key=f"{kind}-test")
    assert f"/questions/{answered.pk}/\n" in mail.text and "quiet" not in mail.text + mail.html


def test_a_discreet_mail_tells_nothing(answered, ann, outbox):
    MailChoices.objects.create(person=ann, is_discreet=True, no_quotes=False)
    [mail] = outbox()
    assert mail["From"] == "Notes <post@leanback.example>" and mail["Subject"] == "A message for you"
    assert not [word for word in ("Mara", "Leanback", "Distance", "Breathe") if word in text_of(mail) + html_of(mail)]


def test_the_mail_to_one_who_has_an_account_leads_on_by_a_button_with_words(ann, client):
    client.post("/accounts/signup/", {"pen_name": "Clara", "email": ann.email, "adult": "on"})
    mail = OutgoingMail.objects.get()
    assert (
        mail.subject == "You already have an account" and "Sign in:\nhttp://localhost:8000/accounts/login/" in mail.text
    )
    assert ">Sign in</a>" in mail.html and mail.sender == "Leanback <post@leanback.example>"


def test_a_code_comes_in_both_parts_and_to_a_discreet_person_from_nobody(ann, client):
    MailChoices.objects.create(person=ann, is_discreet=True)
    client.post("/accounts/login/code/", {"email": ann.email})
    mail = OutgoingMail.objects.get()
    code = re.search(r"^[A-Z]{4}-[A-Z]{4}$", mail.text, re.MULTILINE)[0]
    assert code in mail.html and "ignore this e-mail" in mail.text and "ignore this e-mail" in mail.html
    assert mail.sender == "Notes <post@leanback.example>"
    assert "Leanback" not in mail.subject + mail.text + mail.html


def test_she_can_read_the_answer_in_her_mail_program(answered, outbox):
    [mail] = outbox()
    assert "> Step 1. Breathe." in text_of(mail) and "Breathe" in html_of(mail) and "Breathe" not in mail["Subject"]


def test_where_something_speaks_of_danger_no_mail_to_a_reader_repeats_it(answered, ann, outbox):
    answered.comments.filter(number=1).update(concerns="violence")
    [mail] = [mail for mail in outbox() if ann.email in mail["To"]]
    assert "Breathe" not in text_of(mail) + html_of(mail)


def test_what_people_write_is_never_markup(public, coach, ann, outbox):
    public.answer(coach, "<b>Breathe</b> [here](https://example.org)")
    html = html_of(outbox()[0])
    assert "&lt;b&gt;Breathe" in html and 'href="https://example.org' not in html


def test_nothing_is_loaded_by_a_mail(answered, outbox):
    html = html_of(outbox()[0])
    assert not re.findall(r"<img|<link|url\(|@import|src=", html) and "prefers-color-scheme: dark" in html


def test_an_edit_is_in_the_mail_that_has_not_gone_yet(public, ann, coach, work, settings):
    settings.MAIL_DELIVERY_BACKEND = "tests.test_mails.Down"
    MailChoices.objects.create(person=ann, no_quotes=False)
    answer = public.answer(coach, "Go to Zanzibar.")
    work()
    answer.refresh_from_db()
    answer.edit("Go somewhere.", answer.revision)
    [mail] = work()
    assert "Go somewhere." in mail.text and "Zanzibar" not in mail.text


def test_a_softened_detail_is_in_no_mail_that_has_not_gone_yet(public, ann, bob, coach, work, settings):
    settings.MAIL_DELIVERY_BACKEND = "tests.test_mails.Down"
    MailChoices.objects.create(person=ann, no_quotes=False)
    reply = public.question.reply(bob, "He works in Zanzibar.")
    reply.approve(coach)
    work()
    reply.refresh_from_db()
    reply.soften(coach, "Zanzibar", "a town")
    assert not [mail for mail in work() if "Zanzibar" in mail.text + mail.html]


class Down:
    """A mail server that is not there."""

    def __init__(self, **options):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError


@pytest.mark.parametrize("act", ["withdraw", "undo"])
def test_what_is_taken_away_leaves_the_queue(answered, coach, work, settings, act):
    settings.MAIL_DELIVERY_BACKEND = "tests.test_mails.Down"
    work()
    assert OutgoingMail.objects.unsent().count() == 1
    answer = answered.comments.answers().get()
    answer.withdraw() if act == "withdraw" else answer.undo(coach)
    assert not OutgoingMail.objects.exists() and not Notice.objects.exists()


# Links


def test_a_private_answer_is_opened_by_a_code(answered, ann, outbox):
    Thread.objects.update(visibility="private")
    link = re.search(r"localhost:8000(/mail/\S+)", text_of(outbox()[0]))[1]
    browser = Client()
    assert "E-mail me a code" in browser.get(link).content.decode() and not browser.cookies
    asked = browser.post(link, {"act": "code"})
    assert asked["Location"].startswith("/accounts/login/code/confirm/?next=%2Fcomments%2F")
    code = re.search(
        r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b|^\s*([A-Z0-9-]{6,9})\s*$", OutgoingMail.objects.latest("pk").text, re.M
    )
    read = browser.post(
        asked["Location"], {"code": code[0].strip(), "next": f"/comments/{answered.last_answer_id}/"}, follow=True
    )
    assert "Breathe" in read.content.decode()


def test_a_link_that_is_none_of_ours_says_so(db, client):
    page = client.get("/mail/not-ours/")
    assert page.status_code == 404 and "know this link" in page.content.decode()


def test_a_link_of_one_who_has_left_is_gone(ann, client):
    path = MailLink(ann.pk, "answered").address().partition("localhost:8000")[2]
    ann.delete()
    assert client.get(path).status_code == 404


# Stopping


def test_whatever_opens_every_link_stops_nothing(answered, ann, outbox):
    [mail] = outbox()
    for link in set(re.findall(r"https?://localhost:8000([^\s\"<>]+)", text_of(mail) + html_of(mail))):
        assert Client().get(link).status_code in {200, 302}
    assert Client().get(stop_link(mail)).status_code == 200
    assert not MailChoices.objects.filter(person=ann).exists() and not answered.mutes.exists()


def test_a_mail_program_stops_a_kind_by_one_click(answered, ann, outbox):
    [mail] = outbox()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    browser = Client(enforce_csrf_checks=True)
    response = browser.post(stop_link(mail), "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded")
    assert response.status_code == 200 and not response.cookies
    choices = MailChoices.objects.get(person=ann)
    assert (choices.answered, choices.replied) == ("never", "at_once")


@pytest.mark.parametrize(("act", "hears"), [("mute", False), ("stop", False), ("stop_all", False), ("", True)])
def test_her_buttons_stop_what_they_say(answered, ann, coach, outbox, act, hears):
    [mail] = outbox()
    Client().post(stop_link(mail), {"act": act})
    answered.answer(coach, "One thing more.")
    assert (len(outbox()) == 2) == hears


@pytest.mark.parametrize(("act", "back"), [("mute", "unmute"), ("stop", "hear_again")])
def test_what_was_stopped_can_be_had_again(answered, ann, coach, outbox, act, back):
    [mail] = outbox()
    Client().post(stop_link(mail), {"act": act})
    assert f'value="{back}"' in Client().get(stop_link(mail)).content.decode()
    Client().post(stop_link(mail), {"act": back})
    answered.answer(coach, "One thing more.")
    assert len(outbox()) == 2


def test_what_cannot_be_chosen_cannot_be_stopped(public, ann, bob, coach, outbox):
    public.question.remove(coach, "It names him.")
    path = stop_link(outbox()[0])
    assert path and not KINDS["danger"].offered


# Once a day


DAILY = {"answered": "daily", "following": "daily", "replied": "daily", "wish": "daily"}


def test_all_that_came_in_a_day_is_one_mail(public, stage, ann, coach, outbox):
    MailChoices.objects.create(person=ann, **DAILY)
    public.answer(coach, "Breathe.")
    other = Thread.ask(stage, ann, "Another one.")
    other.question.approve(coach)
    other.answer(coach, "Wait.")
    assert not [mail for mail in outbox() if "answer" in mail["Subject"]]
    mails = [mail for mail in outbox(24 * 3600) if mail["Subject"] == "What came today"]
    [mail] = mails
    assert all(f"/comments/{each.comment_id}/" in text_of(mail) for each in ann.notices.filter(kind="answered"))
    assert len([mail for mail in outbox(24 * 3600) if mail["Subject"] == "What came today"]) == 1


def test_a_mail_of_the_day_with_one_thing_in_it_is_that_thing_s(public, ann, coach, outbox):
    MailChoices.objects.create(person=ann, **DAILY)
    public.answer(coach, "Breathe.")
    outbox()
    assert [mail["Subject"] for mail in outbox(24 * 3600)] == ["There is an answer for you"]


def test_what_was_taken_away_meanwhile_is_not_in_it(public, ann, coach, outbox):
    MailChoices.objects.create(person=ann, **DAILY)
    answers = [public.answer(coach, words) for words in ("Breathe.", "And wait.")]
    outbox()
    answers[0].withdraw()
    [mail] = outbox(24 * 3600)
    assert f"/comments/{answers[1].pk}/" in text_of(mail) and f"/comments/{answers[0].pk}/" not in text_of(mail)


@pytest.mark.parametrize(
    ("zone", "hour", "now", "then"),
    [
        ("America/New_York", 8, "2026-11-01T11:00", "2026-11-01T13:00"),  # the clocks went back at night
        ("America/New_York", 8, "2026-10-31T13:00", "2026-11-01T13:00"),  # 25 hours
        ("America/New_York", 8, "2027-03-13T14:00", "2027-03-14T12:00"),  # 23 hours
        ("America/New_York", 2, "2027-03-14T06:30", "2027-03-14T07:00"),  # an hour that is left out: the one after
        ("America/New_York", 1, "2026-11-01T04:30", "2026-11-01T05:00"),  # one that comes twice: the first
        ("America/New_York", 1, "2026-11-01T05:30", "2026-11-02T06:00"),  # and not the second
        ("Pacific/Auckland", 0, "2026-11-30T10:59", "2026-11-30T11:00"),
        ("", 8, "2026-11-30T08:00", "2026-12-01T08:00"),
    ],
)
def test_the_mail_of_the_day_comes_at_her_hour(ann, zone, hour, now, then):
    choices = MailChoices(person=ann, time_zone=zone, hour=hour)
    at = choices.next_digest(datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert at == datetime.fromisoformat(then).replace(tzinfo=UTC)


def test_a_clock_that_is_set_back_brings_no_second_mail_in_a_day(public, ann, coach, work, time_machine):
    time_machine.move_to((timezone.now() + timedelta(days=1)).replace(hour=10))
    MailChoices.objects.create(person=ann, **DAILY)
    public.answer(coach, "Breathe.")
    work(), work(24 * 3600)
    time_machine.move_to(timezone.now().replace(hour=6))
    public.answer(coach, "And wait.")
    work(), work(3 * 3600)
    assert OutgoingMail.objects.filter(key__startswith="day-").count() == 1
    work(24 * 3600)
    assert OutgoingMail.objects.filter(key__startswith="day-").count() == 2


def test_a_lost_task_is_made_up_for(public, ann, coach, work):
    MailChoices.objects.create(person=ann, **DAILY)
    public.answer(coach, "Breathe.")
    work()
    Notice.objects.update(due_at=timezone.now())
    assert len(work(700)) == 1


@pytest.mark.parametrize(("when", "mails"), [("at_once", 1), ("never", 0)])
def test_what_waits_follows_what_she_chooses_then(as_person, public, ann, coach, work, when, mails):
    MailChoices.objects.create(person=ann, **DAILY)
    public.answer(coach, "Breathe.")
    work()
    form = {kind.name: when for kind in MailChoices.objects.of(ann).kinds()} | {"hour": "8", "time_zone": ""}
    assert as_person(ann).post("/me/notifications/", form)["Location"] == "/me/notifications/"
    assert len(work()) == mails


def test_she_is_asked_of_nothing_that_never_comes(as_person, ann, coach, identity):
    asked = re.findall(r'name="(\w+)"', as_person(ann).get("/me/notifications/").content.decode())
    offered = {name for name, kind in KINDS.items() if kind.offered and not kind.is_for_coach}
    assert offered <= set(asked) and not set(asked) & (set(KINDS) - offered)


def test_a_task_that_runs_twice_tells_once(answered, ann, outbox):
    outbox()
    Notice.objects.tell(ann, "answered", f"answered-{answered.last_answer_id}", comment=answered.last_answer)
    assert len(outbox(timedelta(minutes=1).seconds)) == 1


def test_in_the_coach_s_own_words_a_mail_from_a_site_without_a_name(answered, outbox):
    Identity.objects.update(coach_name="")
    [mail] = outbox()
    assert mail["From"] == "Leanback <post@leanback.example>" and "The coach has answered" in text_of(mail)


# The desk's page of it


def test_the_desk_sees_what_waits_fails_and_is_paused(as_person, coach, ann, settings):
    OutgoingMail.objects.create(to=[ann.email], person=ann, last_error="TimeoutError", tries=2)
    PausedAddress.objects.pause(ann, "5.1.1 No such user")
    html = as_person(coach).get("/admin/mail/").content.decode()
    assert "One e-mail is waiting" in html and "(TimeoutError)" in html and "5.1.1 No such user" in html
    as_person(coach).post(f"/admin/mail/paused/{ann.pk}/resume/")
    assert not PausedAddress.objects.exists()


def test_she_sends_herself_one_test_mail_a_minute(as_person, coach):
    for _time in range(3):
        as_person(coach).post("/admin/mail/test/")
    assert OutgoingMail.objects.get().to == [coach.email]


@pytest.fixture
def dns_says(monkeypatch):
    """Let the DNS know these TXT records, and no others; with None it does not answer."""

    def know(records):
        def answer(name, kind, **options):
            if records is None:
                raise dns.resolver.LifetimeTimeout(timeout=2, errors=[])
            if name not in records:
                raise dns.resolver.NXDOMAIN
            return [SimpleNamespace(strings=[record.encode()]) for record in records[name]]

        monkeypatch.setattr(dns.resolver, "resolve", answer)
        return {finding.name: finding.is_good for finding in deliverability.look("post.leanback.example", "one")}

    return know


def test_where_the_dns_is_away_the_page_says_so(dns_says):
    assert dns_says(None) == {"SPF": None, "DKIM": None, "DMARC": None}
    assert "can't be reached" in deliverability.look("leanback.example", "")[0].said


@pytest.mark.parametrize(
    ("records", "good"),
    [
        ({}, []),
        ({"post.leanback.example": ["v=spf1 mx -all", "other"]}, ["SPF"]),
        ({"post.leanback.example": ["v=spf1 +all"]}, []),
        ({"post.leanback.example": ["v=spf1 mx -all", "v=spf1 a -all"]}, []),
        ({"one._domainkey.post.leanback.example": ["v=DKIM1; p=MIIB"]}, ["DKIM"]),
        ({"one._domainkey.post.leanback.example": ["v=DKIM1; p="]}, []),
        ({"_dmarc.leanback.example": ["v=DMARC1; p=none"]}, ["DMARC"]),
    ],
)
def test_the_page_tells_whether_other_servers_believe_us(dns_says, records, good):
    assert [name for name, is_good in dns_says(records).items() if is_good] == good


# A slip in an address


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *[
            ("ann@gmial.com", "ann@gmail.com"),
            ("ann@hotmail.con", "ann@hotmail.com"),
            ("ann@gmail.co", "ann@gmail.com"),
        ],
        *[("ann@gmail.com", ""), ("ann@mail.com", ""), ("ann@example.org", ""), ("ann@gmx.de", ""), ("", "")],
    ],
)
def test_a_slip_in_a_well_known_domain_is_seen(typed, meant):
    assert typos.likely(typed) == meant


def test_who_made_a_slip_is_asked_once_and_never_refused(client, identity):
    form = {"pen_name": "Clara", "email": "clara@gmial.com", "adult": "on"}
    page = client.post("/accounts/signup/", form)
    assert "Did you mean clara@gmail.com?" in page.content.decode() and not OutgoingMail.objects.exists()
    assert 'name="as_typed" value="clara@gmial.com"' in page.content.decode()
    client.post("/accounts/signup/", form | {"as_typed": "clara@gmial.com"})
    assert OutgoingMail.objects.get().to == ["clara@gmial.com"]


@pytest.mark.parametrize(
    ("who", "address", "more"),
    [
        ("nobody", "/letters/", {}),
        ("ann", "/accounts/email/", {"action_add": ""}),
        ("coach", "/admin/people/invite/", {"role": "moderator"}),
    ],
)
def test_every_page_that_takes_an_address_asks_about_a_slip(surely, identity, request, who, address, more):
    client = surely(None if who == "nobody" else request.getfixturevalue(who))
    form = {"email": "clara@gmial.com"} | more
    page = client.post(address, form).content.decode()
    assert "Did you mean clara@gmail.com?" in page and not OutgoingMail.objects.exists()
    assert 'name="as_typed" value="clara@gmial.com"' in page
    client.post(address, form | {"as_typed": "clara@gmial.com"})
    assert ["clara@gmial.com"] in [row.to for row in OutgoingMail.objects.all()]
