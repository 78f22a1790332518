"""She takes her question back while the coach sends the answer: whoever is first, nobody's words are lost or left."""

import threading

import pytest
from django.db import connection, transaction

from comments.models import Comment, StaleObject, Thread


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def at_once(first, second):
    """Do two acts in connections of their own, the second while the first has not been committed yet; return what each
    raised, or None."""
    is_done, is_over, raised = threading.Event(), threading.Event(), [None, None]

    def begin():
        try:
            with transaction.atomic():
                first()
                is_done.set()
                is_over.wait(0.5)  # it should not be over: it waits for this one
        except StaleObject as changed:
            raised[0] = changed
        finally:
            is_done.set()
            connection.close()

    def follow():
        is_done.wait(10)
        try:
            second()
        except StaleObject as changed:
            raised[1] = changed
        finally:
            is_over.set()
            connection.close()

    people = [threading.Thread(target=begin), threading.Thread(target=follow)]
    [each.start() for each in people]
    [each.join() for each in people]
    return raised


@pytest.fixture
def acts(transactional_db, public, coach):
    """The two acts, on the question as each of them has just read it."""
    to, hers = fresh(public.question), fresh(public.question)
    return {
        "withdraw": hers.withdraw,
        "answer": lambda: fresh(public).answer(coach, "Breathe.", to=to, revision=to.revision),
    }


def test_when_the_answer_is_first_it_stands_and_a_line_keeps_the_place_of_the_question(acts, public):
    assert at_once(acts["answer"], acts["withdraw"]) == [None, None]
    question, after = fresh(public.question), fresh(public)
    assert (question.status, question.text, question.is_shown) == ("withdrawn", "", True)
    assert after.last_answer.text == "Breathe." and after.state == Thread.State.ANSWERED


def test_when_she_is_first_the_coach_is_told_and_nothing_is_sent(acts, public):
    refused = at_once(acts["withdraw"], acts["answer"])[1]
    assert isinstance(refused, StaleObject) and "withdrawn by its author" in str(refused)
    assert not Comment.objects.filter(kind="answer").exists() and fresh(public.question).text == ""
    assert fresh(public).state == Thread.State.CLOSED
