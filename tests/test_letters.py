"""The coach's letters: asked for twice, sent to everyone who did, once each, stopped by one click."""

import re
from email import message_from_bytes, policy
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

import accounts.mail
from accounts.mail_addresses import MailAddress
from accounts.models import OutgoingMail, PausedAddress
from comments.models import StaleObject
from leanback import personal_data, tasks
from letters import mail, models
from letters.models import Letter, Subscription
from tests.test_mail_coming_in import report
from writing import inbound
from writing.anymail_events import tracked

ADDRESS = "carol@example.org"


def subscribed(*addresses):
    now = timezone.now()
    rows = [Subscription(address=address, confirmed_at=now) for address in addresses]
    return Subscription.objects.bulk_create(rows)


@pytest.fixture
def letter(identity):
    return Letter.objects.create(title="In spring", body="# Go out\n\nAnd **come** [home](/library/).\n\n- one\n- two")


def link_in(message):
    return re.search(r"https?://[^/\s]+(/letters/\w+/[^\s\"<]+)", message.text)[1]


def sent_to():
    return sorted(address for row in OutgoingMail.objects.filter(key__startswith="letter-") for address in row.to)


# Asking for them


def test_an_address_is_asked_before_anything_comes(client, identity):
    client.post("/letters/", {"email": ADDRESS})
    [asked] = OutgoingMail.objects.all()
    assert asked.to == [ADDRESS] and not Subscription.objects.confirmed().exists()
    path = link_in(asked)
    client.get(path)
    assert not Subscription.objects.confirmed().exists()
    assert "get the letters" in client.post(path, follow=True).content.decode()
    assert Subscription.objects.confirmed().get().address == ADDRESS


def test_no_inbox_is_filled_and_nothing_is_told_of_an_address(client, identity, later):
    pages = [
        client.post("/letters/", {"email": address}, follow=True).content for address in (ADDRESS, "CAROL@example.org")
    ]
    assert OutgoingMail.objects.count() == 1 and len(pages[0]) == len(pages[1])
    Subscription.objects.get().confirm()
    later(days=2)
    client.post("/letters/", {"email": ADDRESS})
    assert OutgoingMail.objects.count() == 1


def test_who_never_says_yes_is_forgotten(client, identity, later):
    client.post("/letters/", {"email": ADDRESS})
    path = link_in(OutgoingMail.objects.get())
    later(days=8)
    tasks.tend.func()
    assert not Subscription.objects.exists() and client.get(path).status_code == 404


@pytest.mark.parametrize("address", ["", "carol", "a" * 300 + "@example.org", "carol@example.org\nBcc: x@example.org"])
def test_what_is_no_address_is_said_so(client, identity, address):
    assert "errorlist" in client.post("/letters/", {"email": address}).content.decode()
    assert not OutgoingMail.objects.exists()


def test_a_link_does_one_thing_alone(client, identity):
    [row] = subscribed(ADDRESS)
    confirm = mail.links.address("confirm_letters", row).split("/letters/confirm/")[1]
    assert client.post(f"/letters/stop/{confirm}").status_code == 404 and Subscription.objects.exists()
    assert client.post("/letters/stop/x:y/").status_code == 404


# Sending


def test_it_goes_to_everyone_who_said_yes_once_and_stands_on_the_site(letter, work, client):
    subscribed(ADDRESS, "dan@example.org")
    Subscription.objects.create(address="eve@example.org")
    letter.send()
    work(), work()
    assert sent_to() == [] and Letter.objects.get().posted == 2  # what went keeps no address
    assert OutgoingMail.objects.exclude(sent_at=None).count() == 2
    assert "Go out" in client.get("/letters/in-spring/").content.decode()
    assert "In spring" in client.get("/letters/").content.decode()
    assert "In spring" in client.get("/feeds/letters.atom").content.decode()


def test_a_letter_in_batches_leaves_nobody_out_and_nobody_gets_two(letter, monkeypatch):
    subscribed(*(f"reader{number}@example.org" for number in range(25)))
    letter.send()
    for _ in range(5):  # the third is done twice, as after a restart
        letter.send_batch(most=10)
    assert len(sent_to()) == len(set(sent_to())) == 25


def test_a_batch_that_breaks_is_done_anew_whole(letter, monkeypatch):
    subscribed(*(f"reader{number}@example.org" for number in range(5)))
    letter.send()
    calls = []

    def breaks_at_the_third(pk):
        calls.append(pk)
        if len(calls) == 3:
            raise RuntimeError

    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(accounts.mail, "deliver", SimpleNamespace(enqueue=breaks_at_the_third))
        letter.send_batch()
    assert sent_to() == []
    letter.send_batch()
    assert len(sent_to()) == 5


def test_who_asks_after_it_was_sent_gets_the_next(letter, later):
    letter.send()
    later(60)
    subscribed(ADDRESS)
    letter.send_batch()
    assert sent_to() == []


def test_it_is_sent_once(letter):
    letter.send()
    with pytest.raises(StaleObject):
        Letter.objects.get().send()


def test_the_mail_says_how_to_stop_and_one_click_stops(letter):
    subscribed(ADDRESS)
    letter.send(), letter.send_batch()
    row = OutgoingMail.objects.get()
    stop = row.headers["List-Unsubscribe"].strip("<>")
    assert (
        row.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click" and stop in row.text and stop in row.html
    )
    path, bare = stop.partition("//")[2].partition("/")[2], Client(enforce_csrf_checks=True)
    bare.get(f"/{path}"), bare.head(f"/{path}")
    assert Subscription.objects.exists()
    assert bare.post(f"/{path}", {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    assert "no longer on the list" in bare.get(f"/{path}").content.decode()


def test_both_parts_say_the_same_without_pictures(letter):
    letter.body += "\n\n![A gate](/media/gate.jpg)"
    letter.save()
    text, html = mail.bodies_of(letter)
    assert "home (http" in text and "- one" in text and "**" not in text
    assert (
        "<img" not in html
        and "Go out</h2>" in html
        and '<p dir="auto"></p>' not in html
        and "come</strong>" in html
        and 'href="http' in html
    )


PLAIN = """\
Go out

Dear all,
come home (https://a.example/library/) <3

- one
- two
  - and half

3. three
4. four

> Breathe.
>
> And wait.

Yours"""


def test_its_plain_text_reads_as_a_mail_that_somebody_typed(letter):
    letter.body = PLAIN.replace("Go out", "# Go out").replace("come home (https", "come [home](https")
    letter.save()
    assert mail.bodies_of(letter)[0] == PLAIN


def test_she_sees_what_was_delivered_and_what_was_not(letter):
    subscribed(ADDRESS, "dan@example.org", "eve@example.org")
    letter.send(), letter.send_batch()
    first, second, _third = OutgoingMail.objects.order_by("pk")
    OutgoingMail.objects.filter(pk=first.pk).update(sent_at=timezone.now())
    OutgoingMail.objects.filter(pk=second.pk).update(given_up_at=timezone.now())
    tasks.tend.func()
    said = Letter.objects.get().counted_in_words()
    assert said == "Sent to 3: 1 delivered, 0 came back, 1 not deliverable, 1 on their way."


def came_back_by_report(row, settings):
    settings.INBOUND_ADDRESS = "reply@leanback.example"
    returned = report(MailAddress.bounce(row.pk), "5.1.1")
    assert inbound.receive(message_from_bytes(returned, policy=policy.default)) == "paused"


def came_back_by_service(row, settings):
    said = SimpleNamespace(event_type="bounced", reject_reason="bounced", recipient=ADDRESS, description="5.1.1")
    said.metadata = row.message().metadata
    tracked(None, said, "postmark")


@pytest.mark.parametrize("way", [came_back_by_report, came_back_by_service])
def test_what_came_back_is_counted_and_its_address_asked_no_more(letter, work, settings, way, as_person, coach):
    subscribed(ADDRESS, "dan@example.org")
    letter.send()
    work(), work()
    way(OutgoingMail.objects.get(key=f"letter-{letter.pk}-{Subscription.objects.get(address=ADDRESS).pk}"), settings)
    tasks.tend.func()
    assert [row.address for row in Subscription.objects.all()] == ["dan@example.org"]
    page = as_person(coach).get(f"/admin/letters/{letter.pk}/").content.decode()
    assert "Sent to 2: 1 delivered, 1 came back, 0 not deliverable, 0 on their way." in page


def test_no_letter_goes_to_an_address_that_is_paused(letter, ann):
    subscribed(ADDRESS, ann.email)
    PausedAddress.objects.pause(ann, "5.1.1")
    letter.send(), letter.send_batch()
    assert sent_to() == [ADDRESS] and Letter.objects.get().posted == 1


def test_two_letters_of_one_title_have_two_addresses(letter):
    letter.send()
    other = Letter.objects.create(title="In spring", body="Again.")
    other.send()
    assert other.slug != letter.slug


# At the desk


def test_she_writes_one_gathers_looks_at_it_and_sends_it(as_person, coach, answered):
    client = as_person(coach)
    answers = [str(answered.last_answer.pk)]
    sent = {"title": "In spring", "body": "Hello.", "answers": answers, "stages": [str(answered.stage_id)]}
    page = client.post("/admin/letters/new/", sent, follow=True).content.decode()
    letter = Letter.objects.get()
    assert "Hello." in letter.body and "Step 1. Breathe." in letter.body and "room" in letter.body
    assert answered.get_absolute_url() not in letter.body and "As a mail" in page
    client.post(f"/admin/letters/{letter.pk}/trial/")
    assert [row.to for row in OutgoingMail.objects.filter(key__startswith="trial-")] == [["mara@example.org"]]
    assert "It goes to" in client.get(f"/admin/letters/{letter.pk}/send/").content.decode()
    client.post(f"/admin/letters/{letter.pk}/send/")
    assert Letter.objects.get().is_sent()


def test_no_word_of_a_reader_is_gathered(as_person, coach, answered):
    sent = {"title": "In spring", "body": "", "answers": [str(answered.last_answer.pk)]}
    as_person(coach).post("/admin/letters/new/", sent)
    assert "quiet" not in Letter.objects.get().body.replace(answered.last_answer.get_absolute_url(), "")


def test_a_letter_without_words_is_none(as_person, coach):
    response = as_person(coach).post("/admin/letters/new/", {"title": "In spring", "body": " "})
    assert response.status_code == 422 and not Letter.objects.exists()


def test_a_draft_is_no_page(letter, client):
    assert (
        client.get("/letters/in-spring/").status_code == 404
        and "In spring" not in client.get("/letters/").content.decode()
    )


# Hers


def test_her_copy_names_it_and_her_leaving_ends_it(ann):
    subscribed("ann@example.org")
    [section] = [each for each in personal_data.SECTIONS if each.name == "letters"]
    assert [row["address"] for row in section.rows(ann)] == ["ann@example.org"]
    personal_data.leave(ann, keeps_words=True)
    assert not Subscription.objects.exists()


@pytest.mark.slow
def test_five_thousand_letters_with_a_restart_in_the_middle(letter, monkeypatch):
    subscribed(*(f"reader{number}@example.org" for number in range(5_000)))
    letter.send()
    for _ in range(12):
        letter.send_batch()
    with monkeypatch.context() as broken:
        broken.setattr(Letter, "save", lambda *args, **options: (_ for _ in ()).throw(RuntimeError))
        with pytest.raises(RuntimeError):
            Letter.objects.get().send_batch()
    for _ in range(5_000 // models.BATCH):
        Letter.objects.get().send_batch()
    assert len(sent_to()) == len(set(sent_to())) == 5_000
