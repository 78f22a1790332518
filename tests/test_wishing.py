"""Wishes: what readers miss, others second, and all who wished are told of when it is here."""

import threading
from datetime import timedelta

import pytest
from django.core import mail as sent
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import MailChoices, OutgoingMail
from comments.models import Block, Changed, ModerationEntry, Refused, Share, Switch, Wish
from leanback import tasks
from stages.models import Guide, Resource, Stage

WORDS = "We need this for men too"


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def someone(request, who):
    return None if who == "nobody" else request.getfixturevalue(who)


def log():
    return list(ModerationEntry.objects.order_by("pk").values_list("act", "before", "after"))


@pytest.fixture
def pending(ann):
    return Wish.make(ann, WORDS)


@pytest.fixture
def wish(pending, coach):
    """Ann's wish, which everybody reads."""
    pending.let_stand(coach)
    return pending


@pytest.fixture
def other(bob, coach):
    """Bob's wish, which everybody reads."""
    wish = Wish.make(bob, "Something for husbands")
    wish.let_stand(coach)
    return wish


@pytest.fixture
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
    with pytest.raises(Refused):
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
    with pytest.raises(Changed):
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
    assert isinstance(error, Changed) and ModerationEntry.objects.count() == 1


def test_two_merged_both_ways_in_the_same_instant_are_one(transactional_db, wish, other, coach, mod):
    [error] = at_once(
        lambda: fresh(wish).merge_into(fresh(other), coach), lambda: fresh(other).merge_into(fresh(wish), mod)
    )
    assert isinstance(error, Changed) and Wish.objects.open().count() == 1


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
    with pytest.raises(Changed, match="faster"):
        pending.decline(coach, "No.", seen)
    assert fresh(pending).state == "open" and len(log()) == 1


def test_a_decision_about_what_was_taken_back_meanwhile_is_told_so(pending, coach):
    fresh(pending).take_back()
    with pytest.raises(Changed, match="taken back"):
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
    with pytest.raises(Changed, match="nothing to undo"):
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
    with pytest.raises(Changed):
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


@pytest.mark.parametrize(("when", "mails"), [("never", 0), ("daily", 1), ("at_once", 1)])
def test_she_is_told_as_she_chose(wish, stage, coach, ann, work, when, mails):
    MailChoices.objects.create(person=ann, wish=when)
    wish.fulfil(coach, stage)
    assert len(work()) == mails
    assert all(bool(mail.sent_at) == (when == "at_once") for mail in OutgoingMail.objects.all())


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
