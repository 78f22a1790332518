"""Replying, mending and taking back: what each person may do with each comment, whatever has become of it."""

import re
import threading
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.utils import timezone

from comments.models import Comment, ModerationEntry, StaleObject, Thread
from exchange.bulk_writing import Spoken, bring_in
from tests.lasting import lasting
from writing.models import Draft

Status, State = Comment.Status, Thread.State
WORDS = "A quiet word about Zanzibar"
ACTS = ["reply", "edit", "delete"]


def path_to(comment, act=None):
    return f"/comments/{comment.pk}/{act}/" if act else f"/comments/{comment.pk}/"


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def said(client, path, text, **more):
    """Fill in the form at `path` as it stands and send it."""
    form = client.get(path).context["form"]
    hidden = {field.name: str(field.value()) for field in form.hidden_fields()}
    return client.post(path, hidden | {"text": text} | more)


@lasting
def bobs(answered, bob, coach):
    """Bob's reply to Ann's question, approved."""
    reply = answered.question.reply(bob, WORDS)
    reply.approve(coach)
    return fresh(reply)


# Reply


def test_a_reader_replies_and_lands_on_her_reply(as_person, answered, ann):
    response = said(as_person(ann), path_to(answered.last_answer, "reply"), "Thank you!")
    written = answered.comments.get(text="Thank you!")
    assert response["Location"] == path_to(written) and written.parent == answered.last_answer


def test_a_first_reply_of_another_waits_and_only_he_sees_it(as_person, answered, bob, ann):
    said(as_person(bob), path_to(answered.question, "reply"), WORDS)
    reply = answered.comments.get(text=WORDS)
    assert [as_person(person).get(path_to(reply)).status_code for person in (bob, ann, None)] == [302, 404, 404]


def test_a_visitor_writes_her_reply_first_and_signs_in_last(client, answered, bob):
    path = path_to(answered.question, "reply")
    sign_up = said(client, path, WORDS)["Location"]
    assert sign_up.startswith("/accounts/signup/?next=%2Fdrafts%2F")
    who = {"login": "bob@example.org", "password": "a long password"}
    form = client.post(sign_up.replace("signup", "login"), who, follow=True).context["form"]
    assert form["text"].value() == WORDS
    assert answered.comments.count() == 2 and Draft.objects.count() == 1
    client.post(path, {"text": WORDS, "submission": form["submission"].value()})
    assert answered.comments.filter(author=bob).count() == 1 and not Draft.objects.exists()


def test_a_reply_sent_twice_is_one_reply(as_person, answered, ann):
    form = {"text": WORDS, "submission": str(uuid.uuid4())}
    client = as_person(ann)
    answers = [client.post(path_to(answered.question, "reply"), form)["Location"] for _time in range(2)]
    assert answers[0] == answers[1] and answered.comments.filter(text=WORDS).count() == 1


@pytest.mark.parametrize("writer", ["ann", "coach"])
def test_a_reply_sent_twice_in_the_same_instant_is_one_reply(transactional_db, answered, ann, coach, writer):
    form, answers, gate = {"text": WORDS, "submission": str(uuid.uuid4())}, [], threading.Barrier(4)
    person = {"ann": ann, "coach": coach}[writer]

    def send():
        client = Client(raise_request_exception=False)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        gate.wait()
        answers.append(client.post(path_to(answered.question, "reply"), form).status_code)
        connection.close()

    senders = [threading.Thread(target=send) for _sender in range(4)]
    [sender.start() for sender in senders]
    [sender.join() for sender in senders]
    assert answers == [302] * 4 and answered.comments.filter(text=WORDS).count() == 1


def test_many_replies_in_the_same_instant_all_arrive(transactional_db, answered, ann, bob, coach, mod):
    answers, gate = [], threading.Barrier(4)

    def send(person):
        client = Client(raise_request_exception=False)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        gate.wait()
        answers.append(client.post(path_to(answered.question, "reply"), {"text": WORDS}).status_code)
        connection.close()

    senders = [threading.Thread(target=send, args=[person]) for person in (ann, bob, coach, mod)]
    [sender.start() for sender in senders]
    [sender.join() for sender in senders]
    assert answers == [302] * 4 and answered.comments.filter(text=WORDS).count() == 4


@pytest.mark.parametrize("words", ["", " \n", "\u200b", "x" * 20_001, "\x00"])
def test_a_reply_that_cannot_be_taken_says_why_and_saves_nothing(as_person, answered, ann, words):
    response = as_person(ann).post(path_to(answered.question, "reply"), {"text": words})
    assert "errorlist" in response.content.decode() and answered.comments.count() == 2


def test_a_reply_to_what_was_just_removed_comes_back_with_its_words(as_person, bobs, ann, coach):
    fresh(bobs).remove(coach, "No.")
    response = as_person(ann).post(path_to(bobs, "reply"), {"text": "I feel with you."})
    assert "I feel with you." in response.content.decode()
    assert not Comment.objects.filter(text="I feel with you.").exists()


def test_a_draft_reply_to_what_was_removed_meanwhile_comes_back_with_its_words(client, bobs, ann, coach):
    said(client, path_to(bobs, "reply"), "I feel with you.")
    fresh(bobs).remove(coach, "No.")
    assert "I feel with you." in client.get(path_to(bobs, "reply")).content.decode()


def test_the_verb_refuses_a_reply_to_what_was_removed_while_the_form_was_read(bobs, ann, coach):
    seen = fresh(bobs)
    fresh(bobs).remove(coach, "No.")
    with pytest.raises(StaleObject, match="Your text is still here"):
        seen.reply(ann, "I feel with you.")


def test_the_askers_reply_makes_her_thread_wait_again(as_person, answered, ann):
    assert fresh(answered).state == State.ANSWERED
    said(as_person(ann), path_to(answered.last_answer, "reply"), "And now?")
    assert fresh(answered).state == State.WAITING_FOR_COACH
    assert fresh(answered).waiting_since == answered.comments.get(text="And now?").created_at


@pytest.mark.parametrize("set_aside", [Thread.wait_for_reader, Thread.close])
def test_the_askers_reply_reopens_what_the_coach_had_set_aside(answered, ann, set_aside):
    set_aside(fresh(answered))
    answered.last_answer.reply(ann, "And now?")
    assert fresh(answered).state == State.WAITING_FOR_COACH


def test_the_reply_of_another_changes_no_state(answered, bob, coach):
    answered.last_answer.reply(bob, "So it was with me.").approve(coach)
    assert fresh(answered).state == State.ANSWERED
    fresh(answered).wait_for_reader()
    fresh(answered).last_answer.reply(bob, "And so.")
    assert fresh(answered).state == State.WAITING_FOR_READER


def test_what_the_coach_closed_without_an_answer_stays_closed_when_an_old_reply_is_approved(public, bob, coach):
    reply = public.question.reply(bob, WORDS)
    fresh(public).close()
    fresh(reply).approve(coach)
    assert fresh(public).state == State.CLOSED


def test_the_coachs_reply_on_the_readers_page_is_an_answer(as_person, public, coach):
    said(as_person(coach), path_to(public.question, "reply"), "Breathe.")
    assert fresh(public).last_answer.text == "Breathe." and fresh(public).state == State.ANSWERED


def test_a_moderators_reply_is_a_readers_reply(as_person, public, mod):
    said(as_person(mod), path_to(public.question, "reply"), "Breathe.")
    assert public.comments.get(text="Breathe.").kind == Comment.Kind.REPLY
    assert fresh(public).state == State.WAITING_FOR_COACH


def test_a_second_answer_is_said_to_the_asker_too(answered, coach, work):
    answered.question.reply(coach, "One thing more.")
    assert len([mail for mail in work() if mail.key.startswith("answered-")]) == 2


# Who may do what


def be(comment, state, coach):
    """Let the comment become what the name says."""
    thread = comment.thread
    {
        "approved": lambda: None,
        "pending": lambda: comment.undo(coach),
        "spam": lambda: comment.mark_spam(coach),
        "removed": lambda: comment.remove(coach, "No."),
        "withdrawn": comment.withdraw,
        "private": lambda: Thread.objects.filter(pk=thread.pk).update(visibility="private"),
        "closed": lambda: fresh(thread).close(),
        "only_asker": lambda: fresh(thread).limit_replies(coach),
    }[state]()


# What Bob's reply in Ann's thread opens to: Bob, Ann (who asked), the coach, a moderator, nobody. `r`eply, `e`dit,
# `d`elete, and `p`ermalink.
MAY = {
    "approved": ("p red", "p r", "p r", "p r", "p r"),
    "pending": ("p ed", "", "", "", ""),
    "spam": ("p d", "", "", "", ""),
    "removed": ("p d", "", "", "", ""),
    "withdrawn": ("", "", "", "", ""),
    "private": ("d", "p r", "p r", "", ""),  # her own words are hers wherever they stand
    "closed": ("p ed", "p r", "p r", "p", "p"),
    "only_asker": ("p ed", "p r", "p r", "p", "p"),
}
PEOPLE = ["bob", "ann", "coach", "mod", "nobody"]


@pytest.mark.parametrize("state", MAY)
@pytest.mark.parametrize("who", PEOPLE)
def test_each_act_is_open_to_the_right_person_only(as_person, request, bobs, coach, state, who):
    be(bobs, state, coach)
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    expected = MAY[state][PEOPLE.index(who)]
    found = "p " if client.get(path_to(bobs)).status_code == 302 else ""
    found += "".join(act[0] for act in ACTS if client.get(path_to(bobs, act)).status_code == 200)
    assert found.strip() == expected


@pytest.mark.parametrize("state", ["spam", "removed"])
@pytest.mark.parametrize("who", PEOPLE)
def test_what_is_put_aside_is_its_authors_alone_to_erase(request, bobs, coach, state, who):
    be(bobs, state, coach)
    person = AnonymousUser() if who == "nobody" else request.getfixturevalue(who)
    assert fresh(bobs).acts_open_to(person) == ({"delete"} if who == "bob" else set())


@pytest.mark.parametrize("become", ["advertisement", "private", "draft stage"])
@pytest.mark.parametrize("who", ["bob", "mod"])
def test_nobody_else_replies_in_a_question_that_is_not_shown(as_person, request, answered, stage, coach, who, become):
    answer = answered.last_answer
    if become == "advertisement":
        answered.question.mark_spam(coach)
    elif become == "private":
        answered.show_to("private", True, coach)
    else:
        type(stage).objects.update(published_at=None)
    as_person(request.getfixturevalue(who)).post(path_to(answer, "reply"), {"text": "I say so too."})
    assert not Comment.objects.filter(text="I say so too.").exists()
    assert "reply" not in fresh(answer).acts_open_to(request.getfixturevalue(who))


@pytest.mark.parametrize("state", MAY)
@pytest.mark.parametrize("who", PEOPLE)
def test_no_act_is_done_for_whom_it_is_not_open_to(as_person, request, bobs, coach, state, who):
    be(bobs, state, coach)
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    allowed = MAY[state][PEOPLE.index(who)]
    before = list(Comment.objects.order_by("pk").values())
    for act in ACTS:
        if act[0] not in allowed:
            client.post(path_to(bobs, act), {"text": "Hacked", "revision": fresh(bobs).revision})
    assert list(Comment.objects.order_by("pk").values()) == before and not Draft.objects.exists()


@pytest.mark.parametrize("state", MAY)
@pytest.mark.parametrize("who", PEOPLE)
def test_the_buttons_are_those_that_work(as_person, request, bobs, coach, state, who):
    be(bobs, state, coach)
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    html = client.get(bobs.thread.get_absolute_url(), follow=True).content.decode()
    html += client.get("/me/messages/", follow=True).content.decode()
    drawn = "".join(act[0] for act in ACTS if f'href="{path_to(bobs, act)}"' in html)
    assert drawn == MAY[state][PEOPLE.index(who)].replace("p", "").strip()


@pytest.mark.parametrize("act", ACTS)
def test_nothing_can_be_done_with_what_never_arrived(as_person, stage, coach, act):
    now = timezone.now()
    conversation = [
        Spoken("q", None, "", False, now, Status.MISSING, ""),
        Spoken("a", "q", "", True, now, Status.APPROVED, "Be gentle."),
    ]
    lost = bring_in(stage, conversation, coach).question
    answers = {as_person(coach).post(path_to(lost, act), {"text": "x", "revision": 1}).status_code, 404}
    assert answers == {404} and fresh(lost).status == Status.MISSING


@pytest.mark.parametrize("act", ACTS)
def test_nobody_can_act_on_a_comment_that_is_not_there(as_person, ann, identity, act):
    assert as_person(ann).get(f"/comments/4711/{act}/").status_code == 404


@pytest.mark.parametrize("act", ["edit", "delete"])
def test_who_is_not_signed_in_is_asked_to_before_she_mends_or_takes_back(client, bobs, act):
    response = client.get(path_to(bobs, act))
    assert response["Location"] == f"/accounts/login/?next=/comments/{bobs.pk}/{act}/"


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_only_done_by_a_form(as_person, bobs, bob, act):
    client = as_person(bob)
    for method in (client.put, client.delete, client.patch):
        assert method(path_to(bobs, act)).status_code == 405
    client.get(path_to(bobs, act))
    client.head(path_to(bobs, act))
    assert fresh(bobs).status == Status.APPROVED and Comment.objects.count() == 3


def test_an_answer_is_not_its_authors_any_more_when_she_is_no_coach(as_person, answered, coach):
    coach.drop_role("coach")
    answer = answered.last_answer
    assert as_person(coach).post(path_to(answer, "edit"), {"text": "x", "revision": 1}).status_code == 404


# Edit


def test_she_mends_her_words_and_the_title_goes_with_them(as_person, public, ann, client):
    response = said(as_person(ann), path_to(public.question, "edit"), "New words")
    assert response["Location"] == path_to(public.question)
    assert (fresh(public).title, fresh(public).slug) == ("New words", "new-words")


def test_the_words_before_an_edit_are_nowhere(as_person, asked, ann, coach):
    said(as_person(ann), path_to(asked.question, "edit"), "New words")
    fresh(asked.question).approve(coach)
    for person in (ann, coach, None):
        client = as_person(person)
        pages = [asked.get_absolute_url(), "/", "/stages/distance/", "/questions/", "/me/", "/admin/"]
        assert not any("gone quiet" in client.get(path, follow=True).content.decode() for path in pages)


def test_the_old_address_of_an_edited_question_leads_to_the_new_one(as_person, public, ann, client):
    old = public.get_absolute_url()
    said(as_person(ann), path_to(public.question, "edit"), "New words")
    assert client.get(old)["Location"].endswith("/new-words/")


@pytest.mark.parametrize(("before", "marked"), [(True, False), (False, True)])
def test_an_edit_is_shown_as_such_only_after_an_answer(as_person, public, ann, coach, before, marked):
    if before:
        said(as_person(ann), path_to(public.question, "edit"), "New words")
    fresh(public).answer(coach, "Breathe.")
    if not before:
        said(as_person(ann), path_to(public.question, "edit"), "New words")
    html = as_person(None).get(fresh(public).get_absolute_url()).content.decode()
    assert ('<span class="label">edited' in html) is marked


def test_a_coach_mends_her_own_answer_as_a_coach(as_person, answered, coach):
    said(as_person(coach), path_to(answered.last_answer, "edit"), "# Breathe")
    assert "<h3" in fresh(answered.last_answer).html


def test_mending_leaves_no_line_in_the_log_and_no_other_state(as_person, answered, ann):
    entries = ModerationEntry.objects.count()
    said(as_person(ann), path_to(answered.question, "edit"), "New words")
    assert ModerationEntry.objects.count() == entries and fresh(answered).state == State.ANSWERED


def test_old_words_do_not_overwrite_newer_ones(as_person, public, ann):
    client = as_person(ann)
    stale = fresh(public.question).revision
    said(client, path_to(public.question, "edit"), "From my phone")
    response = client.post(path_to(public.question, "edit"), {"text": "From my desk", "revision": stale})
    assert response.context["form"]["text"].value() == "From my desk"
    assert "Please look again" in response.content.decode()
    assert fresh(public.question).text == "From my phone"


def test_after_a_refused_edit_she_can_send_her_words_again(as_person, public, ann):
    client = as_person(ann)
    client.get(path_to(public.question, "edit"))
    stale = fresh(public.question).revision
    said(client, path_to(public.question, "edit"), "From my phone")
    refused = client.post(path_to(public.question, "edit"), {"text": "From my desk", "revision": stale})
    hidden = re.search(r'name="revision" value="(\d+)"', refused.content.decode())[1]
    client.post(path_to(public.question, "edit"), {"text": "From my desk", "revision": hidden})
    assert fresh(public.question).text == "From my desk"


def test_an_edit_of_what_was_removed_meanwhile_comes_back_with_its_words(as_person, public, ann, coach):
    fresh(public.question).remove(coach, "No.")
    response = as_person(ann).post(path_to(public.question, "edit"), {"text": "My new words", "revision": 2})
    assert "My new words" in response.content.decode() and fresh(public.question).text != "My new words"


def test_an_edit_after_the_session_has_ended_is_not_lost_at_the_login_wall(as_person, public, ann):
    client = as_person(ann)
    revision = client.get(path_to(public.question, "edit")).context["form"]["revision"].value()
    client.cookies.clear()
    said_so = client.post(path_to(public.question, "edit"), {"text": WORDS, "revision": revision}, follow=True)
    client.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
    after = client.get(path_to(public.question, "edit"))
    assert WORDS in said_so.content.decode() or WORDS in after.content.decode()


@pytest.mark.parametrize("words", ["", "\u200b", "x" * 20_001, "a\x00b"])
def test_an_edit_that_cannot_be_taken_changes_nothing(as_person, public, ann, words):
    before = fresh(public.question).text
    response = as_person(ann).post(path_to(public.question, "edit"), {"text": words, "revision": 2})
    assert response.context["form"].errors["text"] and fresh(public.question).text == before


@pytest.mark.parametrize("revision", ["", "x", "-1", "99999999999999999999999"])
def test_an_edit_without_a_good_revision_changes_nothing_and_says_so(as_person, public, ann, revision):
    before = fresh(public.question).text
    response = as_person(ann).post(path_to(public.question, "edit"), {"text": WORDS, "revision": revision})
    assert fresh(public.question).text == before
    assert WORDS in response.content.decode() and "errorlist" in response.content.decode()


# Take back


def test_the_page_before_says_what_will_happen_and_does_nothing(as_person, public, ann):
    html = as_person(ann).get(path_to(public.question, "delete")).content.decode()
    assert "Delete this message?" in html and fresh(public.question).status == Status.APPROVED


def test_a_question_taken_back_before_an_answer_is_gone(as_person, public, ann):
    as_person(ann).post(path_to(public.question, "delete"))
    assert as_person(None).get(public.get_absolute_url()).status_code == 404
    assert fresh(public).state == State.CLOSED and fresh(public).waiting_since is None


def test_a_question_taken_back_after_an_answer_leaves_a_line_and_the_answer(as_person, answered, ann):
    as_person(ann).post(path_to(answered.question, "delete"))
    html = as_person(None).get(answered.get_absolute_url(), follow=True).content.decode()
    assert "Its author has deleted this message." in html and "Let him be." in html


@pytest.mark.parametrize("has_answer", [True, False])
def test_what_was_taken_back_is_nowhere(as_person, stage, ann, bob, coach, mod, has_answer):
    thread = Thread.ask(stage, ann, WORDS)
    fresh(thread.question).approve(coach)
    if has_answer:
        fresh(thread).answer(coach, "Breathe.")
    as_person(ann).post(path_to(thread.question, "delete"))
    pages = ["/", "/stages/distance/", "/questions/", "/me/", f"/questions/{thread.pk}/", "/admin/"]
    pages += [f"/admin/threads/{thread.pk}/", "/admin/comments/thread/", "/admin/comments/comment/"]
    found = []
    for person in (ann, bob, coach, mod, None):
        for page in pages:
            response = as_person(person).get(page, follow=True)
            if "zanzibar" in (response.content.decode() + str(response.redirect_chain)).lower():
                found.append((str(person), page))
    assert found == []


def test_what_was_taken_back_is_in_no_row(as_person, stage, ann):
    thread = Thread.ask(stage, ann, WORDS)
    as_person(ann).post(path_to(thread.question, "delete"))
    rows = [*Thread.objects.values(), *Comment.objects.values(), *ModerationEntry.objects.values()]
    assert "zanzibar" not in str(rows).lower()


def test_a_reply_taken_back_leaves_a_line_only_if_something_hangs_on_it(as_person, bobs, bob, ann):
    below = bobs.reply(ann, "I see.")
    as_person(bob).post(path_to(bobs, "delete"))
    assert "deleted this message" in as_person(None).get(bobs.thread.get_absolute_url()).content.decode()
    as_person(ann).post(path_to(below, "delete"))
    assert "deleted this message" not in as_person(None).get(bobs.thread.get_absolute_url()).content.decode()


def test_taking_back_is_written_down_without_a_word(as_person, bobs, bob):
    as_person(bob).post(path_to(bobs, "delete"))
    entry = ModerationEntry.objects.first()
    assert (entry.act, entry.by, entry.before, entry.after) == ("withdraw", bob, "approved", "withdrawn")
    assert entry.reason == ""


def test_what_was_taken_back_cannot_be_brought_back(bobs, coach):
    fresh(bobs).withdraw()
    with pytest.raises(StaleObject):
        fresh(bobs).undo(coach)
    assert fresh(bobs).text == "" and fresh(bobs).html == ""


def test_taking_back_twice_is_one_line_in_the_log(as_person, bobs, bob):
    client = as_person(bob)
    answers = [client.post(path_to(bobs, "delete")).status_code for _time in range(2)]
    assert answers == [302, 404] and ModerationEntry.objects.filter(act="withdraw").count() == 1


def test_a_thread_whose_asker_takes_her_follow_up_back_is_answered_again(answered, ann):
    follow_up = answered.last_answer.reply(ann, "And now?")
    fresh(follow_up).withdraw()
    assert fresh(answered).state == State.ANSWERED


def test_a_coach_can_take_her_answer_back_and_the_asker_waits_again(as_person, answered, coach):
    as_person(coach).post(path_to(answered.last_answer, "delete"))
    assert fresh(answered).state == State.WAITING_FOR_COACH and fresh(answered).answered_at is None


# The permalink


@pytest.mark.parametrize("who", ["ann", "coach", "bob", "nobody"])
def test_the_permalink_of_a_private_comment_is_for_the_asker_and_the_coach(as_person, request, answered, who):
    Thread.objects.update(visibility="private")
    person = None if who == "nobody" else request.getfixturevalue(who)
    expected = 302 if who in {"ann", "coach"} else 404
    assert as_person(person).get(path_to(answered.last_answer)).status_code == expected


def test_the_permalink_of_a_stub_leads_to_its_place(as_person, answered, ann):
    fresh(answered.question).withdraw()
    link = as_person(None).get(path_to(answered.question))["Location"]
    assert link.endswith(f"#comment-{answered.question.pk}")


# Limited to the asker


def press(client, thread, act):
    return client.post(f"/admin/threads/{thread.pk}/{act}/", follow=True).content.decode()


def test_the_coach_limits_replies_to_the_asker_and_opens_them_by_the_same_button(as_person, answered, bob, coach):
    html = press(as_person(coach), answered, "limit-replies")
    assert not fresh(answered).takes_replies_from(bob) and "/open-replies/" in html and "/limit-replies/" not in html
    html = press(as_person(coach), answered, "open-replies")
    assert fresh(answered).takes_replies_from(bob) and "/limit-replies/" in html and "/open-replies/" not in html


def test_limiting_replies_stands_in_the_log_once(answered, coach):
    for _time in range(2):
        answered.limit_replies(coach)
    answered.open_replies(coach)
    acts = ModerationEntry.objects.filter(thread=answered, by=coach, comment=None).order_by("pk")
    assert [entry.act for entry in acts] == ["limit_replies", "open_replies"]


def test_what_others_said_before_stays_and_the_asker_goes_on(answered, ann, bob, coach, many_messages):
    answered.question.reply(bob, "Me too.").approve(coach)
    fresh(answered).limit_replies(coach)
    fresh(answered).question.reply(ann, "Thank you both.")
    assert [comment.text for comment in fresh(answered).comments.filter(kind="reply")] == ["Me too.", "Thank you both."]


def test_a_reply_that_was_on_its_way_when_they_are_limited_is_not_taken(answered, bob, coach):
    answered.limit_replies(coach)
    with pytest.raises(StaleObject):
        fresh(answered).question.reply(bob, "Me too.")


@pytest.mark.parametrize("act", ["limit-replies", "open-replies"])
@pytest.mark.parametrize("who", ["mod", "ann", None])
def test_nobody_but_the_coach_says_who_may_reply(request, as_person, answered, who, act):
    client = as_person(who and request.getfixturevalue(who))
    assert client.post(f"/admin/threads/{answered.pk}/{act}/").status_code in {302, 403}
    assert not ModerationEntry.objects.filter(act__endswith="replies").exists()
