"""What speaks of danger is held for a human, stands on top of the desk with a mark, and is known to nobody else."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, ModerationEntry, Thread
from comments.models.concern import Concern
from tests.lasting import lasting

DANGER = "He said he will find me."
ABOUT_HER = "violence, fear of somebody, coercion, self-harm, a minor"
MARKS = [
    "Urgent: please read first",
    "fear of somebody",
    "This may be about",
    "desk-concern",
    "see-to",
    "concerns",
    "dealt with",
]
READ_BY_ALL = ["/", "/stages/distance/", "/questions/", "/search/?q=find", "/feeds/answers.atom", "/feeds/stages.atom"]
READ_BY_ALL += ["/stages/distance/answers.atom", "/sitemap.xml", "/sitemap-questions.xml", "/me/"]


@lasting
def trusted(public):
    """Ann, who was approved before."""
    return public.asker


@lasting
def worrying(trusted, stage):
    """A question by a trusted reader that speaks of fear."""
    return Thread.ask(stage, trusted, DANGER).question


def see_to(client, comment, revision=None):
    return client.post(f"/admin/comments/{comment.pk}/see-to/", {"revision": revision or comment.revision})


def test_every_concern_has_a_name_at_the_desk():
    assert ", ".join(str(name) for name in Concern.labels) == ABOUT_HER


def test_what_speaks_of_danger_waits_whatever_the_trust(worrying):
    assert (worrying.status, worrying.concerns, worrying.is_to_be_seen_to()) == ("pending", "fear", True)


def test_a_reply_is_listened_to_as_well(public, bob):
    reply = public.question.reply(bob, "My wife hits me too and I want to die.")
    assert (reply.status, reply.concerns) == ("pending", "violence self_harm")


def test_a_sad_question_of_a_trusted_reader_is_public_at_once(trusted, stage):
    question = Thread.ask(stage, trusted, "This silence is killing me. I am so sad.").question
    assert (question.status, question.concerns) == ("approved", "")


@pytest.mark.parametrize("verb", ["ask", "answer"])
def test_nobody_listens_to_staff(public, stage, coach, verb):
    words = "If he hits you, call the police."
    comment = public.answer(coach, words) if verb == "answer" else Thread.ask(stage, coach, "He hits me").question
    assert (comment.status, comment.concerns) == ("approved", "")


def test_an_edit_that_brings_danger_up_marks_it_and_hides_nothing(public):
    """What stood was approved; taking it away while she asks for help would say to her that she should not have."""
    public.question.edit(DANGER, public.question.revision)
    question = public.question
    assert (question.status, question.is_to_be_seen_to()) == ("approved", True)


def test_an_edit_that_takes_the_words_back_leaves_the_mark(worrying):
    worrying.edit("All is well.", worrying.revision)
    assert worrying.concerns == "fear"


def test_a_new_concern_brings_it_to_the_top_again_and_an_old_one_does_not(worrying, coach):
    worrying.see_to(coach)
    worrying.edit(DANGER + " Really.", worrying.revision)
    assert not worrying.is_to_be_seen_to()
    worrying.edit(DANGER + " He hit me.", worrying.revision)
    assert worrying.is_to_be_seen_to() and worrying.concerns == "violence fear"


def test_the_mark_goes_with_the_words(worrying):
    worrying.withdraw()
    assert (worrying.text, worrying.concerns, worrying.attended_at) == ("", "", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=worrying.pk).update(concerns="fear")


def test_it_stands_on_top_of_the_desk_with_its_mark(as_person, worrying, coach):
    html = as_person(coach).get("/admin/").content.decode()
    assert html.index("Urgent: please read first") < html.index(DANGER) < html.index("Waiting for your answer:")
    assert "<b>fear of somebody</b>" in html


def test_the_thread_at_the_desk_shows_what_it_may_speak_of(as_person, worrying, mod):
    html = as_person(mod).get(f"/admin/threads/{worrying.thread_id}/").content.decode()
    assert "This may be about: <b>fear of somebody</b>" in html and "dealt with it" in html


def test_moderators_see_no_mark_of_what_is_private(as_person, worrying, mod, coach):
    worrying.thread.show_to("private", True, worrying.author)
    assert "Urgent: please read first" not in as_person(mod).get("/admin/").content.decode()
    assert "Urgent: please read first" in as_person(coach).get("/admin/").content.decode()
    assert see_to(as_person(mod), worrying).status_code == 404


@pytest.mark.parametrize("who", ["coach", "mod"])
def test_whoever_saw_to_it_says_so_and_the_log_keeps_it(as_person, worrying, who, request):
    person = request.getfixturevalue(who)
    address = see_to(as_person(person), worrying).headers["Location"]
    worrying.refresh_from_db()
    assert address.endswith(f"/admin/threads/{worrying.thread_id}/?comment={worrying.pk}#comment-{worrying.pk}")
    assert not worrying.is_to_be_seen_to()
    assert ModerationEntry.objects.filter(act="see_to", by=person, comment=worrying).count() == 1
    assert "Urgent: please read first" not in as_person(person).get("/admin/").content.decode()


@pytest.mark.parametrize("who", ["ann", "bob", None])
def test_nobody_else_sees_to_it(as_person, worrying, who, request):
    see_to(as_person(who and request.getfixturevalue(who)), worrying)
    worrying.refresh_from_db()
    assert worrying.is_to_be_seen_to()


def test_seeing_to_what_was_changed_meanwhile_is_told(as_person, worrying, coach):
    read = worrying.revision
    worrying.edit("He hit me.", worrying.revision)
    html = (
        as_person(coach)
        .post(f"/admin/comments/{worrying.pk}/see-to/", {"revision": read}, follow=True)
        .content.decode()
    )
    worrying.refresh_from_db()
    assert "Please look again" in html and worrying.is_to_be_seen_to()


def test_saying_twice_that_one_saw_to_it_is_noted_once(worrying, coach, mod):
    worrying.see_to(coach)
    worrying.see_to(mod)
    assert ModerationEntry.objects.filter(act="see_to").count() == 1


@pytest.mark.parametrize("act", ["approve", "mark_spam", "remove"])
def test_every_act_at_the_desk_sees_to_it_and_undoing_does_not(worrying, coach, act):
    getattr(worrying, act)(coach, *(["Not here."] if act == "remove" else []))
    assert worrying.attended_at
    worrying.undo(coach)
    assert worrying.is_to_be_seen_to()


def test_an_answer_sees_to_what_was_said_before(public, coach):
    public.question.edit(DANGER, public.question.revision)
    public.answer(coach, "Please call them now.")
    assert not Comment.objects.to_be_seen_to().exists()


@pytest.mark.parametrize("who", ["ann", "bob", None])
def test_no_page_feed_or_search_knows_of_the_mark(as_person, worrying, coach, who, request):
    worrying.thread.answer(coach, "Please call them now.")
    client = as_person(who and request.getfixturevalue(who))
    pages = [
        *READ_BY_ALL,
        worrying.thread.get_absolute_url(),
        f"/comments/{worrying.pk}/edit/",
        f"/comments/{worrying.pk}/reply/",
    ]
    for path in pages:
        html = client.get(path, follow=True).content.decode()
        assert not [mark for mark in MARKS if mark in html], path


def test_no_mail_knows_of_the_mark(worrying, coach, work):
    worrying.thread.answer(coach, "Please call them now.")
    worrying.remove(coach, "Not here.")
    for mail in work():
        assert not [mark for mark in MARKS if mark in str(vars(mail))]


def test_the_desk_asks_no_more_with_five_marks_than_with_one(as_person, worrying, coach, stage, ann, many_messages):
    client = as_person(coach)
    client.get("/admin/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/admin/")
    for time in range(4):
        Thread.ask(stage, ann, f"{DANGER} That was time {time}.")
    with CaptureQueriesContext(connection) as many:
        client.get("/admin/")
    assert len(many) == len(few)
