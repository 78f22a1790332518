"""Threads in their right place: moved, split off, made one, closed; each taken back; every old address leads on."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from comments.models import Comment, ModerationEntry, StaleObject, Thread
from desk.models import AnswerDraft
from stages.models import Stage
from tests.lasting import lasting

Kind, Status, State = Comment.Kind, Comment.Status, Thread.State
ACTS = ["close", "reopen", "move", "merge", "apart", "rejoin"]


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def press(client, thread, act, **form):
    return client.post(f"/admin/threads/{thread.pk}/{act}/", form, follow=True)


def shape(thread):
    """What stands in a thread, in reading order: words, kind, number and depth of each."""
    rows = thread.comments.in_reading_order()
    return [(row.text or row.status, row.kind, row.number, row.depth) for row in rows]


def last(act):
    return ModerationEntry.objects.filter(act=act).first()


@lasting
def other_stage(guide):
    return Stage.objects.create(guide=guide, position=2, slug="routine", title="Routine", situation="All is as ever.")


@lasting
def talk(answered, ann, bob, coach):
    """Ann's question; Bob asks his own beneath it, is answered, and Ann thanks for her answer."""
    reply = answered.question.reply(bob, "Mine is gone as well. What now?")
    reply.approve(coach)
    fresh(answered).answer(coach, "Go for a walk, Bob.", to=fresh(reply))
    fresh(answered.last_answer).reply(ann, "Thank you, Mara.")
    return fresh(answered)


@lasting
def bobs(talk):
    return talk.comments.get(text__startswith="Mine")


@lasting
def second(talk, stage, ann, coach):
    """Ann's other question, answered."""
    thread = Thread.ask(stage, ann, "He is back, and now?")
    thread.answer(coach, "Breathe again.")
    return fresh(thread)


# Another stage


def test_a_thread_moves_and_moves_back(as_person, client, talk, stage, other_stage, mod, coach):
    talk.feature(coach)
    press(as_person(mod), talk, "move", stage=other_stage.pk)
    assert fresh(talk).stage == other_stage and fresh(talk).featured_at is None
    assert "He has gone quiet" in client.get("/stages/routine/").content.decode()
    assert "He has gone quiet" not in client.get("/stages/distance/").content.decode()
    press(as_person(mod), talk, "move", stage=stage.pk)
    line = last("move")
    assert fresh(talk).stage == stage and (line.by, line.before, line.after) == (mod, "routine", "distance")


def test_its_address_stays(client, talk, other_stage, mod):
    address = talk.get_absolute_url()
    talk.move_to(other_stage, mod)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("stage_pk", ["", "x", "4711"])
def test_a_stage_that_is_none_comes_back(as_person, talk, mod, stage_pk):
    assert press(as_person(mod), talk, "move", stage=stage_pk).status_code == 422


# Closed and open


def test_a_thread_is_closed_and_opened_again(as_person, talk, bob, mod):
    press(as_person(mod), talk, "close")
    assert fresh(talk).state == State.CLOSED and not fresh(talk).takes_replies_from(bob)
    press(as_person(mod), talk, "reopen")
    assert fresh(talk).state == State.WAITING_FOR_COACH and fresh(talk).takes_replies_from(bob)
    assert [last(act).by for act in ("close", "reopen")] == [mod, mod]


def test_the_askers_words_open_it_again(talk, ann, mod):
    talk.close(mod)
    fresh(talk).question.reply(ann, "One thing more?")
    assert fresh(talk).state == State.WAITING_FOR_COACH


@pytest.mark.parametrize("act", ["reopen", "rejoin", "apart"])
def test_what_is_not_so_cannot_be_taken_back(as_person, talk, mod, act):
    assert press(as_person(mod), talk, act).status_code == 404


# Split off


def test_a_reply_becomes_a_question_of_its_own_with_all_that_hangs_on_it(talk, bobs, bob, mod):
    new = talk.split_off(bobs, mod)
    assert shape(new) == [
        ("Mine is gone as well. What now?", Kind.QUESTION, 1, 0),
        ("Go for a walk, Bob.", Kind.ANSWER, 2, 1),
    ]
    assert (new.asker, new.stage, new.state, new.title) == (
        bob,
        talk.stage,
        State.ANSWERED,
        "Mine is gone as well",
    )
    assert ("moved", Kind.REPLY, 3, 1) in shape(fresh(talk)) and fresh(talk).last_answer.text.startswith("Step 1.")


def test_a_line_keeps_its_place_and_leads_to_it(client, talk, bobs, mod):
    new = talk.split_off(bobs, mod)
    html = client.get(talk.get_absolute_url()).content.decode()
    assert "is a question of its own now" in html and "Mine is gone" not in html
    assert f'href="/comments/{bobs.pk}/"' in html
    assert client.get(f"/comments/{bobs.pk}/")["Location"] == f"{new.get_absolute_url()}#comment-{bobs.pk}"


def test_what_nobody_saw_leaves_no_line(client, answered, bob, mod):
    reply = answered.question.reply(bob, "I wait still.")
    answered.split_off(reply, mod)
    assert "question of its own" not in client.get(answered.get_absolute_url()).content.decode()


def test_it_is_put_back(as_person, client, talk, bobs, mod):
    before = shape(talk)
    new = talk.split_off(bobs, mod)
    press(as_person(mod), new, "rejoin")
    assert shape(fresh(talk)) == before and not Comment.objects.filter(status=Status.MOVED).exists()
    client.logout()
    assert client.get(new.get_absolute_url())["Location"] == talk.get_absolute_url()


def test_what_is_deep_in_a_branch_comes_out_and_goes_back(talk, bobs, ann, mod):
    deep = bobs.replies.get().reply(ann, "And I?")
    below = deep.reply(ann, "I mean it.")
    before = shape(fresh(talk))
    new = fresh(talk).split_off(fresh(deep), mod)
    assert shape(new) == [("And I?", Kind.QUESTION, 1, 0), ("I mean it.", Kind.REPLY, 2, 1)]
    assert fresh(below).branch_id == below.pk
    new.rejoin(mod)
    assert shape(fresh(talk)) == before and fresh(below).branch_id == bobs.pk


def test_the_askers_own_reply_keeps_the_name_she_shows(talk, mod):
    Thread.objects.filter(pk=talk.pk).update(signature="Waiting in Ohio")
    thanks = talk.comments.get(text__startswith="Thank you")
    assert fresh(talk).split_off(thanks, mod).signed == "Waiting in Ohio"


def test_questions_and_answers_are_not_split_off(talk, mod):
    for comment in (talk.question, talk.last_answer):
        with pytest.raises(StaleObject):
            talk.split_off(comment, mod)


def test_a_split_of_what_changed_is_told(as_person, talk, bobs, mod):
    path = f"/admin/comments/{bobs.pk}/split/"
    html = as_person(mod).post(path, {"revision": bobs.revision - 1}, follow=True).content.decode()
    assert "Please look again" in html and fresh(bobs).thread == talk
    as_person(mod).post(path, {"revision": bobs.revision})
    assert fresh(bobs).kind == Kind.QUESTION and last("split").by == mod


# Two into one


def test_two_questions_become_one(as_person, client, talk, second, mod):
    second_key = second.question.pk
    press(as_person(mod), second, "merge", into=talk.pk)
    assert ("He is back, and now?", Kind.REPLY, 6, 1) in shape(fresh(talk))
    assert ("Breathe again.", Kind.ANSWER, 7, 2) in shape(fresh(talk))
    assert fresh(talk).last_answer.text == "Breathe again."
    client.logout()
    assert client.get(second.get_absolute_url())["Location"] == talk.get_absolute_url()
    assert client.get(f"/comments/{second_key}/")["Location"].startswith(talk.get_absolute_url())


def test_they_are_taken_apart_again(as_person, client, talk, second, mod):
    before = shape(talk), shape(second)
    second.merge_into(talk, mod)
    press(as_person(mod), second, "apart")
    assert (shape(fresh(talk)), shape(fresh(second))) == before
    assert fresh(second).state == State.ANSWERED and client.get(second.get_absolute_url()).status_code == 200


def test_what_is_part_of_another_is_in_no_list(as_person, talk, second, ann, mod, coach):
    second.merge_into(talk, mod)
    assert second.title not in [thread.title for thread in Thread.objects.visible_to(coach)]
    for person, path in ((ann, "/me/"), (coach, "/admin/comments/thread/"), (mod, "/admin/comments/thread/")):
        assert f"/{second.pk}/" not in as_person(person).get(path).content.decode()
    assert as_person(mod).get(f"/admin/threads/{second.pk}/").status_code == 404


def test_three_become_one_and_come_apart_in_any_order(talk, second, stage, ann, coach, mod):
    third = Thread.ask(stage, ann, "A third thing?")
    before = [shape(thread) for thread in (talk, second, third)]
    third.merge_into(second, mod)
    fresh(second).merge_into(talk, mod)
    assert fresh(third).merged_into == talk
    fresh(second).take_apart(mod)
    assert fresh(third).merged_into == second
    fresh(third).take_apart(mod)
    assert [shape(fresh(thread)) for thread in (talk, second, third)] == before


def test_two_readers_are_never_made_one(talk, stage, bob, mod):
    theirs = Thread.ask(stage, bob, "Not hers")
    with pytest.raises(StaleObject, match="same reader"):
        theirs.merge_into(talk, mod)


def test_two_names_of_hers_are_tied_only_knowingly(as_person, talk, second, mod):
    Thread.objects.filter(pk=second.pk).update(signature="Waiting in Ohio")
    html = press(as_person(mod), second, "merge", into=talk.pk).content.decode()
    assert "signed with different names" in html and fresh(second).merged_into is None
    press(as_person(mod), second, "merge", into=talk.pk, knowingly="on")
    assert fresh(second).merged_into == talk


def test_what_is_private_never_becomes_part_of_what_is_public(talk, second, coach):
    Thread.objects.filter(pk=second.pk).update(visibility="private")
    with pytest.raises(StaleObject, match="private"):
        fresh(second).merge_into(talk, coach, knowingly=True)
    assert not fresh(second).others_of_asker(coach).exists()


def test_an_answer_that_is_begun_is_not_lost(talk, second, mod, coach):
    AnswerDraft.keep(second, coach, "Dear Ann,", 0, "computer")
    with pytest.raises(StaleObject, match="draft answer"):
        second.merge_into(talk, mod)
    assert fresh(second).merged_into is None and second.answer_drafts.count() == 1


def test_a_thread_is_not_made_part_of_itself(talk, mod):
    with pytest.raises(StaleObject):
        talk.merge_into(talk, mod)


def test_the_database_keeps_what_is_part_of_another_out_of_sight(talk, second, mod):
    second.merge_into(talk, mod)
    with pytest.raises(IntegrityError), transaction.atomic():
        Thread.objects.filter(pk=second.pk).update(is_shown=True)


# Who may


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["ann", "bob", "nobody"])
def test_readers_and_strangers_move_nothing(as_person, request, talk, second, other_stage, mod, who, act):
    before = Thread.objects.order_by("pk").values_list("stage", "state", "merged_into")
    before = list(before)
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    press(client, second, act, stage=other_stage.pk, into=talk.pk)
    client.post(f"/admin/comments/{talk.comments.get(number=3).pk}/split/", {"revision": 1})
    assert list(Thread.objects.order_by("pk").values_list("stage", "state", "merged_into")) == before


@pytest.mark.parametrize("act", ACTS)
def test_a_moderator_moves_nothing_private(as_person, talk, other_stage, mod, act):
    Thread.objects.update(visibility="private")
    assert press(as_person(mod), talk, act, stage=other_stage.pk).status_code == 404


def test_acts_are_posted(as_person, talk, mod):
    assert {as_person(mod).get(f"/admin/threads/{talk.pk}/{act}/").status_code for act in ACTS} == {405}


# At once


def at_once(*acts):
    gate, outcomes = threading.Barrier(len(acts)), []

    def do(act):
        gate.wait()
        try:
            act()
            outcomes.append("done")
        except StaleObject:
            outcomes.append("told")
        finally:
            connection.close()

    people = [threading.Thread(target=do, args=[act]) for act in acts]
    [person.start() for person in people]
    [person.join() for person in people]
    return sorted(outcomes)


def test_merging_while_she_is_answered_loses_nothing(transactional_db, talk, second, mod, coach):
    question = second.question
    outcomes = at_once(
        lambda: fresh(second).merge_into(talk, mod),
        lambda: fresh(second).answer(coach, "And once more.", to=Comment.objects.get(pk=question.pk)),
    )
    said = Comment.objects.filter(text="And once more.")
    assert outcomes in (["done", "done"], ["done", "told"]) and said.count() == outcomes.count("done") - 1
    assert not said.exclude(thread=talk).exists() and fresh(second).merged_into == talk


def test_merging_each_into_the_other_makes_one(transactional_db, talk, second, mod):
    outcomes = at_once(lambda: fresh(second).merge_into(talk, mod), lambda: fresh(talk).merge_into(second, mod))
    assert outcomes == ["done", "told"] and Thread.objects.standing().count() == 1


def test_splitting_twice_in_one_instant_splits_once(transactional_db, talk, bobs, mod):
    split = lambda: fresh(talk).split_off(fresh(bobs), mod, bobs.revision)  # noqa: E731
    assert at_once(split, split) == ["done", "told"]
    assert Comment.objects.filter(status=Status.MOVED).count() == 1


def test_that_something_needs_no_answer_is_undone_by_opening_it_again(as_person, answered, ann, coach):
    answered.question.reply(ann, "Thank you.")
    fresh(answered).need_no_answer(coach)
    assert "reopen" in fresh(answered).acts_at_desk(coach)
    as_person(coach).post(f"/admin/threads/{answered.pk}/reopen/")
    assert fresh(answered).state == Thread.State.WAITING_FOR_COACH


def test_what_is_answered_is_not_offered_to_be_opened(answered, coach):
    assert "reopen" not in answered.acts_at_desk(coach)
    answered.touched_base(coach)
    assert "reopen" not in fresh(answered).acts_at_desk(coach)
