"""Answering: words that are kept while she writes, sent, scheduled, taken back; what she is shown while she does."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments.models import Comment, ModerationEntry, ModerationRules, Thread
from desk.models import AnswerDraft, DraftConflict, Note, SavedReply
from desk.views.answering import told_others
from leanback import tasks
from stages.models import Resource, Term
from tests.lasting import lasting

State = Thread.State
PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 15) Mobile Safari"}
PART = {"X-Part": "1"}


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def screen(client, thread):
    return client.get(f"/admin/threads/{thread.pk}/")


def form_of(client, thread, **more):
    """The answer's form as the coach's screen shows it, filled in."""
    form = screen(client, thread).context["answer_form"]
    return {field.name: str(field.value()) for field in form} | {"text": "Step 1. Breathe."} | more


def send(client, thread, form=None, **more):
    return client.post(f"/admin/threads/{thread.pk}/answer/", form or form_of(client, thread, **more))


def keep(client, thread, text, draft=0, headers=PART):
    return client.post(f"/admin/threads/{thread.pk}/draft/", {"text": text, "draft": draft}, headers=headers)


def undo(client, thread):
    answer = fresh(thread).last_answer
    return client.post(f"/admin/comments/{answer.pk}/undo/", {"revision": answer.revision})


def at(moment):
    return moment.strftime("%Y-%m-%dT%H:%M")


def in_hours(hours):
    return at(timezone.now() + timedelta(hours=hours))


# Kept while she writes


def test_what_is_written_is_kept_and_there_again(as_person, asked, coach):
    client = as_person(coach)
    kept = keep(client, asked, "Dear An").json()
    keep(client, asked, "Dear Ann & all", kept["revision"])
    html = screen(client, asked).content.decode()
    assert "Dear Ann &amp; all</textarea>" in html and "Saved" in html


def test_keeping_says_when_in_the_coachs_time(as_person, asked, coach, identity, time_machine):
    identity.time_zone = "Asia/Kolkata"
    identity.save()
    time_machine.move_to("2026-11-23 09:00+00:00")
    assert keep(as_person(coach), asked, "Dear Ann").json()["at"] == "2:30 pm"


def test_a_kept_answer_is_nobody_elses(as_person, asked, coach, bob, mod, ann):
    bob.take_role("coach")
    keep(as_person(coach), asked, "Half a sentence")
    for person in (bob, mod):
        assert "Half a sentence" not in screen(as_person(person), asked).content.decode()
    for path in (asked.get_absolute_url(), "/me/"):
        assert "Half a sentence" not in as_person(ann).get(path).content.decode()


def test_two_windows_are_told_of_each_other_and_nothing_is_overwritten(as_person, asked, coach):
    client = as_person(coach)
    keep(client, asked, "From the phone", headers=PART | PHONE)
    response = keep(client, asked, "From the laptop")
    assert response.status_code == 409 and response.json()["text"] == "From the phone"
    assert "on a phone" in response.json()["where"] and fresh(coach).answer_drafts.get().text == "From the phone"


def test_she_may_keep_hers_once_she_was_told(as_person, asked, coach):
    client = as_person(coach)
    keep(client, asked, "From the phone")
    told = keep(client, asked, "From the laptop").json()
    assert keep(client, asked, "From the laptop", told["revision"]).status_code == 200
    assert AnswerDraft.objects.get().text == "From the laptop"


def test_the_same_words_in_two_windows_are_no_quarrel(as_person, asked, coach):
    client = as_person(coach)
    assert [keep(client, asked, "The same").status_code for _time in range(2)] == [200, 200]


def test_without_a_script_both_texts_stand_on_the_page(as_person, asked, coach):
    client = as_person(coach)
    keep(client, asked, "From the phone")
    response = keep(client, asked, "From the laptop", headers={})
    html = response.content.decode()
    assert response.status_code == 409 and "From the phone" in html and "From the laptop</textarea>" in html


def test_without_a_script_an_answer_can_be_kept_for_later(as_person, asked, coach):
    response = as_person(coach).post(f"/admin/threads/{asked.pk}/draft/", {"text": "Later", "draft": "0"}, follow=True)
    assert "Later</textarea>" in response.content.decode() and "Saved." in response.content.decode()


def test_words_that_are_all_deleted_leave_no_draft(as_person, asked, coach):
    client = as_person(coach)
    revision = keep(client, asked, "Dear Ann").json()["revision"]
    assert keep(client, asked, " \n", revision).json()["revision"] == 0 and not AnswerDraft.objects.exists()


def test_a_window_that_comes_too_late_makes_no_draft_of_what_was_sent(as_person, asked, coach):
    client = as_person(coach)
    revision = keep(client, asked, "Step 1. Breathe.").json()["revision"]
    send(client, asked)
    assert keep(client, asked, "Step 1. Breathe. And", revision).status_code == 409
    assert not AnswerDraft.objects.exists()


def test_sending_forgets_the_draft_but_not_other_words(as_person, asked, coach):
    client = as_person(coach)
    revision = keep(client, asked, "Old").json()["revision"]
    form = form_of(client, asked)
    keep(client, asked, "Newer, from the phone", revision)
    send(client, asked, form)
    assert AnswerDraft.objects.get().text == "Newer, from the phone"


def test_of_two_windows_in_the_same_instant_one_keeps(transactional_db, asked, coach):
    gate, answers = threading.Barrier(2), []

    def write(words):
        client = Client()
        client.force_login(coach, backend="django.contrib.auth.backends.ModelBackend")
        gate.wait()
        answers.append(keep(client, asked, words).status_code)
        connection.close()

    writers = [threading.Thread(target=write, args=(words,)) for words in ("One", "Two")]
    [writer.start() for writer in writers]
    [writer.join() for writer in writers]
    assert sorted(answers) == [200, 409] and AnswerDraft.objects.count() == 1


@pytest.mark.parametrize("act", ["draft", "preview", "answer", "call-back", "note"])
@pytest.mark.parametrize(("who", "status"), [("mod", 403), ("ann", 302), ("nobody", 302)])
def test_only_a_coach_writes_answers_and_notes(as_person, request, asked, who, status, act):
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    response = client.post(f"/admin/threads/{asked.pk}/{act}/")
    assert response.status_code == status and not AnswerDraft.objects.exists() and not Note.objects.exists()


@pytest.mark.parametrize("path", ["threads/{pk}/told/", "resources/?q=wa"])
@pytest.mark.parametrize(("who", "status"), [("coach", 200), ("mod", 403), ("ann", 302), ("nobody", 302)])
def test_only_a_coach_is_shown_what_helps_to_answer(as_person, request, asked, who, status, path):
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    assert client.get("/admin/" + path.format(pk=asked.pk)).status_code == status


def test_a_draft_of_nothing_is_refused_by_the_database(asked, coach):
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerDraft.objects.create(thread=asked, author=coach, text="")


def test_words_typed_after_the_session_ended_come_back(as_person, asked, coach):
    client = as_person(coach)
    form = form_of(client, asked)
    client.cookies.clear()
    response = client.post(f"/admin/threads/{asked.pk}/draft/", form, headers=PART)
    assert response.status_code == 403 and "Step 1. Breathe." in response.content.decode()


# What she sees before sending


def test_the_preview_is_exactly_what_will_stand_there(as_person, public, coach):
    Resource.objects.create(slug="walk", title="A walk", body="Go.", published_at=timezone.now())
    Term.objects.create(word="second level listening", meaning="Hearing what is meant.")
    text = "# First\n\nTry [[walk]], *slowly*, with second level listening.\n\n<b>x</b>"
    client = as_person(coach)
    html = client.post(f"/admin/threads/{public.pk}/preview/", {"text": text}, headers=PART).content.decode()
    send(client, public, text=text)
    in_the_margin = '<small class="aside" aria-hidden="true">Hearing what is meant.</small>'
    assert in_the_margin in html and fresh(public).last_answer.html in html.replace(in_the_margin, "")
    assert Comment.objects.filter(kind="answer").count() == 1


def test_without_a_script_the_preview_keeps_what_was_typed(as_person, public, coach):
    client = as_person(coach)
    html = client.post(
        f"/admin/threads/{public.pk}/preview/", form_of(client, public, text="So *soft*")
    ).content.decode()
    assert "So *soft*</textarea>" in html and "So <em>soft</em>" in html


def test_a_resource_is_found_by_two_letters_those_that_begin_so_first(as_person, coach):
    for slug, title in (("long-walk", "The long walk"), ("walk", "Walking alone"), ("tea", "Tea")):
        Resource.objects.create(slug=slug, title=title, body="Go.", published_at=None)
    found = as_person(coach).get("/admin/resources/?q=WA").json()["found"]
    assert [each["slug"] for each in found] == ["walk", "long-walk"] and found[0]["draft"]


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("Dear {name},", "Ann", "Dear Ann,"),
        ("Dear {name},", "", "Dear you,"),
        ("Dear {name|dear reader},", "", "Dear dear reader,"),
        ("Dear {name|dear reader},", "Ann", "Dear Ann,"),
        ("{names} and {Name} stay", "Ann", "{names} and {Name} stay"),
    ],
)
def test_a_saved_reply_knows_the_readers_name_or_does_without(text, name, words):
    assert SavedReply(text=text).to(name) == words


def test_saved_replies_stand_on_the_screen_with_the_name_as_she_signs(as_person, asked, coach):
    SavedReply.objects.create(title="Hello", text="Dear {name}, thank you.")
    Thread.objects.filter(pk=asked.pk).update(signature="Waiting in Ohio")
    assert "Dear Waiting in Ohio, thank you." in screen(as_person(coach), asked).content.decode()


def test_the_coach_writes_saved_replies_herself_and_a_moderator_does_not(as_person, coach, mod):
    form = {"title": "Hello", "text": "Dear {name},", "position": "1"}
    assert as_person(mod).post("/admin/comments/savedreply/add/", form).status_code == 403
    assert as_person(coach).post("/admin/comments/savedreply/add/", form).status_code == 302
    assert SavedReply.objects.get().text == "Dear {name},"


# What she told others


@lasting
def past(stage, bob, coach):
    """Answers to earlier questions: about silence, about money, and a private one about silence."""

    def ask(question, answer, visibility="public"):
        thread = Thread.ask(stage, bob, question)
        Thread.objects.filter(pk=thread.pk).update(visibility=visibility)
        fresh(thread).answer(coach, answer)
        return thread

    silence = ask("He has suddenly gone quiet. Shall I write?", "Quiet is not distance. Breathe out the waiting.")
    fresh(silence).answer(coach, "Yes.")
    return [
        silence,
        ask("He spends our savings without asking.", "Money is a way to talk."),
        ask("He has gone quiet, shall I write? I am ashamed.", "Only for you.", "private"),
    ]


def test_what_she_told_others_is_near_by_its_words_fullest_and_public(past, asked):
    found = told_others(asked)
    assert found[0].text.startswith("Quiet is not distance") and "Only for you." not in [each.text for each in found]


def test_what_she_told_others_opens_in_place_with_its_question(as_person, past, asked, coach):
    html = as_person(coach).get(f"/admin/threads/{asked.pk}/told/", headers=PART).content.decode()
    assert "He has suddenly gone quiet" in html and "Breathe out the waiting." in html and "<html" not in html
    assert "<html" in as_person(coach).get(f"/admin/threads/{asked.pk}/told/").content.decode()


def test_what_she_has_told_nobody_is_said_so(as_person, asked, coach):
    html = as_person(coach).get(f"/admin/threads/{asked.pk}/told/").content.decode()
    assert "You haven't answered anything like this yet." in html


# The reader's history, and notes


def test_what_else_she_asked_stands_beside_it(as_person, stage, public, asked, ann, bob, coach):
    other = Thread.ask(stage, ann, "And what of his mother?")
    Thread.ask(stage, bob, "Not hers")
    html = screen(as_person(coach), asked).content.decode()
    assert (
        f'href="/admin/threads/{other.pk}/"' in html
        and "Not hers" not in html[html.index("Other questions from this reader") :]
    )


def test_a_moderator_is_not_shown_her_private_questions(as_person, stage, public, asked, ann, mod):
    other = Thread.ask(stage, ann, "Between us: his mother")
    Thread.objects.filter(pk=other.pk).update(visibility="private")
    assert "Between us" not in screen(as_person(mod), asked).content.decode()


def test_a_note_is_kept_for_coaches_and_shown_to_nobody_else(as_person, asked, ann, coach, mod):
    as_person(coach).post(f"/admin/threads/{asked.pk}/note/", {"text": "Be gentle: her father."})
    assert "Be gentle: her father." in screen(as_person(coach), asked).content.decode()
    assert "Be gentle" not in screen(as_person(mod), asked).content.decode()
    for path in (asked.get_absolute_url(), "/me/"):
        assert "Be gentle" not in as_person(ann).get(path).content.decode()


def test_a_note_is_seen_at_each_of_her_questions_and_can_be_taken_away(as_person, stage, asked, ann, coach):
    note = Note.objects.create(on=ann, by=coach, text="Likes it short.")
    other = Thread.ask(stage, ann, "Another")
    assert "Likes it short." in screen(as_person(coach), other).content.decode()
    as_person(coach).post(f"/admin/threads/{other.pk}/notes/{note.pk}/forget/")
    assert not Note.objects.exists()


@pytest.mark.parametrize("who", ["mod", "bob", "nobody"])
def test_nobody_else_takes_a_note_away(as_person, request, asked, ann, coach, who):
    note = Note.objects.create(on=ann, by=coach, text="Stays.")
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    assert client.post(f"/admin/threads/{asked.pk}/notes/{note.pk}/forget/").status_code in {302, 403}
    assert Note.objects.exists()


def test_a_note_is_taken_away_only_at_its_own_reader(as_person, asked, bob, coach):
    note = Note.objects.create(on=bob, by=coach, text="Of Bob.")
    assert as_person(coach).post(f"/admin/threads/{asked.pk}/notes/{note.pk}/forget/").status_code == 404


def test_notes_go_when_she_goes(asked, ann, coach):
    Note.objects.create(on=ann, by=coach, text="Likes it short.")
    ann.delete()
    assert not Note.objects.exists()


def test_an_empty_note_is_refused_and_one_of_nobody_too(as_person, asked, coach):
    client = as_person(coach)
    assert client.post(f"/admin/threads/{asked.pk}/note/", {"text": " "}).status_code == 422
    Thread.objects.filter(pk=asked.pk).update(asker=None)
    assert client.post(f"/admin/threads/{asked.pk}/note/", {"text": "Who?"}).status_code == 422
    assert not Note.objects.exists()


# Sending


def test_one_act_sends_approves_promises_chooses_and_goes_on(as_person, stage, asked, bob, coach):
    following = Thread.ask(stage, bob, "I wait too")
    response = send(as_person(coach), asked, form_of(as_person(coach), asked, weeks="2", feature="on"))
    asked = fresh(asked)
    assert response["Location"] == f"/admin/threads/{following.pk}/" and asked.is_shown and asked.featured_at
    assert asked.touch_base_on and asked.state == State.ANSWERED


def test_a_module_is_told_what_to_open_next_and_how_to_undo(as_person, stage, asked, bob, coach):
    following = Thread.ask(stage, bob, "I wait too")
    client = as_person(coach)
    said = client.post(f"/admin/threads/{asked.pk}/answer/", form_of(client, asked), headers=PART).json()
    assert said["next"] == f"/admin/threads/{following.pk}/" and "is sent" in said["said"] and said["waiting"] == 1
    assert f"/admin/comments/{fresh(asked).last_answer.pk}/undo/" in said["bar"]


def test_who_skips_one_goes_on_behind_her(as_person, stage, ann, bob, coach):
    first, second, third = (Thread.ask(stage, person, "Waiting") for person in (ann, bob, ann))
    client = as_person(coach)
    assert screen(client, second).context["following"] == third
    assert screen(client, third).context["following"] == first


def test_a_question_whose_answer_is_on_its_way_is_not_offered_again(as_person, stage, asked, bob, coach):
    other = Thread.ask(stage, bob, "I wait too")
    client = as_person(coach)
    send(client, asked, send_at=in_hours(5))
    assert screen(client, other).context["following"] is None
    assert "Waiting for your answer: 1" in client.get("/admin/").content.decode()


# Taking it back


def test_an_answer_taken_back_is_a_draft_and_what_it_approved_waits_again(as_person, asked, coach, work):
    client = as_person(coach)
    send(client, asked)
    undo(client, asked)
    asked = fresh(asked)
    assert not asked.question.is_approved and asked.state == State.WAITING_FOR_COACH and work() == []
    assert "Step 1. Breathe.</textarea>" in screen(client, asked).content.decode()


def test_taking_it_back_leaves_what_was_approved_by_itself(as_person, public, coach):
    client = as_person(coach)
    send(client, public)
    undo(client, public)
    assert fresh(public).question.is_approved


def test_taking_a_second_answer_back_leaves_what_the_first_approved(as_person, asked, ann, coach):
    client = as_person(coach)
    send(client, asked)
    asked.question.reply(ann, "And then?")
    send(client, asked, text="Then rest.")
    undo(client, asked)
    assert fresh(asked).question.is_approved and fresh(asked).last_answer.text == "Step 1. Breathe."


def test_what_somebody_else_did_since_is_not_undone_with_it(as_person, asked, coach, mod):
    client = as_person(coach)
    send(client, asked)
    fresh(asked).question.remove(mod, "It names him.")
    undo(client, asked)
    assert fresh(asked).question.status == Comment.Status.REMOVED


def test_an_answer_taken_back_lets_nobody_wait_and_chooses_nothing(as_person, asked, coach):
    client = as_person(coach)
    send(client, asked, then="waiting_for_reader", feature="on")
    undo(client, asked)
    assert fresh(asked).state == State.WAITING_FOR_COACH and fresh(asked).featured_at is None


def test_words_taken_back_come_before_what_was_begun_since(as_person, asked, coach):
    client = as_person(coach)
    send(client, asked)
    keep(client, asked, "Also: rest.")
    undo(client, asked)
    assert AnswerDraft.objects.get().text == "Step 1. Breathe.\n\nAlso: rest."


def test_the_bar_offers_to_undo_for_a_moment(as_person, asked, coach, time_machine):
    client = as_person(coach)
    send(client, asked)
    assert "undo-bar" in client.get("/admin/").content.decode()
    time_machine.move_to(timezone.now() + timedelta(seconds=11))
    assert "undo-bar" not in client.get("/admin/").content.decode()


def test_the_bar_offers_nobody_elses_act(as_person, asked, coach, mod):
    send(as_person(coach), asked)
    assert "undo-bar" not in as_person(mod).get("/admin/").content.decode()


# Scheduling


def test_a_scheduled_answer_is_sent_at_its_time_with_all_that_was_chosen(as_person, asked, coach, work):
    send(as_person(coach), asked, send_at=in_hours(2), weeks="3")
    work(seconds=3600)
    assert not fresh(asked).is_answered() and not fresh(asked).is_shown
    work(seconds=3660)
    assert fresh(asked).last_answer.text == "Step 1. Breathe." and fresh(asked).touch_base_on
    assert not AnswerDraft.objects.exists()


def test_one_that_was_scheduled_under_the_older_name_of_its_task_is_sent(as_person, asked, coach, work):
    send(as_person(coach), asked, send_at=in_hours(1))
    DBTaskResult.objects.filter(task_path="desk.tasks.send_scheduled").update(task_path="comments.tasks.send_scheduled")
    work(seconds=3700)
    work(seconds=1)
    assert fresh(asked).last_answer.text == "Step 1. Breathe."


def test_the_time_is_the_coachs_own(as_person, asked, coach, identity):
    identity.time_zone = "America/New_York"
    identity.save()
    tomorrow = (timezone.now() + timedelta(days=2)).date()
    send(as_person(coach), asked, send_at=f"{tomorrow}T09:00")
    assert AnswerDraft.objects.get().send_at.hour in {13, 14}


@pytest.mark.parametrize("when", [lambda: in_hours(-1), lambda: in_hours(24 * 400), lambda: "soon"])
def test_a_time_that_cannot_be_meant_is_asked_again(as_person, asked, coach, when):
    response = send(as_person(coach), asked, send_at=when())
    assert response.status_code == 422 and "Step 1. Breathe." in response.content.decode()
    assert not AnswerDraft.objects.exists() and not fresh(asked).is_answered()


@pytest.mark.parametrize(
    ("change", "held"),
    [
        (lambda thread, ann: thread.question.edit("He called!", thread.question.revision), "changed"),
        (lambda thread, ann: thread.question.withdraw(), "changed"),
        (lambda thread, ann: thread.question.reply(ann, "He called!"), "wrote_again"),
    ],
)
def test_a_scheduled_answer_is_never_sent_blindly(as_person, public, ann, coach, work, change, held):
    send(as_person(coach), public, send_at=in_hours(1))
    change(fresh(public), ann)
    work(seconds=3700)
    assert AnswerDraft.objects.get().held == held and not fresh(public).is_answered()
    assert "Not sent" in as_person(coach).get("/admin/").content.decode()


def test_who_is_no_coach_any_more_answers_nobody(as_person, asked, coach, bob, work):
    bob.take_role("coach")
    send(as_person(bob), asked, send_at=in_hours(1))
    bob.drop_role("coach")
    work(seconds=3700)
    assert AnswerDraft.objects.get().held == "no_coach" and not fresh(asked).is_answered()


def test_a_scheduled_answer_can_be_called_back_and_changed(as_person, asked, coach, work):
    client = as_person(coach)
    send(client, asked, send_at=in_hours(1))
    assert "Stop sending and edit it" in screen(client, asked).content.decode()
    client.post(f"/admin/threads/{asked.pk}/call-back/")
    work(seconds=3700)
    assert not fresh(asked).is_answered() and "Step 1. Breathe.</textarea>" in screen(client, asked).content.decode()


def test_an_answer_put_off_is_sent_at_the_later_time_alone(as_person, asked, coach, work):
    client = as_person(coach)
    send(client, asked, send_at=in_hours(1))
    client.post(f"/admin/threads/{asked.pk}/call-back/")
    send(client, asked, send_at=in_hours(3))
    work(seconds=3700)
    assert not fresh(asked).is_answered()
    work(seconds=7200)
    assert fresh(asked).comments.filter(kind="answer").count() == 1


def test_another_coach_does_not_call_it_back(as_person, asked, coach, bob):
    bob.take_role("coach")
    send(as_person(coach), asked, send_at=in_hours(1))
    as_person(bob).post(f"/admin/threads/{asked.pk}/call-back/")
    assert AnswerDraft.objects.get().send_at


def test_what_a_broken_task_left_behind_is_sent_at_the_next_round(as_person, asked, coach, work, time_machine):
    send(as_person(coach), asked, send_at=in_hours(1))
    draft = AnswerDraft.objects.get()
    work(seconds=10)
    AnswerDraft.objects.filter(pk=draft.pk).update(send_at=timezone.now())
    tasks.tend.func()
    work(seconds=1)
    assert fresh(asked).is_answered()


def test_scheduling_overwrites_no_other_words(as_person, asked, coach):
    client = as_person(coach)
    form = form_of(client, asked, send_at=in_hours(1))
    keep(client, asked, "From the phone")
    response = send(client, asked, form)
    assert response.status_code == 409 and AnswerDraft.objects.get().text == "From the phone"


def test_a_draft_that_is_scheduled_is_not_changed_from_another_window(as_person, asked, coach):
    client = as_person(coach)
    send(client, asked, send_at=in_hours(1))
    draft = AnswerDraft.objects.get()
    with pytest.raises(DraftConflict):
        AnswerDraft.keep(asked, coach, "Other words", draft.revision)


# Equal work


class Counted:
    """Counts queries."""

    number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


def test_the_screen_costs_the_same_for_one_and_for_five(as_person, stage, public, ann, coach, time_machine):
    time_machine.move_to(timezone.now() + timedelta(minutes=1))  # nothing is left to be undone
    ModerationRules.objects.create(pk=1, most_an_hour=999, most_an_hour_new=999)
    client, costs = as_person(coach), []
    screen(client, public)
    for number in range(5):
        Note.objects.create(on=ann, by=coach, text="x")
        SavedReply.objects.create(title=str(number), text="x")
        Thread.ask(stage, ann, f"Another {number}")
        public.question.reply(ann, f"Reply {number}")
        if number in {0, 4}:
            with connection.execute_wrapper(counted := Counted()):
                screen(client, public)
            costs.append(counted.number)
    assert costs[0] == costs[1]


def test_the_log_says_what_the_answer_approved(as_person, asked, coach):
    send(as_person(coach), asked)
    assert list(ModerationEntry.objects.values_list("act", flat=True)) == ["answer", "by_answer"]
    html = screen(as_person(coach), asked).content.decode()
    assert "approved by the answer" in html
