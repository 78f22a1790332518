"""Keeping a reader from writing: she is told, it ends, and she can read on; and trusting somebody by hand."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Block, Comment, ModerationEntry, ModerationRules, Rejected, StaleObject, Thread, Trust
from tests.lasting import lasting

ASK = "/stages/distance/ask/"
WHY = "Please be kinder to the others here."
WORDS = "And if he does not come back at all?"


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def press(client, comment, act, **form):
    return client.post(f"/admin/people/{comment.author_id}/{act}/", {"comment": comment.pk} | form, follow=True)


@lasting
def blocked(public, ann, mod):
    return Block.put(ann, mod, WHY, timezone.now() + timedelta(days=7))


# What she meets


@pytest.mark.parametrize("page", [ASK, "reply"])
def test_she_is_told_before_she_writes(as_person, blocked, public, ann, page):
    path = page if page == ASK else f"/comments/{public.question.pk}/reply/"
    html = as_person(ann).get(path).content.decode()
    assert "write here until" in html and WHY in html


@pytest.mark.parametrize("page", [ASK, "reply"])
def test_what_she_sends_all_the_same_is_refused_with_its_words_kept(as_person, blocked, public, ann, page):
    path = page if page == ASK else f"/comments/{public.question.pk}/reply/"
    response = as_person(ann).post(path, {"text": WORDS})
    html = response.content.decode()
    assert WORDS in html and html.count(WHY) == 2 and Comment.objects.count() == 1


def test_she_reads_mends_and_takes_back(as_person, blocked, public, ann):
    client, question = as_person(ann), public.question
    assert client.get(public.get_absolute_url()).status_code == 200
    client.post(f"/comments/{question.pk}/edit/", {"text": WORDS, "revision": question.revision})
    assert fresh(question).text == WORDS
    client.post(f"/comments/{question.pk}/delete/")
    assert fresh(question).status == "withdrawn"


def test_others_see_nothing_of_it(as_person, blocked, public, bob):
    for path in (ASK, public.get_absolute_url(), f"/comments/{public.question.pk}/reply/"):
        assert WHY not in as_person(bob).get(path).content.decode()


def test_it_ends_by_itself(stage, blocked, ann):
    Block.objects.update(at=timezone.now() - timedelta(days=8), until=timezone.now() - timedelta(days=1))
    assert Thread.ask(stage, ann, WORDS).question.is_approved


def test_without_an_end_it_stays_until_it_is_lifted(stage, public, ann, mod):
    block = Block.put(ann, mod, WHY)
    with pytest.raises(Rejected, match="You can't write here at the moment."):
        Thread.ask(stage, ann, WORDS)
    block.lift(mod)
    assert Thread.ask(stage, ann, WORDS).question.is_approved


def test_she_gets_one_mail_with_the_message(blocked, work, settings, mailoutbox):
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    work()
    [message] = [message for message in mail.outbox if message.subject == "About writing here"]
    assert message.to == ["ann@example.org"] and WHY in message.body and "/rules/" in message.body


def test_a_block_lifted_at_once_is_not_mailed(blocked, mod, work):
    blocked.lift(mod)
    assert not [each for each in work() if each.key and each.key.startswith("blocked-")]


# Who may


@pytest.mark.parametrize("who", ["coach", "mod"])
def test_staff_block_and_unblock(as_person, request, public, ann, who):
    client = as_person(request.getfixturevalue(who))
    assert (
        "Blocked. The reader has been told."
        in press(client, public.question, "block", message=WHY, days="7").content.decode()
    )
    assert (
        Block.objects.of(ann).message == WHY
        and "Unblock" in press(client, public.question, "block", message=WHY).content.decode()
    )
    press(client, public.question, "unblock")
    assert Block.objects.of(ann) is None


@pytest.mark.parametrize("act", ["block", "unblock", "trust"])
@pytest.mark.parametrize("who", ["ann", "bob", "nobody"])
def test_readers_and_strangers_do_nothing_of_it(as_person, request, public, ann, who, act):
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    press(client, public.question, act, message=WHY, level="trusted")
    assert not Block.objects.exists() and not Trust.objects.exists()


@pytest.mark.parametrize("act", ["block", "unblock", "trust"])
def test_a_moderator_does_nothing_by_a_private_comment(as_person, public, mod, act):
    Thread.objects.update(visibility="private")
    assert press(as_person(mod), public.question, act, message=WHY, level="held").status_code == 404
    assert not Block.objects.exists() and not Trust.objects.exists()


def test_staff_are_not_blocked(as_person, answered, mod, coach):
    assert press(as_person(mod), answered.last_answer, "block", message=WHY).status_code == 404
    with pytest.raises(StaleObject):
        Block.put(coach, mod, WHY)


def test_nobody_is_blocked_without_a_word(as_person, public, mod):
    response = press(as_person(mod), public.question, "block", message=" ", days="7")
    assert response.status_code == 422 and "No one is blocked without a word" in response.content.decode()
    assert not Block.objects.exists()


def test_a_second_block_is_told(as_person, blocked, public, mod):
    html = press(as_person(mod), public.question, "block", message="Once more").content.decode()
    assert "This reader is already blocked." in html and Block.objects.get() == blocked


def test_who_was_blocked_once_can_be_blocked_again(blocked, ann, mod):
    Block.objects.update(at=timezone.now() - timedelta(days=8), until=timezone.now() - timedelta(days=1))
    assert Block.put(ann, mod, WHY).pk != blocked.pk and Block.objects.standing().count() == 1


def test_the_log_has_both(blocked, ann, mod, coach):
    blocked.lift(coach)
    blocked.lift(coach)
    lines = ModerationEntry.objects.filter(person=ann).order_by("pk")
    assert [(line.act, line.by, line.reason) for line in lines] == [("block", mod, WHY), ("unblock", coach, "")]


def test_the_database_knows_one_block_a_reader_and_none_without_a_message(blocked, ann):
    for fields in ({"message": "x"}, {"message": "", "lifted_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Block.objects.create(reader=ann, **fields)


def test_a_block_and_a_message_in_one_instant_come_one_after_the_other(transactional_db, public, ann, mod):
    outcomes, gate = [], threading.Barrier(2)

    def block():
        gate.wait()
        Block.put(ann, mod, WHY)
        connection.close()

    def write():
        gate.wait()
        try:
            outcomes.append(fresh(public).question.reply(ann, WORDS).created_at)
        except Rejected:
            outcomes.append(None)
        connection.close()

    people = [threading.Thread(target=act) for act in (block, write)]
    [person.start() for person in people]
    [person.join() for person in people]
    [written] = outcomes
    assert (public.comments.count() == 2) == (written is not None)
    with pytest.raises(Rejected):
        fresh(public).question.reply(ann, "Once more")


# Trust by hand


def test_trust_is_set_at_the_desk(as_person, public, ann, mod):
    press(as_person(mod), public.question, "trust", level="held")
    assert Trust.objects.level_of(ann) == "held"
    assert (
        '<option value="held" selected>'
        in press(as_person(mod), public.question, "trust", level="held").content.decode()
    )


def test_a_level_that_is_none_sets_nothing(as_person, public, mod):
    assert press(as_person(mod), public.question, "trust", level="queen").status_code == 404
    assert not Trust.objects.exists()


def test_the_desk_asks_as_much_for_twenty_comments_as_for_two(as_person, public, bob, coach):
    ModerationRules.objects.create(pk=1, most_an_hour_new=99)
    client, counts = as_person(coach), []
    for replies in (1, 19):
        for number in range(replies):
            public.question.reply(bob, f"Reply {replies} {number}")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/admin/threads/{public.pk}/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
