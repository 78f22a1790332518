"""Reports: anybody says what is wrong with a message, with a reason; the desk looks; the author never learns who it was."""

import re
import threading

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import HeldWord, ModerationEntry, Report, StaleObject
from tests.lasting import lasting

WORDS = "This is about me, from Zanzibar."


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def path_to(comment):
    return f"/comments/{comment.pk}/report/"


def report(client, comment, reason="tells", text=WORDS):
    return client.post(path_to(comment), {"reason": reason, "text": text})


def press(client, comment, act, **more):
    form = {"revision": fresh(comment).revision, "reason": "It names her."} | more
    return client.post(f"/admin/comments/{comment.pk}/{act}/", form, follow=True).content.decode()


def person(request, who):
    return None if who == "nobody" else request.getfixturevalue(who)


@pytest.fixture(autouse=True)
def nobody_has_reported_yet(db):
    cache.clear()


@lasting
def reported(public, bob):
    public.question.report(bob, "tells", WORDS)
    return public.question


# Telling


def test_a_reader_tells_with_a_reason_and_her_words(as_person, public, bob):
    response = report(as_person(bob), public.question)
    assert response["Location"] == f"/comments/{public.question.pk}/"
    told = Report.objects.get()
    assert (told.comment, told.reader, told.reason, told.words) == (public.question, bob, "tells", WORDS)


def test_a_report_changes_nothing_on_the_page(as_person, public, bob):
    before = as_person(None).get(public.get_absolute_url()).content
    report(as_person(bob), public.question)
    after = as_person(None).get(public.get_absolute_url()).content
    assert re.sub(rb'csrf\S+ value="\w+"', b"", before) == re.sub(rb'csrf\S+ value="\w+"', b"", after)


def test_who_has_no_account_can_report_too(as_person, public):
    assert report(as_person(None), public.question).status_code == 302
    assert Report.objects.get().reader is None


def test_a_stranger_who_reports_much_has_to_wait_and_keeps_her_words(as_person, public, bob):
    for _time in range(10):
        report(as_person(None), public.question)
    html = report(as_person(None), public.question, text="The eleventh.").content.decode()
    assert "try again in an hour" in html and "The eleventh." in html and Report.objects.count() == 10
    assert report(as_person(bob), public.question).status_code == 302


def test_a_reader_reports_a_message_once(as_person, reported, bob):
    client = as_person(bob)
    assert "told us about this message." in client.get(path_to(reported)).content.decode()
    report(client, reported, "unkind", "Again!")
    assert Report.objects.get().reason == "tells"
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(comment=reported, reader=bob, reason="unkind")


@pytest.mark.parametrize(
    ("reason", "text", "field"),
    [("", WORDS, "reason"), ("boring", WORDS, "reason"), ("other", " ", "text"), ("tells", "x" * 1001, "text")],
)
def test_a_report_that_cannot_be_taken_says_why_and_keeps_the_words(as_person, public, bob, reason, text, field):
    response = report(as_person(bob), public.question, reason, text)
    assert response.context["form"].errors[field] and not Report.objects.exists()
    assert text.strip()[:900] in response.content.decode()


def test_words_about_what_is_gone_meanwhile_come_back(as_person, public, bob, coach):
    public.question.remove(coach, "No.")
    response = report(as_person(bob), public.question)
    assert response.status_code == 404 and WORDS in response.content.decode()


@pytest.mark.parametrize("who", ["ann", "bob", "coach", "mod", "nobody"])
def test_readers_and_strangers_report_what_others_wrote(as_person, request, public, who):
    client, may = as_person(person(request, who)), who in {"bob", "nobody"}
    assert (path_to(public.question) in client.get(public.get_absolute_url()).content.decode()) is may
    assert report(client, public.question).status_code == (302 if may else 404)
    assert Report.objects.exists() is may


@pytest.mark.parametrize("become", ["pending", "private", "withdrawn"])
def test_what_is_not_public_is_not_reported(as_person, public, ann, bob, coach, become):
    {
        "pending": lambda: public.question.undo(coach),
        "private": lambda: public.show_to("private", True, ann),
        "withdrawn": lambda: public.question.withdraw(),
    }[become]()
    assert report(as_person(bob), public.question).status_code == 404


def test_a_look_reports_nothing(as_person, public, bob):
    as_person(bob).get(path_to(public.question) + "?reason=tells")
    assert not Report.objects.exists()


def test_the_same_report_sent_twice_in_the_same_instant_is_one(transactional_db, public, bob):
    answers, gate = [], threading.Barrier(3)

    def send():
        client = Client(raise_request_exception=False)
        client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
        gate.wait()
        answers.append(report(client, public.question).status_code)
        connection.close()

    senders = [threading.Thread(target=send) for _sender in range(3)]
    [sender.start() for sender in senders]
    [sender.join() for sender in senders]
    assert set(answers) <= {200, 302} and Report.objects.count() == 1


# At the desk


@pytest.mark.parametrize("who", ["coach", "mod"])
def test_the_first_screen_says_what_is_reported_and_how_much(as_person, request, reported, who):
    html = as_person(request.getfixturevalue(who)).get("/admin/").content.decode()
    assert "Reported: 1" in html and WORDS in html and "It tells who somebody is" in html
    assert f"/admin/threads/{reported.thread_id}/?comment={reported.pk}#comment-{reported.pk}" in html


def test_what_is_reported_as_danger_stands_above_all_else_and_once(as_person, public, bob, mod):
    public.question.report(bob, "danger", "He found out where she lives.")
    lists = as_person(mod).get("/admin/").context["lists"]
    assert [each["list"].name for each in lists if each["count"]][0] == "reports-danger"
    assert [len(each["rows"]) for each in lists if each["list"].name == "reports"] == [0]


def test_nobody_learns_who_reported(as_person, reported, ann, coach, mod):
    paths = ["/", f"/questions/{reported.thread_id}/", "/me/", "/admin/", f"/admin/threads/{reported.thread_id}/"]
    for who in (None, ann, coach, mod):
        pages = [as_person(who).get(path, follow=True).content.decode() for path in paths]
        assert not any("Bob by the Sea" in html for html in pages)
        assert any(WORDS in html for html in pages) is (who in (coach, mod))


def test_a_moderator_sees_no_report_on_what_became_private(as_person, reported, ann, mod, coach):
    reported.thread.show_to("private", True, ann)
    assert WORDS not in as_person(mod).get("/admin/").content.decode()
    assert WORDS in as_person(coach).get("/admin/").content.decode()


@pytest.mark.parametrize("act", ["leave", "spam", "remove", "undo"])
def test_any_act_on_the_message_settles_its_reports(as_person, reported, mod, act):
    press(as_person(mod), reported, act)
    settled = Report.objects.get()
    assert settled.settled_at and settled.settled_by == mod
    assert "Nothing is reported." in as_person(mod).get("/admin/").content.decode()


def test_so_does_its_author_when_she_takes_it_back(reported):
    reported.withdraw()
    assert Report.objects.get().settled_at


def test_what_is_left_as_it_is_stays_and_stands_in_the_log_once(as_person, reported, mod):
    for _time in range(2):
        html = press(as_person(mod), reported, "leave")
    assert fresh(reported).is_approved and "was faster: reported, and left as it is" in html
    assert ModerationEntry.objects.filter(act="leave", by=mod).count() == 1


def test_leaving_it_hides_no_undo(as_person, reported, coach):
    reported.leave_as_it_is(coach)
    assert (
        f"/admin/comments/{reported.pk}/undo/"
        in as_person(coach).get(f"/admin/threads/{reported.thread_id}/").content.decode()
    )


def test_what_was_edited_since_is_looked_at_again(reported, mod):
    seen = reported.revision
    reported.edit("New words", seen)
    with pytest.raises(StaleObject):
        reported.leave_as_it_is(mod, revision=seen)
    assert not Report.objects.get().settled_at


def test_another_report_after_that_is_a_new_one(as_person, reported, ann, mod):
    reported.leave_as_it_is(mod)
    report(as_person(None), reported)
    assert "Reported: 1" in as_person(mod).get("/admin/").content.decode()


@pytest.mark.parametrize("who", ["ann", "bob", "nobody"])
def test_nobody_else_settles_a_report(as_person, request, reported, who):
    press(as_person(person(request, who)), reported, "leave")
    assert not Report.objects.get().settled_at


def test_the_desk_costs_the_same_with_one_report_and_with_fifty(as_person, public, coach):
    counts = []
    for more in (1, 49):
        for _number in range(more):
            Report.objects.create(comment=public.question, reason="tells")
        for path in ("/admin/", f"/admin/threads/{public.pk}/"):
            client = as_person(coach)
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                client.get(path)
            counts.append(len(captured))
    assert counts[:2] == counts[2:]


def test_a_report_of_something_else_says_what(public):
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(comment=public.question, reason="other")


def test_her_own_edit_that_is_held_again_leaves_the_reports_open(reported, bob):
    HeldWord(words="casino").keep(None)
    reported.edit("Win at my casino.", reported.revision)
    assert fresh(reported).is_pending and Report.objects.open().exists()


def test_what_she_took_back_was_settled_by_nobody_at_the_desk(reported):
    reported.withdraw()
    assert Report.objects.get().settled_by is None


@pytest.mark.parametrize("act", ["spam", "remove"])
def test_undone_the_reports_that_the_act_settled_are_open_again(as_person, reported, mod, act):
    press(as_person(mod), reported, act)
    fresh(reported).undo(mod)
    assert fresh(reported).is_approved and Report.objects.open().exists()


def test_undone_what_was_left_as_it_is_before_stays_settled(reported, mod):
    reported.leave_as_it_is(mod)
    fresh(reported).mark_spam(mod)
    fresh(reported).undo(mod)
    assert not Report.objects.open().exists()
