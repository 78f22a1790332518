"""The desk: who waits, and what the coach and her moderators do with it; nothing silently, nothing twice, nothing for ever."""

import re
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import MailChoices, User
from comments.models import Comment, ModerationEntry, Thread
from stages.models import Resource
from tests.lasting import lasting

Status, State = Comment.Status, Thread.State
ACTS = ["approve", "spam", "remove", "undo"]
LISTS = ["comments/thread", "comments/comment", "comments/moderationentry", "accounts/user"]
LISTS += [f"stages/{noun}" for noun in ("guide", "stage", "resource", "term")]
ANSWER = "Step 1. Breathe & wait."


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def act(client, comment, name, **more):
    """Press one of the buttons under a comment as it stands now."""
    form = {"revision": fresh(comment).revision, "reason": "It names him."} | more
    return client.post(f"/admin/comments/{comment.pk}/{name}/", form, follow=True)


def answer_form(client, thread):
    """The answer's form as the coach's screen shows it."""
    form = client.get(f"/admin/threads/{thread.pk}/").context["answer_form"]
    return {field.name: str(field.value()) for field in form} | {"text": ANSWER}


def send(client, thread, form):
    return client.post(f"/admin/threads/{thread.pk}/answer/", form)


def told(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def outbox(work, settings, mailoutbox):
    """Let the worker do all there is to do, some seconds from now; returns the mails that arrived."""
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def run(seconds=11):
        work(seconds)
        return mail.outbox

    return run


@lasting
def private(answered):
    Thread.objects.filter(pk=answered.pk).update(visibility="private")
    return fresh(answered)


# Who is waiting


def test_the_longest_waiting_stands_first_with_how_long(as_person, stage, ann, bob, coach):
    for person, days in ((ann, 2), (bob, 9), (coach, 5)):
        thread = Thread.ask(stage, person, f"Since {days} days")
        thread.comments.update(created_at=timezone.now() - timedelta(days=days, hours=1))
        thread.settle()
    html = re.sub(r"\s*\n\s*", " ", as_person(coach).get("/admin/").content.decode())
    assert [html.index(f"Since {days} days") for days in (9, 5, 2)] == sorted(
        html.index(f"Since {days} days") for days in (9, 5, 2)
    )
    assert (
        f'1\xa0week · Distance · <a href="/admin/people/{bob.pk}/">Bob by the Sea</a>' in html and "2\xa0days" in html
    )


def test_the_numbers_are_right(as_person, stage, public, ann, bob, coach, mod):
    Thread.ask(stage, bob, "I wait to be approved")
    public.question.reply(bob, "So do I")
    Thread.ask(stage, ann, "I am answered").answer(coach, ANSWER)
    html = as_person(coach).get("/admin/").content.decode()
    assert "Waiting for your answer: 2" in html and "To approve: 2" in html and "<title>(2)" in html


def test_an_empty_desk_is_kind(as_person, coach):
    html = as_person(coach).get("/admin/").content.decode()
    assert "No one is waiting." in html and "Nothing to approve." in html and "Waiting for your answer: 0" in html


def test_what_is_to_approve_stands_oldest_first_and_leads_to_its_place(as_person, public, bob, coach):
    replies = [public.question.reply(bob, f"Reply {number}") for number in range(2)]
    Comment.objects.filter(pk=replies[1].pk).update(created_at=timezone.now() - timedelta(days=1))
    html = as_person(coach).get("/admin/").content.decode()
    links = [f"/admin/threads/{public.pk}/?comment={reply.pk}#comment-{reply.pk}" for reply in reversed(replies)]
    assert 0 < html.index(links[0]) < html.index(links[1])


def test_spam_and_what_was_taken_back_wait_for_nobody(as_person, stage, ann, bob, coach):
    Thread.ask(stage, ann, "Buy this").question.mark_spam(coach)
    Thread.ask(stage, bob, "Never mind").question.withdraw()
    html = as_person(coach).get("/admin/").content.decode()
    assert "Waiting for your answer: 0" in html and "To approve: 0" in html


def test_what_was_lately_answered_is_at_hand(as_person, answered, coach):
    html = as_person(coach).get("/admin/").content.decode()
    assert "He has gone quiet" in html[html.index("Recently answered") :]


# Who may come to the desk


PATHS = ["/admin/", "/admin/threads/{thread}/", *[f"/admin/{name}/" for name in LISTS], "/admin/stages/identity/"]


@pytest.mark.parametrize("who", ["bob", "nobody"])
def test_the_desk_is_closed_to_readers_and_strangers(as_person, request, answered, who):
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    for path in PATHS:
        response = client.get(path.format(thread=answered.pk))
        assert response.status_code == 403 or "login" in response["Location"]
        response = client.get(path.format(thread=answered.pk), follow=True)
        assert "He has gone quiet" not in response.content.decode()


def test_a_coach_who_may_not_sign_in_any_more_is_out_at_once(as_person, answered, coach):
    client = as_person(coach)
    User.objects.filter(pk=coach.pk).update(is_active=False)
    assert client.get("/admin/").status_code in {302, 403}


def test_a_moderator_who_is_none_any_more_is_out_at_once(as_person, asked, mod):
    client = as_person(mod)
    mod.drop_role("moderator")
    act(client, asked.question, "approve")
    assert asked.question.is_pending


@pytest.mark.parametrize("name", [*ACTS, "answer"])
@pytest.mark.parametrize("who", ["bob", "ann", "nobody"])
def test_readers_and_strangers_can_do_nothing(as_person, request, asked, who, name):
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    noun = "threads" if name == "answer" else "comments"
    pk = asked.pk if name == "answer" else asked.question.pk
    response = client.post(f"/admin/{noun}/{pk}/{name}/", {"revision": 1, "text": "x", "to": pk, "reason": "x"})
    assert response.status_code == 403 or "login" in response["Location"]
    assert asked.question.is_pending and asked.comments.count() == 1 and not ModerationEntry.objects.exists()


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_only_done_by_its_button(as_person, asked, coach, name):
    assert as_person(coach).get(f"/admin/comments/{asked.question.pk}/{name}/").status_code == 405
    assert as_person(coach).get(f"/admin/threads/{asked.pk}/answer/").status_code == 405
    assert asked.question.is_pending


def test_a_button_needs_its_token(asked, coach):
    client = Client(enforce_csrf_checks=True)
    client.force_login(coach, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(f"/admin/comments/{asked.question.pk}/approve/", {"revision": 1})
    assert response.status_code == 403 and asked.question.is_pending


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("pk", [4711, 99999999999999999999])
def test_an_act_on_nothing_is_404(as_person, coach, name, pk):
    assert as_person(coach).post(f"/admin/comments/{pk}/{name}/", {"revision": 1, "reason": "x"}).status_code == 404


# Approve, spam, remove, undo


@pytest.mark.parametrize("who", ["coach", "mod"])
@pytest.mark.parametrize(("name", "after"), [("approve", "approved"), ("spam", "spam"), ("remove", "removed")])
def test_an_act_does_what_it_says_and_writes_one_line(as_person, request, asked, who, name, after):
    person = request.getfixturevalue(who)
    act(as_person(person), asked.question, name)
    [entry] = ModerationEntry.objects.all()
    assert asked.question.status == after
    assert (entry.by, entry.act, entry.before, entry.after) == (person, name, "pending", after)
    assert entry.reason == ("It names him." if name == "remove" else "")


@pytest.mark.parametrize("name", ["approve", "spam", "remove"])
def test_an_act_done_again_writes_no_second_line(as_person, asked, mod, name):
    client = as_person(mod)
    act(client, asked.question, name)
    act(client, asked.question, name)
    assert ModerationEntry.objects.count() == 1


@pytest.mark.parametrize("who", ["coach", "mod"])
@pytest.mark.parametrize(
    ("start", "name"),
    [("asked", "approve"), ("asked", "spam"), ("asked", "remove"), ("public", "spam"), ("public", "remove")],
)
def test_undo_brings_back_what_was_before(as_person, request, who, start, name):
    def standing(thread):
        return (thread.question.status, thread.question.is_shown, thread.is_shown, thread.state, thread.waiting_since)

    thread = request.getfixturevalue(start)
    before, client = standing(thread), as_person(request.getfixturevalue(who))
    act(client, thread.question, name)
    act(client, thread.question, "undo")
    assert standing(fresh(thread)) == before
    assert ModerationEntry.objects.first().act == "undo"


def test_approved_is_public_on_the_next_request_and_undone_is_not(as_person, asked, mod, client):
    for name, status in (("approve", 200), ("undo", 404), ("approve", 200), ("spam", 404), ("undo", 200)):
        act(as_person(mod), asked.question, name)
        assert Client().get(asked.get_absolute_url()).status_code == status


def test_there_is_no_undoing_of_an_undoing(as_person, asked, mod):
    client = as_person(mod)
    act(client, asked.question, "approve")
    act(client, asked.question, "undo")
    assert "nothing to undo" in told(act(client, asked.question, "undo"))[0] and asked.question.is_pending


def test_undo_is_not_offered_where_nothing_can_be_undone(as_person, public, ann, coach):
    trusted = Thread.ask(public.stage, ann, "And now?")  # approved at once, by nobody
    html = as_person(coach).get(f"/admin/threads/{trusted.pk}/").content.decode()
    assert f'action="/admin/comments/{trusted.question.pk}/undo/"' not in html


def test_removing_needs_a_reason_and_says_so(as_person, asked, mod):
    response = act(as_person(mod), asked.question, "remove", reason="  ")
    assert response.status_code == 422 and "Please say why" in response.content.decode()
    assert asked.question.is_pending and not ModerationEntry.objects.exists()


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("revision", ["", "x", None])
def test_an_act_without_the_revision_that_was_read_is_refused(as_person, asked, mod, name, revision):
    form = {"reason": "x"} if revision is None else {"reason": "x", "revision": revision}
    response = as_person(mod).post(f"/admin/comments/{asked.question.pk}/{name}/", form)
    assert response.status_code == 422 and asked.question.is_pending and not ModerationEntry.objects.exists()


def test_the_reason_stands_on_the_page_of_the_author(as_person, asked, ann, mod):
    act(as_person(mod), asked.question, "remove", reason="It names him & his firm.")
    html = as_person(ann).get(fresh(asked).get_absolute_url()).content.decode()
    assert "It names him &amp; his firm." in html


def test_the_author_of_spam_is_not_left_in_the_dark(as_person, asked, ann, mod):
    act(as_person(mod), asked.question, "spam")
    assert "on the site." in as_person(ann).get(fresh(asked).get_absolute_url()).content.decode()


def test_the_reason_is_mailed_after_the_time_to_undo(as_person, asked, mod, outbox):
    act(as_person(mod), asked.question, "remove", reason="It's his <name>.")
    assert outbox(seconds=5) == []
    [message] = outbox(seconds=6)
    assert message.to == ["ann@example.org"] and "It's his <name>." in message.body
    assert "It&#x27;s his &lt;name&gt;." in message.alternatives[0][0]


def test_nothing_is_mailed_when_the_removal_is_undone_in_time(as_person, asked, mod, outbox):
    act(as_person(mod), asked.question, "remove")
    act(as_person(mod), asked.question, "undo")
    assert outbox() == []


def test_who_is_removed_again_is_told_once_with_the_last_reason(as_person, asked, mod, outbox):
    for name, reason in (("remove", "A slip."), ("undo", ""), ("remove", "It names him.")):
        act(as_person(mod), asked.question, name, reason=reason)
    [message] = outbox()
    assert "It names him." in message.body and "A slip." not in message.body


def test_the_mail_about_a_removal_has_no_word_of_what_was_written(as_person, asked, mod, outbox):
    act(as_person(mod), asked.question, "remove")
    [message] = outbox()
    whole = str(message.message()).lower()
    assert "quiet" not in whole.replace("quiet hand", "") and "he-has-gone" not in whole


def test_the_mail_about_a_removed_reply_has_no_word_of_the_question(as_person, public, bob, mod, outbox):
    act(as_person(mod), public.question.reply(bob, "So it was with me."), "remove")
    [message] = outbox()
    whole = str(message.message()).lower()
    assert message.to == ["bob@example.org"] and "gone" not in whole and "so it was" not in whole


def test_the_mail_about_a_removal_does_not_name_the_moderator(as_person, asked, mod, outbox):
    act(as_person(mod), asked.question, "remove")
    assert "Quiet Hand" not in str(outbox()[0].message())


@pytest.mark.parametrize("name", ["approve", "spam", "undo"])
def test_other_acts_mail_no_reason(as_person, public, mod, outbox, name):
    act(as_person(mod), public.question, name)
    assert outbox() == []


@pytest.mark.parametrize("name", ["approve", "spam", "undo", "remove"])
def test_nothing_is_done_with_what_its_author_took_back(as_person, answered, mod, name):
    fresh(answered.question).withdraw()
    act(as_person(mod), answered.question, name)
    assert answered.question.status == Status.WITHDRAWN


def test_a_moderator_can_only_do_what_has_a_button(as_person, public, mod):
    client = as_person(mod)
    act(client, public.question, "remove")
    act(client, public.question, "spam")  # the screen does not offer it for what is removed
    assert public.question.status == Status.REMOVED


# Two at once


@pytest.mark.parametrize("second", ["spam", "remove", "approve"])
def test_the_slower_of_two_moderators_is_told_who_did_what_and_changes_nothing(as_person, asked, coach, mod, second):
    stale = asked.question.revision
    act(as_person(mod), asked.question, "approve")
    response = act(as_person(coach), asked.question, second, revision=stale)
    assert told(response) == ["Quiet Hand was faster: approved. Please look again; nothing has been done."]
    assert asked.question.status == Status.APPROVED and ModerationEntry.objects.count() == 1


def test_who_reads_old_words_is_told_that_they_were_edited(as_person, public, coach, mod):
    stale = public.question.revision
    fresh(public.question).edit("Other words", stale)
    [sentence] = told(act(as_person(mod), public.question, "remove", revision=stale))
    assert public.question.status == Status.APPROVED
    assert "Mara was faster: approved" not in sentence


def test_of_two_moderators_in_the_same_instant_one_acts(transactional_db, asked, coach, mod):
    pk, gate, answers = asked.question.pk, threading.Barrier(2), []

    def press(person, name):
        client = Client(raise_request_exception=False)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        gate.wait()
        answers.append(client.post(f"/admin/comments/{pk}/{name}/", {"revision": 1}).status_code)
        connection.close()

    pressers = [threading.Thread(target=press, args=pair) for pair in ((coach, "approve"), (mod, "spam"))]
    [presser.start() for presser in pressers]
    [presser.join() for presser in pressers]
    assert answers == [302, 302] and ModerationEntry.objects.count() == 1


# Answering


def test_the_coach_answers_and_the_question_is_public_and_answered(as_person, asked, coach):
    client = as_person(coach)
    send(client, asked, answer_form(client, asked))
    asked = fresh(asked)
    assert (asked.state, asked.is_shown, asked.question.status) == (State.ANSWERED, True, Status.APPROVED)
    assert "Breathe &amp; wait." in Client().get(asked.get_absolute_url()).content.decode()
    assert sorted(ModerationEntry.objects.values_list("act", flat=True)) == ["answer", "by_answer"]


def test_an_answer_hangs_on_the_askers_last_words_and_approves_them(as_person, public, ann, coach):
    follow_up = public.question.reply(ann, "One more thing")
    client = as_person(coach)
    send(client, public, answer_form(client, public))
    assert fresh(public).last_answer.parent == follow_up


def test_an_answer_may_leave_the_question_waiting_for_the_reader(as_person, public, coach):
    client = as_person(coach)
    send(client, public, answer_form(client, public) | {"then": "waiting_for_reader"})
    assert fresh(public).state == State.WAITING_FOR_READER


@pytest.mark.parametrize("then", ["closed", "", "x"])
def test_an_answer_leaves_a_thread_only_as_the_form_offers(as_person, public, coach, then):
    client = as_person(coach)
    response = send(client, public, answer_form(client, public) | {"then": then})
    assert response.status_code == 422 and ANSWER.replace("&", "&amp;") in response.content.decode()
    assert public.comments.count() == 1


def test_after_sending_the_next_one_waiting_opens(as_person, stage, public, bob, coach):
    following = Thread.ask(stage, bob, "I wait too")
    client = as_person(coach)
    response = send(client, public, answer_form(client, public))
    assert response["Location"] == f"/admin/threads/{following.pk}/"
    response = send(client, following, answer_form(client, following))
    assert response["Location"] == "/admin/"


def test_the_next_screen_says_what_was_sent(as_person, public, coach):
    client = as_person(coach)
    send(client, public, answer_form(client, public))
    assert "is sent" in told(client.get("/admin/"))[0]


def test_an_answer_sent_twice_is_one_answer(as_person, public, coach):
    client = as_person(coach)
    form = answer_form(client, public)
    assert [send(client, public, form).status_code for _time in range(2)] == [302, 302]
    assert public.comments.count() == 2


def test_a_moderator_sees_no_answer_form_and_cannot_send_one(as_person, asked, mod):
    html = as_person(mod).get(f"/admin/threads/{asked.pk}/").content.decode()
    assert "Only a coach answers." in html and "/answer/" not in html
    form = {"text": ANSWER, "to": asked.question.pk, "revision": 1, "then": "answered"}
    assert send(as_person(mod), asked, form).status_code == 403 and asked.comments.count() == 1


@pytest.mark.parametrize("words", ["", " ", "x" * 20_001])
def test_an_answer_that_cannot_be_taken_comes_back(as_person, public, coach, words):
    client = as_person(coach)
    response = send(client, public, answer_form(client, public) | {"text": words})
    assert (
        response.status_code == 422 and "errorlist" in response.content.decode() and words in response.content.decode()
    )
    assert public.comments.count() == 1


def test_an_answer_to_words_that_have_changed_is_kept_and_not_sent(as_person, public, coach):
    client = as_person(coach)
    form = answer_form(client, public)
    fresh(public.question).edit("He wrote to me after all!", public.question.revision)
    response = send(client, public, form)
    html = response.content.decode()
    assert response.status_code == 409 and ANSWER.replace("&", "&amp;") in html and "He wrote to me after all!" in html
    assert public.comments.count() == 1


def test_after_a_refusal_she_can_send_the_same_answer(as_person, public, coach):
    client = as_person(coach)
    form = answer_form(client, public)
    fresh(public.question).edit("He wrote to me after all!", public.question.revision)
    renewed = send(client, public, form).context["answer_form"]
    response = send(client, public, {field.name: str(field.value()) for field in renewed})
    assert response.status_code == 302 and fresh(public).last_answer.text == ANSWER


def test_an_answer_to_a_question_that_was_removed_meanwhile_is_kept(as_person, public, coach, mod):
    form = answer_form(as_person(coach), public)
    act(as_person(mod), public.question, "remove")
    response = send(as_person(coach), public, form)
    html = response.content.decode()
    assert response.status_code == 409 and "Quiet Hand was faster: removed" in html
    assert ANSWER.replace("&", "&amp;") in html and public.comments.count() == 1


def test_an_answer_to_a_question_that_was_taken_back_meanwhile_is_kept(as_person, public, ann, coach):
    form = answer_form(as_person(coach), public)
    as_person(ann).post(f"/comments/{public.question.pk}/delete/")
    response = send(as_person(coach), public, form)
    assert response.status_code == 409 and ANSWER.replace("&", "&amp;") in response.content.decode()
    assert public.comments.count() == 1


def test_an_answer_sent_after_the_session_has_ended_is_not_lost_at_the_login_wall(as_person, public, coach):
    client = as_person(coach)
    form = answer_form(client, public)
    client.cookies.clear()
    wall = client.post(f"/admin/threads/{public.pk}/answer/", form, follow=True).content.decode()
    client.force_login(coach, backend="django.contrib.auth.backends.ModelBackend")
    after = client.get(f"/admin/threads/{public.pk}/").content.decode()
    assert any(ANSWER.replace("&", "&amp;") in html for html in (wall, after))


def test_an_answer_whose_token_is_too_old_comes_back(public, coach):
    client = Client(enforce_csrf_checks=True)
    client.force_login(coach, backend="django.contrib.auth.backends.ModelBackend")
    response = send(client, public, answer_form(client, public))
    assert response.status_code == 403 and ANSWER.replace("&", "&amp;") in response.content.decode()


@pytest.mark.parametrize("to", ["", "x", "4711", "99999999999999999999"])
def test_an_answer_to_nothing_comes_back(as_person, public, coach, to):
    client = as_person(coach)
    response = send(client, public, answer_form(client, public) | {"to": to})
    assert response.status_code in {404, 409, 422} and ANSWER.replace("&", "&amp;") in response.content.decode()
    assert public.comments.count() == 1


def test_an_answer_never_lands_in_another_thread(as_person, stage, public, bob, coach):
    other = Thread.ask(stage, bob, "Another one")
    client = as_person(coach)
    form = answer_form(client, public) | {"to": other.question.pk, "revision": other.question.revision}
    assert send(client, public, form).status_code == 404 and other.comments.count() == 1


def test_an_answer_is_taken_back_by_undo_and_the_question_waits_again(as_person, asked, coach):
    since = asked.waiting_since
    client = as_person(coach)
    send(client, asked, answer_form(client, asked))
    act(client, fresh(asked).last_answer, "undo")
    asked = fresh(asked)
    assert (asked.state, asked.waiting_since, asked.last_answer) == (State.WAITING_FOR_COACH, since, None)
    assert "Breathe" not in Client().get(asked.get_absolute_url()).content.decode()


def test_a_moderator_hides_an_answer_and_undoes_it(as_person, answered, mod):
    answer = answered.last_answer
    act(as_person(mod), answer, "remove")
    assert fresh(answered).state == State.WAITING_FOR_COACH
    act(as_person(mod), answer, "undo")
    assert fresh(answered).state == State.ANSWERED and fresh(answer).status == Status.APPROVED


# The mail about an answer


def test_the_asker_is_told_once_that_she_was_answered(as_person, asked, coach, outbox, clock_stands):
    client = as_person(coach)
    send(client, asked, answer_form(client, asked))
    assert outbox(seconds=5) == []
    outbox(seconds=6)
    [message] = outbox(seconds=60)
    assert message.to == ["ann@example.org"] and f"/comments/{fresh(asked).last_answer.pk}/" in message.body


def test_the_mail_about_an_answer_has_no_word_of_hers_or_of_the_answer_if_she_says_so(
    as_person, asked, ann, coach, outbox
):
    MailChoices.objects.create(person=ann, no_quotes=True)
    client = as_person(coach)
    send(client, asked, answer_form(client, asked))
    whole = str(outbox()[0].message()).lower()
    assert not any(word in whole for word in ("quiet", "breathe", "write first"))


def test_the_mails_of_a_thread_hang_together(as_person, answered, coach, outbox):
    answered.last_answer.reply(coach, "One thing more.")
    messages = [message.message() for message in outbox()]
    assert len(messages) == 2 and len({message["Message-ID"] for message in messages}) == 2
    assert len({message["References"] for message in messages} | {message["In-Reply-To"] for message in messages}) == 1
    assert all(re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", message["Message-ID"]) for message in messages)
    assert messages[0]["Auto-Submitted"] == "auto-generated"


def test_the_mail_has_a_plain_and_an_html_part(answered, outbox):
    message = outbox()[0].message()
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.get_payload()] == ["text/plain", "text/html"]


def test_an_answer_taken_back_in_time_is_not_mailed(as_person, asked, coach, outbox):
    client = as_person(coach)
    send(client, asked, answer_form(client, asked))
    act(client, fresh(asked).last_answer, "undo")
    assert outbox() == []


def test_the_link_in_the_mail_leads_to_the_answer(as_person, answered, ann, outbox):
    path = re.search(r"http://localhost:8000(/comments/\d+/)", outbox()[0].body)[1]
    assert as_person(ann).get(path)["Location"].endswith(f"#comment-{answered.last_answer.pk}")


def test_who_may_not_sign_in_any_more_gets_no_mail(answered, ann, outbox):
    User.objects.filter(pk=ann.pk).update(is_active=False)
    assert outbox() == []


# What a moderator does not see


def test_a_private_thread_is_the_coachs_alone(as_person, private, coach, mod):
    path = f"/admin/threads/{private.pk}/"
    assert [as_person(person).get(path).status_code for person in (coach, mod)] == [200, 404]


@pytest.mark.parametrize("name", ACTS)
def test_a_moderator_can_do_nothing_with_a_private_comment(as_person, private, mod, name):
    assert act(as_person(mod), private.question, name).status_code == 404
    assert private.question.status == Status.APPROVED


@pytest.mark.parametrize("path", ["", "comments/thread/", "comments/comment/", "comments/thread/?q=quiet"])
def test_no_list_shows_a_moderator_a_private_thread(as_person, private, ann, mod, path):
    private.last_answer.reply(ann, "Still quiet.")
    html = as_person(mod).get(f"/admin/{path}").content.decode()
    assert "gone quiet" not in html and "Still quiet" not in html and "Ann of the Hills" not in html
    assert path or "Waiting for your answer: 0" in html


def test_the_log_tells_a_moderator_nothing_of_private_threads(as_person, private, coach, mod):
    reply = private.question
    reply.remove(coach, "Because of her sister")
    html = as_person(mod).get("/admin/comments/moderationentry/").content.decode()
    assert "Because of her sister" not in html


@pytest.mark.parametrize("noun", ["thread", "comment"])
@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_a_moderator_reaches_no_private_row_by_its_number(as_person, private, mod, noun, page):
    pk = private.pk if noun == "thread" else private.question.pk
    response = as_person(mod).get(f"/admin/comments/{noun}/{pk}/{page}/", follow=True)
    assert "gone quiet" not in response.content.decode() and "gone-quiet" not in str(response.redirect_chain)


def test_a_moderator_does_not_read_private_threads_on_the_site(as_person, private, mod):
    paths = [private.get_absolute_url(), f"/comments/{private.question.pk}/"]
    assert [as_person(mod).get(path).status_code for path in paths] == [404, 404]


# The lists of the desk


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_open_for_the_coach(as_person, answered, coach, name):
    Resource.objects.create(slug="walk", title="A walk", body="Go.")
    assert as_person(coach).get(f"/admin/{name}/").status_code == 200


@pytest.mark.parametrize("name", LISTS[:3])
def test_the_lists_that_a_moderator_needs_open_for_her(as_person, answered, mod, name):
    assert as_person(mod).get(f"/admin/{name}/").status_code == 200


@pytest.mark.parametrize("name", [*LISTS[3:], "stages/identity"])
def test_the_other_lists_do_not(as_person, answered, mod, name):
    assert as_person(mod).get(f"/admin/{name}/", follow=True).status_code == 403


def test_the_coach_edits_who_she_is(as_person, identity, coach):
    response = as_person(coach).get("/admin/stages/identity/", follow=True)
    assert response.status_code == 200 and response.redirect_chain[0][0] == "/admin/stages/identity/1/change/"


def test_the_list_of_people_is_the_coachs_and_shows_no_secret(as_person, coach, ann):
    html = as_person(coach).get(f"/admin/people/{ann.pk}/").content.decode()
    assert "Ann of the Hills" in html and "md5$" not in html


@pytest.mark.parametrize("noun", ["thread", "comment"])
@pytest.mark.parametrize("who", ["coach", "mod"])
def test_a_row_of_the_lists_opens_on_the_desks_own_screen(as_person, request, answered, noun, who):
    pk = answered.pk if noun == "thread" else answered.last_answer.pk
    client = as_person(request.getfixturevalue(who))
    response = client.get(f"/admin/comments/{noun}/{pk}/change/")
    place = "" if noun == "thread" else f"?comment={pk}#comment-{pk}"
    assert response["Location"] == f"/admin/threads/{answered.pk}/{place}"


@pytest.mark.parametrize("noun", ["thread", "comment"])
@pytest.mark.parametrize("pk", ["4711", "x", "_5F"])
def test_a_row_that_is_not_there_breaks_nothing(as_person, answered, coach, noun, pk):
    assert as_person(coach).get(f"/admin/comments/{noun}/{pk}/change/", follow=True).status_code in {200, 404}


@pytest.mark.parametrize("who", ["coach", "mod"])
def test_nobody_writes_in_the_log(as_person, request, public, who):
    client, pk = as_person(request.getfixturevalue(who)), ModerationEntry.objects.get().pk
    before = list(ModerationEntry.objects.values())
    for page in ("add", f"{pk}/change", f"{pk}/delete"):
        assert (
            client.post(f"/admin/comments/moderationentry/{page}/", {"reason": "x", "post": "yes"}).status_code == 403
        )
    client.post(
        "/admin/comments/moderationentry/", {"action": "delete_selected", "_selected_action": pk, "post": "yes"}
    )
    assert list(ModerationEntry.objects.values()) == before


@pytest.mark.parametrize("noun", ["thread", "comment"])
def test_threads_and_comments_are_never_deleted_in_a_list(as_person, public, coach, noun):
    client = as_person(coach)
    client.post(f"/admin/comments/{noun}/", {"action": "delete_selected", "_selected_action": 1, "post": "yes"})
    client.post(f"/admin/comments/{noun}/{public.pk}/delete/", {"post": "yes"})
    assert Thread.objects.count() == Comment.objects.count() == 1


def test_the_log_shows_who_did_what_and_why(as_person, asked, mod, coach):
    act(as_person(mod), asked.question, "remove", reason="It names him.")
    html = as_person(coach).get("/admin/comments/moderationentry/").content.decode()
    assert "Quiet Hand" in html and "It names him." in html and "removed" in html


@pytest.mark.parametrize(
    "form", [{"is_active": "on"}, {"roles": ["coach"]}, {"is_active": "on", "roles": ["moderator"]}]
)
def test_the_only_coach_cannot_be_taken_away(surely, coach, form):
    response = surely(coach).post(f"/admin/people/{coach.pk}/office/", form)
    assert "This is the only coach." in response.content.decode()
    assert User.objects.coaches().get() == coach


def test_a_coach_may_go_when_there_is_another(surely, coach, ann):
    client = surely(coach)
    client.post(f"/admin/people/{ann.pk}/office/", {"is_active": "on", "roles": ["coach"]})
    client.post(f"/admin/people/{coach.pk}/office/", {"is_active": "on"})
    assert User.objects.coaches().get() == ann


def test_a_coach_who_may_not_sign_in_is_not_another_coach(surely, coach, ann):
    ann.take_role("coach")
    User.objects.filter(pk=ann.pk).update(is_active=False)
    response = surely(coach).post(f"/admin/people/{coach.pk}/office/", {"is_active": "on"})
    assert "This is the only coach." in response.content.decode()


def test_a_moderator_makes_nobody_a_coach(surely, coach, mod):
    response = surely(mod).post(f"/admin/people/{mod.pk}/office/", {"is_active": "on", "roles": ["coach"]})
    assert response.status_code == 403 and User.objects.coaches().get() == coach


def test_nothing_at_the_desk_is_stored(as_person, answered, coach):
    client = as_person(coach)
    for path in PATHS:
        assert "no-store" in client.get(path.format(thread=answered.pk))["Cache-Control"]


def test_two_tabs_do_not_send_two_answers(as_person, public, coach):
    client = as_person(coach)
    first, second = answer_form(client, public), answer_form(client, public)
    client.post(f"/admin/threads/{public.pk}/answer/", first)
    told_so = client.post(f"/admin/threads/{public.pk}/answer/", second)
    assert told_so.status_code == 409 and "was faster: answered" in told_so.content.decode()
    assert public.comments.filter(kind="answer").count() == 1


def test_of_two_removals_only_the_one_that_holds_is_told(public, coach, work):
    fresh(public.question).remove(coach, "A slip.")
    fresh(public.question).undo(coach)
    fresh(public.question).remove(coach, "The true reason.")
    bodies = [mail.key for mail in work() if mail.key and mail.key.startswith("removed-")]
    assert bodies == [f"removed-{public.question.pk}-{public.question.revision}"]


def test_what_was_removed_is_still_its_authors_to_erase(as_person, public, ann, coach):
    fresh(public.question).remove(coach, "Not here.")
    as_person(ann).post(f"/comments/{public.question.pk}/delete/")
    assert (public.question.status, public.question.text) == ("withdrawn", "")
