"""Wishes: what readers miss, others second, and all who wished are told of when it is here."""

import html
import re
import threading
from datetime import timedelta

import pytest
from django.core import mail as sent
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import MailChoices
from comments.models import Block, ModerationEntry, Rejected, StaleObject, Switch
from leanback import tasks
from stages.models import Guide, Resource, Stage
from tests.lasting import lasting
from wishes.models import Share, Wish

WORDS = "We need this for men too"


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def someone(request, who):
    return None if who == "nobody" else request.getfixturevalue(who)


def log():
    return list(ModerationEntry.objects.order_by("pk").values_list("act", "before", "after"))


@lasting
def pending(ann):
    return Wish.make(ann, WORDS)


@lasting
def wish(pending, coach):
    """Ann's wish, which everybody reads."""
    pending.let_stand(coach)
    return pending


@lasting
def other(bob, coach):
    """Bob's wish, which everybody reads."""
    wish = Wish.make(bob, "Something for husbands")
    wish.let_stand(coach)
    return wish


@lasting
def draft(guide):
    """A stage that the coach has not published."""
    return Stage.objects.create(guide=guide, position=7, slug="for-men", title="Zanzibar for men", published_at=None)


@pytest.fixture
def outbox(work, settings, mailoutbox):
    """Let the worker send all there is; returns the messages that went out."""
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def run(seconds=11):
        work(seconds)
        return sent.outbox

    return run


# Making one


def test_a_wish_waits_until_staff_let_it_stand(pending, mod):
    assert pending.is_pending() and not Wish.objects.standing().exists()
    pending.let_stand(mod)
    assert [wish.words for wish in Wish.objects.open()] == [WORDS]


def test_the_same_words_again_are_the_same_wish(wish, ann, bob):
    assert Wish.make(ann, WORDS.lower()) == Wish.make(bob, WORDS.upper()) == wish
    assert Wish.objects.count() == 1 and [share.reader for share in Share.objects.all()] == [bob]


def test_the_same_words_as_one_that_waits_tell_nothing_of_it(pending, bob):
    assert Wish.make(bob, WORDS) != pending and not Share.objects.exists()


@pytest.mark.parametrize("keep", ["block", "switch", "flood"])
def test_who_cannot_write_now_cannot_wish(ann, coach, keep):
    {
        "block": lambda: Block.put(ann, coach, "Please be kinder."),
        "switch": lambda: Switch(name="posting").throw(coach, 1),
        "flood": lambda: [Wish.make(ann, f"Wish number {number}") for number in range(8)],
    }[keep]()
    before = Wish.objects.count()
    with pytest.raises(Rejected):
        Wish.make(ann, WORDS)
    assert Wish.objects.count() == before


def test_who_speaks_of_danger_is_not_sent_away_by_a_closed_switch(ann, coach):
    Switch(name="posting").throw(coach, 1)
    assert Wish.make(ann, "Something for when he hits me").concerns == "violence"


# Sharing one


def test_a_wish_is_shared_once_by_a_reader_and_not_by_its_author(wish, ann, bob):
    for reader in (ann, bob, bob):
        wish.share(reader)
    assert fresh(wish).shared_count == Share.objects.count() == 1


def test_what_is_not_wished_any_more_is_not_counted(wish, bob, mod):
    for reader in (bob, mod):
        wish.share(reader)
    for _time in range(2):
        wish.unshare(bob)
    assert fresh(wish).shared_count == 1 and Share.objects.get().reader == mod


def test_a_reader_shares_once_by_the_database_itself(wish, bob):
    wish.share(bob)
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.create(wish=wish, reader=bob)


@pytest.mark.parametrize("become", ["pending", "declined", "fulfilled"])
def test_only_what_stands_open_is_shared(pending, coach, bob, stage, become):
    {
        "pending": lambda: None,
        "declined": lambda: pending.decline(coach, "No."),
        "fulfilled": lambda: pending.fulfil(coach, stage),
    }[become]()
    with pytest.raises(StaleObject):
        pending.share(bob)


def test_the_most_shared_stand_first(wish, other, bob, mod):
    newest = Wish.make(mod, "A third one")
    newest.let_stand(mod)
    wish.share(bob)
    assert list(Wish.objects.open().most_shared_first()) == [wish, newest, other]


def at_once(*acts):
    """Do all of these in the same instant, each on a connection of its own; return what went wrong."""
    gate, failed = threading.Barrier(len(acts)), []

    def do(act):
        gate.wait()
        try:
            act()
        except Exception as error:
            failed.append(error)
        connection.close()

    threads = [threading.Thread(target=do, args=[act]) for act in acts]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return failed


def test_shares_in_the_same_instant_are_all_counted_and_none_twice(transactional_db, wish, bob, mod, coach):
    readers = [bob, bob, mod, mod, coach]
    assert at_once(*(lambda reader=reader: fresh(wish).share(reader) for reader in readers)) == []
    assert fresh(wish).shared_count == Share.objects.count() == 3


def test_of_two_who_decide_in_the_same_instant_one_is_told(transactional_db, pending, coach, mod):
    seen = pending.revision
    [error] = at_once(lambda: fresh(pending).let_stand(coach, seen), lambda: fresh(pending).decline(mod, "No.", seen))
    assert isinstance(error, StaleObject) and ModerationEntry.objects.count() == 1


def test_two_merged_both_ways_in_the_same_instant_are_one(transactional_db, wish, other, coach, mod):
    [error] = at_once(
        lambda: fresh(wish).merge_into(fresh(other), coach), lambda: fresh(other).merge_into(fresh(wish), mod)
    )
    assert isinstance(error, StaleObject) and Wish.objects.open().count() == 1


# Taking one back


def test_taken_back_it_is_gone(wish):
    wish.take_back()
    assert not Wish.objects.exists()


def test_taken_back_it_stays_for_others_without_her(wish, bob):
    wish.share(bob)
    wish.take_back()
    assert (fresh(wish).by, fresh(wish).state) == (None, "open")


def test_a_wish_that_nobody_has_any_more_is_gone(wish, bob):
    wish.share(bob)
    wish.take_back()
    wish.unshare(bob)
    assert not Wish.objects.exists()


# The page


def page(client, query=""):
    return client.get(f"/wishes/{query}").content.decode()


def send(client, text, **more):
    return client.post("/wishes/", {"text": text} | more)


def tap(client, wish, act="share"):
    return client.post(f"/wishes/{wish.pk}/share/", {"act": act})


def test_a_reader_wishes_and_sees_that_it_waits(as_person, ann, bob):
    client = as_person(ann)
    assert send(client, "  One\n for   men ")["Location"] == "/wishes/"
    html = page(client)
    assert "One for men" in html and "Waiting to be read" in html
    assert "One for men" not in page(as_person(bob)) + page(as_person(None))


@pytest.mark.parametrize("who", ["ann", "bob", "mod", "coach", "nobody"])
def test_everybody_reads_what_is_wished_and_nobody_whose_it_is(as_person, request, wish, mod, who):
    wish.share(mod)
    html = page(as_person(someone(request, who)))
    assert WORDS in html and "1 reader wishes this too" in html
    assert ("Ann of the Hills" not in html) and ("Quiet Hand" not in html)


def test_who_is_not_signed_in_is_led_there_and_back_before_she_types(client, wish):
    html = page(client)
    assert "/accounts/login/?next=/wishes/" in html and "<form" not in html.split("<main")[1].split("</main>")[0]


def test_no_words_are_lost_where_a_session_has_ended(client, identity):
    response = send(client, WORDS)
    assert response.status_code == 403 and WORDS in response.content.decode() and not Wish.objects.exists()


def test_one_tap_shares_and_another_takes_it_back(as_person, wish, bob):
    client = as_person(bob)
    assert 'value="share"' in page(client)
    assert tap(client, wish)["Location"] == f"/wishes/#wish-{wish.pk}"
    assert 'value="unshare"' in page(client) and "you too" in page(client)
    tap(client, wish), tap(client, wish, "unshare")
    assert not Share.objects.exists() and fresh(wish).shared_count == 0


def test_a_look_shares_nothing(as_person, wish, bob):
    client = as_person(bob)
    assert client.get(f"/wishes/{wish.pk}/share/?act=share").status_code == 405
    assert tap(client, wish, "else").status_code == 404 and not Share.objects.exists()


def test_who_is_not_signed_in_shares_nothing_and_comes_back_to_the_wish(client, wish):
    assert tap(client, wish)["Location"] == f"/accounts/login/?next=/wishes/%23wish-{wish.pk}"
    assert not Share.objects.exists()


@pytest.mark.parametrize("who", ["ann", "bob", "coach"])
def test_there_is_no_button_for_ones_own(as_person, request, wish, who):
    assert (f"/wishes/{wish.pk}/share/" in page(as_person(someone(request, who)))) is (who != "ann")


def test_what_waits_or_was_declined_is_nothing_to_share(as_person, pending, other, bob, coach):
    other.decline(coach, "No.")
    assert [tap(as_person(bob), each).status_code for each in (pending, other)] == [404, 404]


def test_shared_it_is_shown_where_it_stands_now(as_person, bob, coach, ann):
    Wish.objects.bulk_create(Wish(words=f"Wish {number}", state="open", shared_count=1) for number in range(31))
    last = Wish.objects.create(words="The last", state="open", by=ann)
    assert last.get_absolute_url() == f"/wishes/?page=2#wish-{last.pk}"
    assert tap(as_person(bob), last)["Location"] == f"/wishes/#wish-{last.pk}"
    assert page(as_person(bob), "?page=2").count('id="wish-') == 2


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?page=9", "?page="])
def test_a_page_that_is_not_there_is_not_found(client, wish, query):
    assert client.get(f"/wishes/{query}").status_code == 404


def test_she_reads_why_hers_was_declined_and_nobody_else_does(as_person, wish, ann, bob, coach):
    wish.decline(coach, "We cannot speak for <men>.")
    assert "We cannot speak for &lt;men&gt;." in page(as_person(ann))
    assert not [who for who in (bob, None) if WORDS in page(as_person(who)) or "We cannot" in page(as_person(who))]


def test_she_reads_what_hers_has_become_part_of(as_person, wish, other, ann, coach):
    wish.merge_into(other, coach)
    html = page(as_person(ann))
    assert "now part of another wish" in html and html.count("Something for husbands") == 2


@pytest.mark.parametrize("who", ["ann", "bob", "mod", "coach", "nobody"])
@pytest.mark.parametrize("state", ["pending", "open"])
def test_only_she_takes_her_wish_back(as_person, request, pending, coach, who, state):
    if state == "open":
        pending.let_stand(coach)
    client, path = as_person(someone(request, who)), f"/wishes/{pending.pk}/delete/"
    client.get(path)
    assert Wish.objects.exists()
    response = client.post(path)
    assert Wish.objects.exists() is (who != "ann")
    assert response.status_code == (302 if who in {"ann", "nobody"} else 404)


def test_what_came_true_stands_last_with_its_link(as_person, wish, other, bob, coach, stage):
    wish.share(bob)
    wish.fulfil(coach, stage)
    html = page(as_person(bob))
    assert html.index("Something for husbands") < html.rindex(WORDS)
    assert f'<a href="/stages/distance/">{stage.title}</a>' in html and f"/wishes/{wish.pk}/share/" not in html


@pytest.mark.parametrize("who", ["ann", "bob", "nobody"])
def test_what_is_not_published_is_told_to_nobody(as_person, request, wish, draft, coach, who):
    client = as_person(someone(request, who))
    before = page(client)
    wish.fulfil(coach, draft)
    after = page(client)
    assert strip(after) == strip(before) and "Zanzibar" not in after and "for-men" not in after
    Stage.objects.filter(pk=draft.pk).update(published_at=timezone.now())
    assert "/stages/for-men/" in page(client)


def strip(html):
    """Return a page without what is new in every answer."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


@pytest.mark.parametrize("who", ["ann", "nobody"])
def test_a_page_of_many_asks_the_database_no_more_than_a_page_of_one(as_person, request, wish, coach, stage, who):
    client = as_person(someone(request, who))
    author = someone(request, "ann")

    def count():
        with CaptureQueriesContext(connection) as queries:
            page(client)
        return len(queries)

    count()
    Wish.make(author, "This has come").fulfil(coach, stage)
    Wish.make(author, "This is part of it").merge_into(wish, coach)
    few = count()
    for number in range(50):
        made = Wish.objects.create(words=f"Wish {number}", by=author, state="open")
        if number % 3 == 0:
            made.fulfil(coach, stage)
        if number % 3 == 1:
            made.merge_into(wish, coach)
    assert count() == few <= (12 if who == "ann" else 3)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("\u202eevil \u2066 rtl", "\u202eevil \u2066 rtl"),
        ("أمنية للرجال أيضا", "أمنية للرجال أيضا"),
        ("💛", "💛"),
    ],
)
def test_hostile_words_are_words(as_person, ann, coach, text, shown):
    send(as_person(ann), text)
    Wish.objects.get().let_stand(coach)
    assert f'<p dir="auto" id="words-{Wish.objects.get().pk}">{shown}</p>' in page(as_person(None))


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u2060", "x" * 201, "x" * 10_000, "a\x00b"])
def test_what_cannot_be_taken_comes_back_and_saves_nothing(as_person, ann, text):
    response = send(as_person(ann), text)
    assert response.context["form"].errors["text"] and not Wish.objects.exists()
    assert text.strip() in response.content.decode().replace("&#x27;", "'") or "\x00" in text


def test_the_longest_wish_is_taken(as_person, ann):
    send(as_person(ann), "é" * 200)
    assert Wish.objects.get().words == "é" * 200


def test_what_could_tell_who_somebody_is_is_pointed_out_once(as_person, ann):
    client, text = as_person(ann), "Something for those who work with Jonathan Miller at Siemens in Ohio"
    response = send(client, text)
    assert response.context["form"].told and not Wish.objects.exists()
    send(client, text, seen=response.context["form"]["seen"].value())
    assert Wish.objects.get().words == text


def test_softer_words_come_back_to_be_looked_at(as_person, ann):
    text = "Something for those who work with Jonathan Miller at Siemens in Ohio"
    response = send(as_person(ann), text, then="soften")
    assert "Jonathan" not in response.context["form"].words and not Wish.objects.exists()


def test_who_speaks_of_danger_is_shown_help_until_somebody_has_read_it(as_person, ann, mod):
    client = as_person(ann)
    send(client, "Something for when I want to kill myself")
    assert "You don't have to carry this alone" in page(client)
    wish = Wish.objects.get()
    assert wish.concerns == "self_harm"
    wish.let_stand(mod)
    assert "You don't have to carry this alone" not in page(client) + page(as_person(None))


def test_who_cannot_write_is_told_and_keeps_her_words(as_person, ann, coach):
    Block.put(ann, coach, "Please be kinder.")
    response = send(as_person(ann), WORDS)
    assert WORDS in response.content.decode() and not Wish.objects.exists()
    assert response.content.decode().count("Please be kinder.") == 2


def test_who_never_said_that_she_is_an_adult_is_asked_and_loses_nothing(as_person, ann):
    type(ann).objects.update(adult_at=None)
    client = as_person(ann)
    assert WORDS in send(client, WORDS).content.decode() and not Wish.objects.exists()
    assert send(client, WORDS, adult="on").status_code == 302 and Wish.objects.exists()


@pytest.mark.parametrize("path", ["/", "/library/", "/search/?q=zanzibar", "/guides/other/"])
def test_pages_on_which_something_may_be_missing_lead_to_the_wishes(client, stage, path):
    Guide.objects.create(slug="other", title="Other")
    assert 'href="/wishes/"' in client.get(path).content.decode()


def test_signed_in_the_page_can_be_left_at_once_and_its_title_is_plain(as_person, ann, wish):
    html = page(as_person(ann))
    assert "<title>Leanback</title>" in html and "data-leave" in html
    assert "no-store" in as_person(ann).get("/wishes/")["Cache-Control"]


def test_search_engines_are_asked_to_stay_away(client, wish):
    assert (
        'name="robots" content="noindex"' in page(client)
        and "/wishes/" not in client.get("/sitemap.xml").content.decode()
    )


# Deciding


def test_each_act_is_one_line_of_the_log_without_her_words(pending, other, coach, mod, stage):
    number = pending.pk
    pending.decline(mod, "We have it.")
    pending.undo(mod)
    pending.let_stand(mod)
    pending.merge_into(other, mod)
    pending.undo(mod)
    pending.fulfil(coach, stage)
    acts = ["wish_decline", "wish_undo", "wish_open", "wish_merge", "wish_undo", "wish_fulfil"]
    assert [act for act, _before, after in log() if after.startswith(f"#{number} ")] == acts
    assert not ModerationEntry.objects.filter(reason__icontains="men too").exists()


def test_a_decision_about_another_revision_is_refused(pending, coach, mod):
    seen = pending.revision
    fresh(pending).let_stand(mod)
    with pytest.raises(StaleObject, match="faster"):
        pending.decline(coach, "No.", seen)
    assert fresh(pending).state == "open" and len(log()) == 1


def test_a_decision_about_what_was_taken_back_meanwhile_is_told_so(pending, coach):
    fresh(pending).take_back()
    with pytest.raises(StaleObject, match="taken back"):
        pending.let_stand(coach)


@pytest.mark.parametrize("act", ["let_stand", "decline", "fulfil"])
def test_what_is_undone_is_as_it_was(pending, coach, stage, act):
    before = {name: getattr(pending, name) for name in ("state", "reason", "stage", "fulfilled_at", "shared_count")}
    {
        "let_stand": lambda: pending.let_stand(coach),
        "decline": lambda: pending.decline(coach, "No."),
        "fulfil": lambda: pending.fulfil(coach, stage),
    }[act]()
    pending.undo(coach)
    assert {name: getattr(fresh(pending), name) for name in before} == before
    with pytest.raises(StaleObject, match="nothing left to undo"):
        pending.undo(coach)


def test_merged_the_shares_move_and_nobody_counts_twice(wish, other, ann, bob, mod, coach):
    for reader in (bob, mod):
        wish.share(reader)  # Bob made the other
    other.share(mod)
    wish.merge_into(other, coach)
    assert {share.reader for share in other.shares.all()} == {ann, mod} and fresh(other).shared_count == 2
    assert fresh(wish).state == "merged" and list(Wish.objects.open()) == [other]


def test_taken_apart_again_each_has_its_own(wish, other, ann, bob, mod, coach):
    wish.share(mod)
    wish.merge_into(other, coach)
    wish.undo(coach)
    assert (fresh(wish).state, fresh(wish).shared_count, fresh(other).shared_count) == ("open", 1, 0)


def test_who_takes_back_what_was_merged_is_out_of_both(wish, other, ann, mod, coach):
    wish.share(mod)
    wish.merge_into(other, coach)
    fresh(other).unshare(mod)
    fresh(wish).take_back()
    assert not Share.objects.exists() and list(Wish.objects.all()) == [other] and fresh(other).shared_count == 0


def test_what_has_become_part_of_another_is_shared_there(wish, other, mod, coach):
    wish.merge_into(other, coach)
    fresh(wish).share(mod)
    assert fresh(other).shares.filter(reader=mod).exists() and not wish.shares.exists()


@pytest.mark.parametrize("into", ["itself", "declined", "merged"])
def test_a_wish_becomes_part_of_none_but_an_open_one(wish, other, coach, into):
    if into == "declined":
        other.decline(coach, "No.")
    if into == "merged":
        other.merge_into(third := Wish.objects.create(words="A third", state="open"), coach)
        assert third.parts.exists()
    with pytest.raises(StaleObject):
        fresh(wish).merge_into(fresh(wish if into == "itself" else other), coach)
    assert fresh(wish).state == "open"


# Coming true


def test_whoever_wished_is_told_once_when_it_is_here(wish, stage, coach, bob, mod, outbox):
    for reader in (bob, mod):
        wish.share(reader)
    wish.fulfil(coach, stage)
    mails = outbox()
    assert sorted(mail.to[0] for mail in mails) == ["ann@example.org", "bob@example.org", "mod@example.org"]
    tasks.tend.call()
    assert len(outbox()) == 3


def test_the_mail_says_neither_what_she_wished_nor_who(wish, stage, coach, bob, outbox):
    wish.share(bob)
    wish.fulfil(coach, stage)
    for mail in outbox():
        text, [(html, _kind)] = mail.body, mail.alternatives
        everything = mail.subject + text + html
        assert "/stages/distance/" in text and "/stages/distance/" in html
        assert "men too" not in everything and not ("Ann" in everything and "Bob" in everything)


def test_undone_within_ten_seconds_nobody_is_told(wish, stage, coach, work, later):
    wish.fulfil(coach, stage)
    later(5)
    wish.undo(coach)
    assert work() == []


def test_undone_and_said_anew_the_ten_seconds_begin_anew(wish, stage, guide, coach, outbox, later):
    wish.fulfil(coach, stage)
    later(5)
    wish.undo(coach)
    wish.fulfil(coach, guide)
    assert outbox(6) == []
    [mail] = outbox(5)
    assert "/stages/" not in mail.body


@pytest.mark.parametrize("hidden", ["a draft", "scheduled", "in a guide that is a draft"])
def test_what_is_not_published_is_told_of_when_it_appears(wish, draft, coach, outbox, hidden):
    soon = timezone.now() + timedelta(hours=1)
    if hidden != "a draft":
        Stage.objects.filter(pk=draft.pk).update(published_at=soon if hidden == "scheduled" else timezone.now())
    if hidden.startswith("in"):
        Guide.objects.update(published_at=None)
    wish.fulfil(coach, fresh(draft))
    tasks.tend.call()
    assert outbox(60) == [] and fresh(wish).told_at is None
    Guide.objects.update(published_at=timezone.now())
    if hidden == "a draft":
        Stage.objects.filter(pk=draft.pk).update(published_at=timezone.now())
    [mail] = outbox(2 * 3600)
    assert "/stages/for-men/" in mail.body and fresh(wish).told_at
    assert len(outbox(3600)) == 1


def test_who_joins_before_it_appears_is_told_too(wish, draft, coach, bob, work):
    wish.fulfil(coach, draft)
    wish.share(bob)
    Stage.objects.filter(pk=draft.pk).update(published_at=timezone.now())
    assert len(work()) == 2


@pytest.mark.parametrize(("when", "mails", "a_day_later"), [("never", 0, 0), ("daily", 0, 1), ("at_once", 1, 1)])
def test_she_is_told_as_she_chose(wish, stage, coach, ann, work, when, mails, a_day_later):
    MailChoices.objects.create(person=ann, wish=when)
    wish.fulfil(coach, stage)
    assert len(work()) == mails
    assert len(work(24 * 3600)) == a_day_later


@pytest.mark.parametrize("kind", ["stage", "guide", "resource"])
def test_what_a_wish_became_can_be_deleted_and_it_is_open_again(wish, coach, stage, kind):
    what = {
        "stage": lambda: stage,
        "guide": lambda: Guide.objects.create(slug="men", title="For men"),
        "resource": lambda: Resource.objects.create(slug="men", title="For men", body="X"),
    }[kind]()
    wish.fulfil(coach, what)
    what.delete()
    assert (fresh(wish).state, fresh(wish).became) == ("open", None) and not fresh(wish).can_be_undone()


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "fulfilled"},
        {"state": "merged"},
        {"state": "declined"},
        {"reason": "No."},
        {"words": ""},
        {"state": "else"},
    ],
)
def test_the_database_itself_refuses_a_wish_that_cannot_be(wish, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.filter(pk=wish.pk).update(**fields)


def test_a_wish_becomes_one_thing(wish, stage, guide, coach):
    wish.fulfil(coach, stage)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.filter(pk=wish.pk).update(guide=guide)


# The desk


def press(client, wish, act, **said):
    said = {"revision": wish.revision} | said
    return client.post(f"/admin/wishes/{wish.pk}/{act}/", said, follow=True)


def told(response):
    return " ".join(str(message) for message in response.context["messages"])


@pytest.mark.parametrize("who", ["coach", "mod"])
def test_the_first_page_of_the_desk_shows_what_waits(as_person, request, pending, who):
    client = as_person(someone(request, who))
    html = client.get("/admin/").content.decode()
    assert WORDS in html and "Ann of the Hills" in html
    response = client.post(f"/admin/wishes/{pending.pk}/let-stand/", {"revision": 0, "back": "queue"})
    assert response["Location"] == "/admin/" and fresh(pending).state == "open"
    assert WORDS not in client.get("/admin/").content.decode()


def test_the_desk_s_own_module_is_answered_without_a_page(as_person, pending, mod, coach):
    client, path = as_person(mod), f"/admin/wishes/{pending.pk}/let-stand/"
    said = {"revision": 0, "back": "queue"}
    assert "on the list" in client.post(path, said, headers={"X-Part": "1"}).json()["said"]
    assert client.post(path, said, headers={"X-Part": "1"}).status_code == 409
    assert client.post(path, {}, headers={"X-Part": "1"}).status_code == 422


def test_what_speaks_of_danger_is_marked_and_first(as_person, pending, bob, mod):
    Wish.make(bob, "Something for when he hits me")
    client = as_person(mod)
    for path in ("/admin/", "/admin/wishes/"):
        html = client.get(path).content.decode()
        assert html.index("when he hits me") < html.index(WORDS) and "violence" in html


@pytest.mark.parametrize("who", ["ann", "nobody", "mod", "coach"])
@pytest.mark.parametrize("act", ["let-stand", "decline", "merge", "fulfil", "undo"])
def test_each_act_is_for_those_who_may(as_person, request, pending, other, stage, who, act):
    if act == "undo":
        pending.let_stand(request.getfixturevalue("coach"))
    seen = pending.revision
    press(as_person(someone(request, who)), pending, act, reason="No.", into=other.pk, what=f"stage-{stage.pk}")
    may = who == "coach" or (who == "mod" and act != "fulfil")
    assert (fresh(pending).revision > seen) is may


@pytest.mark.parametrize("path", ["/admin/wishes/", "/admin/wishes/{}/"])
@pytest.mark.parametrize(("who", "status"), [("ann", 302), ("nobody", 302), ("mod", 200), ("coach", 200)])
def test_only_staff_see_the_screens(as_person, request, pending, path, who, status):
    assert as_person(someone(request, who)).get(path.format(pending.pk)).status_code == status


@pytest.mark.parametrize("act", ["let-stand", "decline", "merge", "fulfil", "undo"])
def test_a_look_decides_nothing(as_person, pending, coach, act):
    assert as_person(coach).get(f"/admin/wishes/{pending.pk}/{act}/").status_code == 405


def test_a_form_from_elsewhere_decides_nothing(pending, coach):
    client = Client(enforce_csrf_checks=True)
    client.force_login(coach, backend="django.contrib.auth.backends.ModelBackend")
    assert press(client, pending, "let-stand").status_code == 403 and fresh(pending).is_pending()


def test_who_was_slower_is_told_and_nothing_is_done(as_person, pending, coach, mod):
    seen = fresh(pending)
    fresh(pending).let_stand(mod)
    response = press(as_person(coach), seen, "decline", reason="No.")
    assert "faster" in told(response) and fresh(pending).state == "open"


def test_who_decides_on_what_was_taken_back_is_led_to_the_list(as_person, pending, coach, monkeypatch):
    monkeypatch.setattr("desk.views.wishes.wish_of", lambda pk: pending)
    seen = fresh(pending)
    fresh(pending).take_back()
    response = press(as_person(coach), seen, "let-stand")
    assert "taken back" in told(response) and response.redirect_chain[-1][0] == "/admin/wishes/"


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("decline", {"reason": " "}),
        ("decline", {"reason": "x" * 501}),
        ("merge", {"into": "9999"}),
        ("fulfil", {"what": "stage-9999"}),
        ("fulfil", {"what": ""}),
        ("let-stand", {"revision": "x"}),
    ],
)
def test_a_form_that_is_not_complete_comes_back(as_person, pending, coach, act, said):
    response = press(as_person(coach), pending, act, **said)
    [errors] = response.context["form"].errors.values()
    assert response.status_code == 422 and errors[0] in html.unescape(response.content.decode())
    assert fresh(pending).is_pending()


def test_a_wish_becomes_anything_that_the_coach_has_written(as_person, wish, draft, guide, coach):
    resource = Resource.objects.create(slug="list", title="A list", body="X")
    client = as_person(coach)
    html = client.get(f"/admin/wishes/{wish.pk}/").content.decode()
    assert "Zanzibar for men (not published yet)" in html
    for what in (draft, guide, resource):
        press(client, fresh(wish), "fulfil", what=f"{what._meta.model_name}-{what.pk}")
        assert fresh(wish).became == what
        press(client, fresh(wish), "undo")
    assert fresh(wish).state == "open"


def test_a_moderator_does_not_undo_what_the_coach_said_came_true(as_person, wish, stage, coach, mod):
    wish.fulfil(coach, stage)
    response = press(as_person(mod), wish, "undo")
    assert "cannot" in told(response) or "nothing" in told(response).lower()
    assert fresh(wish).state == "fulfilled"


@pytest.mark.parametrize("shown", ["pending", "open", "fulfilled", "declined", "merged", "nonsense"])
def test_each_list_shows_its_own_with_how_many(as_person, coach, ann, stage, shown):
    made = {state: Wish.make(ann, f"A {state} one") for state in ("open", "fulfilled", "declined", "merged", "pending")}
    made["open"].let_stand(coach)
    made["fulfilled"].fulfil(coach, stage)
    made["declined"].decline(coach, "No.")
    made["merged"].merge_into(made["open"], coach)
    html = as_person(coach).get(f"/admin/wishes/?show={shown}").content.decode()
    listed = html.split('<ol class="desk-list">')[1].split("</ol>")[0]
    assert f"A {shown} one" in listed or (shown == "nonsense" and "A pending one" in listed)
    assert html.count("<b>1</b>") == 5


def test_a_long_list_asks_the_database_no_more_than_a_short_one(as_person, wish, coach, ann):
    client = as_person(coach)

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/wishes/?show=open")
        return len(queries)

    few = count() and count()
    Wish.objects.bulk_create(Wish(words=f"Wish {number}", by=ann, state="open") for number in range(49))
    assert count() == few


def test_the_log_reads_as_a_sentence_and_every_staff_member_reads_it(as_person, pending, mod):
    pending.decline(mod, "We have it.")
    html = as_person(mod).get("/admin/comments/moderationentry/").content.decode()
    assert "a wish declined" in html and "We have it." in html and f">wish {pending.pk}</a>" in html


# Wishes of others that are part of one


def test_a_wish_of_another_outlives_the_one_that_it_became_part_of(ann, bob, coach):
    whole, part = Wish.make(ann, "More about trust"), Wish.make(bob, "How to trust again")
    for wish in (whole, part):
        wish.let_stand(coach)
    part.merge_into(whole, coach)
    whole.decline(coach, "Not here.")
    Wish.objects.get(pk=whole.pk).take_back()
    assert Wish.objects.filter(pk=part.pk).exists() and Wish.objects.get(pk=whole.pk).by is None


def test_taking_back_the_middle_one_of_three_takes_no_other_along(ann, bob, coach, mod):
    last, middle, first = (Wish.make(who, words) for who, words in ((mod, "One"), (ann, "Two"), (bob, "Three")))
    for wish in (last, middle, first):
        wish.let_stand(coach)
    first.merge_into(middle, coach)
    Wish.objects.get(pk=middle.pk).merge_into(last, coach)
    Wish.objects.get(pk=middle.pk).take_back()
    assert Wish.objects.filter(pk=first.pk).exists()


def test_who_does_not_share_a_wish_takes_nothing_back(as_person, ann, bob, coach):
    wish = Wish.make(ann, "For those who are married")
    wish.let_stand(coach)
    wish.forget_author(keeps_words=True)
    as_person(bob).post(f"/wishes/{wish.pk}/share/", {"act": "unshare"})
    assert Wish.objects.filter(pk=wish.pk).exists()


def test_words_that_are_not_on_the_list_are_not_shown_with_a_part(as_person, ann, bob, coach):
    whole, part = Wish.make(ann, "More about my neighbour"), Wish.make(bob, "About neighbours")
    for wish in (whole, part):
        wish.let_stand(coach)
    part.merge_into(whole, coach)
    whole.decline(coach, "It tells of somebody.")
    assert "my neighbour" not in as_person(bob).get("/wishes/").content.decode()
