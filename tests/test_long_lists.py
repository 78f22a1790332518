"""Lists of the desk that go on for ever: counted as far as somebody turns pages, searched among what is near."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment, ModerationEntry, Thread
from desk import lists
from search import engine
from stages.models import Resource

COMMENTS, THREADS, LOG = (f"/admin/comments/{name}/" for name in ("comment", "thread", "moderationentry"))


def listed(client, address):
    """Return what the desk lists there, in its order."""
    return list(client.get(address).context["cl"].result_list)


def ask(stage, reader, *texts):
    return [Thread.ask(stage, reader, text) for text in texts]


def test_a_list_says_kindly_that_it_is_longer_than_it_counts(as_person, stage, ann, coach, monkeypatch):
    ask(stage, ann, "One thing", "Another thing", "A third thing")
    client = as_person(coach)
    assert "More than" not in client.get(THREADS).content.decode()
    monkeypatch.setattr(lists, "MOST", 2)
    monkeypatch.setattr(lists.CountsSoFar, "most", 2)
    assert "More than 2." in client.get(THREADS).content.decode()


@pytest.mark.parametrize("order", ["0", "-3", "x", "", "6.1", "99"])
def test_an_order_that_no_index_has_is_passed_over(as_person, stage, ann, coach, order):
    threads = ask(stage, ann, "A first one", "Zebras, secondly", "Many more")
    assert listed(as_person(coach), f"{THREADS}?o={order}") == threads[::-1]


def test_the_oldest_come_first_where_somebody_asks_so(as_person, stage, ann, coach):
    threads = ask(stage, ann, "A first one", "A second one")
    assert listed(as_person(coach), f"{THREADS}?o=1") == threads


@pytest.mark.parametrize("status", ["approved", "pending", "spam", "removed", "withdrawn"])
def test_a_list_is_filtered_by_what_is_usual_and_by_what_is_not(as_person, answered, stage, bob, coach, status):
    pending, spam, removed, withdrawn = (thread.question for thread in ask(stage, bob, *"1234"))
    spam.mark_spam(coach)
    removed.remove(coach, "It names him.")
    withdrawn.withdraw()
    found = listed(as_person(coach), f"{COMMENTS}?status__exact={status}&kind__exact=question")
    assert [comment.status for comment in found] == [status]


def test_letters_are_found_in_what_is_new_and_whole_words_in_all_that_is_public(
    as_person, answered, coach, monkeypatch
):
    client = as_person(coach)
    assert listed(client, f"{COMMENTS}?q=reath") == [answered.last_answer]
    monkeypatch.setattr(lists, "NEWEST", 1)
    Comment.objects.filter(pk=answered.question.pk).update(created_at=timezone.now() + timedelta(days=1))
    assert listed(client, f"{COMMENTS}?q=reath") == []
    assert listed(client, f"{COMMENTS}?q=breathe") == [answered.last_answer]
    assert listed(client, f"{THREADS}?q=breathe") == [answered]


def test_what_waits_is_found_at_the_desk_and_what_is_private_by_the_coach_alone(as_person, stage, ann, coach, mod):
    waiting = Thread.ask(stage, ann, "A lighthouse keeper")
    private = Thread.ask(stage, ann, "Another lighthouse", visibility="private")
    assert set(listed(as_person(mod), f"{COMMENTS}?q=lighthouse")) == {waiting.question}
    assert set(listed(as_person(coach), f"{COMMENTS}?q=lighthouse")) == {waiting.question, private.question}


def test_reasons_are_searched_in_the_log(as_person, public, coach, mod):
    public.question.remove(mod, "It names her sister.")
    assert [line.act for line in listed(as_person(coach), f"{LOG}?q=sister")] == ["remove"]
    assert listed(as_person(coach), f"{LOG}?q=brother") == []


@pytest.mark.parametrize("address", [THREADS, COMMENTS, f"{THREADS}?q=question", f"{COMMENTS}?q=question"])
def test_a_long_list_asks_as_much_for_five_as_for_one(as_person, stage, ann, coach, many_messages, address):
    client, counts = as_person(coach), []
    for rows in (range(1), range(1, 5)):
        ask(stage, ann, *(f"My question {row}" for row in rows))
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_what_somebody_did_last_is_known_among_the_lines_of_others(public, coach, mod):
    public.question.mark_spam(mod)
    line = ModerationEntry.objects.first()
    public.close(coach)
    assert ModerationEntry.objects.just_done_by(mod) == line


def test_a_resource_tells_which_answers_named_it_last(public, coach):
    resource = Resource.objects.create(slug="calm", title="Calm", body="Breathe.")
    answers = [public.answer(coach, f"Read [[calm]], {number}.") for number in range(4)]
    answers[3].remove(coach, "A slip.")
    assert list(resource.newest_answers(2)) == [answers[2], answers[1]]


def test_texts_are_compared_by_their_rarer_words(answered, monkeypatch):
    rare = engine.rarer(["breathe", "xylophone", "step"], "en", connection)
    assert set(rare) == {"breathe", "xylophone", "step"}
    if connection.vendor == "sqlite":  # PostgreSQL knows how often words are said once it has looked at a table
        monkeypatch.setattr(engine, "RARE", 0)
        assert len(engine.rarer(["breathe", "step", "xylophone"], "en", connection)) == 2
        assert engine.rarer(["breathe", "step", "xylophone"], "en", connection)[0] == "xylophone"


def test_what_has_no_score_comes_last_of_what_waits(stage, ann):
    first, second = (thread.question for thread in ask(stage, ann, "The first", "The second"))
    Comment.objects.filter(pk=first.pk).update(spam_score=None)
    Comment.objects.filter(pk=second.pk).update(spam_score=0)
    assert list(Comment.objects.listed_as_pending()) == [second, first]
