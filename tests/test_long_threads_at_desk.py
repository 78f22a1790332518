"""A thread of hundreds of messages at the desk: a page of it at a time, always the right one, and the question on top."""

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, Thread
from comments.models.position import PAGE
from desk.thread_screen import RECENT
from tests.lasting import lasting

MANY = PAGE * 2 + 10


@lasting
def replies(public, bob, many_messages):
    """Two pages of replies to a question, and some on a third; all stand."""
    first = public.question.reply(bob, "Reply 2")
    first.approve(None)
    same = {"thread": public, "kind": "reply", "parent": first.parent, "branch": first, "author": bob}
    stands = {"status": "approved", "is_shown": True, "published_at": first.created_at}
    numbers = range(3, MANY + 2)
    Comment.objects.bulk_create(Comment(number=number, text=f"Reply {number}", **same, **stands) for number in numbers)
    rows = Comment.objects.filter(thread=public, kind="reply")
    rows.update(branch=F("pk"))
    return list(rows.order_by("number"))


def shown(response):
    return [comment.number for comment in (response.context["question"], *response.context["page"].items)]


def test_it_opens_at_what_would_be_answered(as_person, replies, public, coach):
    assert shown(as_person(coach).get(f"/admin/threads/{public.pk}/")) == list(range(1, PAGE + 2))


def test_when_she_wrote_again_it_opens_there_under_her_question(as_person, replies, public, ann, coach):
    last = public.question.reply(ann, "Are you there?")
    response = as_person(coach).get(f"/admin/threads/{public.pk}/")
    assert response.context["page"].number == 3 and response.context["to"] == last
    assert shown(response)[0] == 1 and shown(response)[-1] == last.number and len(shown(response)) < PAGE


def test_a_link_to_a_message_opens_its_page(as_person, replies, public, coach):
    target = replies[PAGE + 5]
    html = as_person(coach).get(f"/admin/threads/{public.pk}/?comment={target.pk}").content.decode()
    assert f'id="comment-{target.pk}"' in html and f'id="comment-{replies[0].pk}"' not in html


def test_each_message_stands_on_one_page_and_the_pages_lead_on(as_person, replies, public, coach):
    client, read, path = as_person(coach), [], f"/admin/threads/{public.pk}/?page=1"
    while path:
        response = client.get(path)
        read += [comment.pk for comment in response.context["page"].items]
        page = response.context["page"].next
        path = f"/admin/threads/{public.pk}/?page={page}" if page else None
        assert not path or f'href="{path}#conversation"' in response.content.decode()
    assert read == [reply.pk for reply in replies]


@pytest.mark.parametrize("query", ["comment=", "comment=0", "comment=x", "comment=99999999999999999999", "remove=-1"])
def test_a_made_up_place_opens_what_would_be_answered(as_person, replies, public, coach, query):
    response = as_person(coach).get(f"/admin/threads/{public.pk}/?{query}")
    assert response.status_code == 200 and response.context["page"].number == 1


@pytest.mark.parametrize("number", ["0", "99", "x", "-1", "9" * 30, ""])
def test_a_made_up_page_is_not_there(as_person, replies, public, coach, number):
    assert as_person(coach).get(f"/admin/threads/{public.pk}/?page={number}").status_code == 404


@lasting
def short(stage, bob, coach):
    """A question with one answer."""
    thread = Thread.ask(stage, bob, "And I?")
    thread.answer(coach, "Breathe.")
    return thread


def test_the_comment_of_another_thread_is_no_place_here(as_person, replies, public, short, coach):
    query = f"?comment={short.question.pk}"
    assert as_person(coach).get(f"/admin/threads/{public.pk}/{query}").context["page"].number == 1


@pytest.mark.parametrize(
    ("name", "form"),
    [("remove", {}), ("soften", {"passage": "x"}), ("spam", {"revision": "x"}), ("approve", {"revision": 7})],
)
def test_what_cannot_be_done_is_told_on_the_page_of_its_message(as_person, replies, public, coach, name, form):
    target = replies[-1]
    sent = {"revision": 1} | form
    response = as_person(coach).post(f"/admin/comments/{target.pk}/{name}/", sent, follow=True)
    assert f'id="comment-{target.pk}"' in response.content.decode()


def test_without_a_script_she_is_back_at_the_message_that_she_acted_on(as_person, replies, public, coach):
    target = replies[-1]
    address = as_person(coach).post(f"/admin/comments/{target.pk}/spam/", {"revision": 1})["Location"]
    assert address == f"/admin/threads/{public.pk}/?comment={target.pk}#comment-{target.pk}"


def test_its_page_asks_no_more_than_a_short_thread(as_person, replies, public, short, coach, bob):
    Thread.ask(public.stage, bob, "I am the last in line.").question.approve(coach)  # so that both have one behind them
    short.question.reply(bob, "And now?").approve(coach)  # so that both wait
    client = as_person(coach)
    client.get(f"/admin/threads/{short.pk}/")
    counts = []
    for thread in (short, public):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/admin/threads/{thread.pk}/?page=1")
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 1  # how many pages there are


# What is old is folded


def numbers(comments):
    return [comment.number for comment in comments]


def test_of_a_long_thread_only_the_newest_messages_stand_open(as_person, replies, public, coach):
    context = as_person(coach).get(f"/admin/threads/{public.pk}/?page=3").context
    [older] = context["older"]
    assert numbers(older + context["recent"]) == numbers(context["page"].items) and len(context["recent"]) == RECENT


def test_the_messages_of_an_earlier_page_stand_open(as_person, replies, public, coach):
    assert as_person(coach).get(f"/admin/threads/{public.pk}/?page=1").context["older"] == []


def test_what_waits_or_is_asked_for_is_never_folded(as_person, replies, public, coach):
    client, first = as_person(coach), replies[PAGE * 2]
    context = client.get(f"/admin/threads/{public.pk}/?comment={first.pk}").context
    assert context["older"] == [] and first in context["recent"]
    Comment.objects.filter(pk=replies[PAGE * 2 + 4].pk).update(status="pending", is_shown=False, published_at=None)
    context = client.get(f"/admin/threads/{public.pk}/?page=3").context
    assert context["recent"][0] == replies[PAGE * 2 + 4]
