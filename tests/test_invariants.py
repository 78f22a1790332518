"""What the database itself refuses, whatever the code above it does."""

import pytest
from django.db import IntegrityError, transaction

from comments.models import Comment, ModerationEntry, Thread
from stages.models import Stage

Kind, Status = Comment.Kind, Comment.Status


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def comment(thread, **fields):
    return Comment(
        **{
            "thread": thread,
            "number": 9,
            "kind": Kind.REPLY,
            "parent": thread.question,
            "branch": thread.question,
            "text": "x",
        }
        | fields
    )


def test_a_thread_has_one_question(public):
    refused(comment(public, kind=Kind.QUESTION, parent=None, branch=None).save)
    refused(comment(public, kind=Kind.QUESTION, number=1, parent=None, branch=None).save)


def test_all_but_the_question_hang_on_something(public):
    refused(comment(public, parent=None).save)


def test_a_parent_stands_in_the_same_thread(public, stage, bob):
    other = Thread.ask(stage, bob, "Another question")
    refused(comment(public, parent=other.question).save)
    reply = comment(public)
    reply.save()
    refused(lambda: Comment.objects.filter(pk=reply.pk).update(parent=other.question))


def test_only_a_coach_answers(public, ann, coach):
    refused(comment(public, kind=Kind.ANSWER, author=ann).save)
    answer = comment(public, kind=Kind.ANSWER, author=coach)
    answer.save()
    refused(lambda: Comment.objects.filter(pk=answer.pk).update(author=ann))


def test_an_answer_outlives_the_account_and_the_role_of_its_coach(answered, coach):
    answer = answered.last_answer
    coach.groups.clear()
    answer.save()
    Comment.objects.filter(pk=answer.pk).update(author=None)
    assert Comment.objects.get(pk=answer.pk).kind == Kind.ANSWER


def test_what_is_withdrawn_has_no_text(public):
    refused(lambda: Comment.objects.filter(thread=public).update(status=Status.WITHDRAWN))


def test_what_waits_is_never_shown(asked):
    refused(lambda: Comment.objects.filter(thread=asked).update(is_shown=True))


def test_two_stages_of_a_guide_never_share_a_position(stage):
    refused(Stage(guide=stage.guide, position=stage.position, slug="x", title="X").save)


def test_the_log_is_only_added_to(public):
    refused(lambda: ModerationEntry.objects.update(reason="never said"))
    refused(lambda: ModerationEntry.objects.all()[0].delete())


def test_nobody_is_written_into_a_line_of_the_log(public, ann, coach):
    refused(lambda: ModerationEntry.objects.update(by=ann))
    refused(lambda: ModerationEntry.objects.update(person=ann))
    ModerationEntry.objects.update(by=None)
    refused(lambda: ModerationEntry.objects.update(by=coach))


def test_a_person_can_leave_the_log(public, coach):
    ModerationEntry.objects.filter(by=coach).update(by=None)
    assert not ModerationEntry.objects.filter(by=coach).exists()
