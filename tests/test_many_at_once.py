"""Many comments at once: ticked, done, told, undone."""

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Limits
from comments.models import Comment, ModerationEntry, Report, Thread
from comments.models.moderation_log import Act
from comments.models.spam import SpamCount
from desk.views.bulk import all_of, each_of
from tests.lasting import lasting

Status = Comment.Status
LIST = "/admin/comments/many/"
ACTS = ["approve", "spam", "remove", "leave", "undo"]


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def ticks(*comments):
    return [f"{comment.pk}-{fresh(comment).revision}" for comment in comments]


def press(client, act, *picked, **form):
    return client.post(
        f"{LIST}{act}/", {"comment": list(picked), "reason": "It advertises.", "show": "pending"} | form, follow=True
    )


def told(response):
    return [str(message) for message in response.context["messages"]]


@lasting
def wave(public, bob):
    """Three replies of Bob's that wait."""
    return [public.question.reply(bob, f"Cheap lamp number {number}") for number in range(3)]


# What is done


@pytest.mark.parametrize(
    ("act", "after", "sentence"),
    [
        ("approve", "approved", "3 approved."),
        ("spam", "spam", "3 marked as spam."),
        ("remove", "removed", "3 removed. Their authors are told why."),
    ],
)
@pytest.mark.parametrize("who", ["coach", "mod"])
def test_staff_do_one_thing_with_all_that_is_ticked(as_person, request, wave, coach, who, act, after, sentence):
    person = request.getfixturevalue(who)
    response = press(as_person(person), act, *ticks(*wave))
    assert {fresh(comment).status for comment in wave} == {after} and sentence in told(response)
    lines = ModerationEntry.objects.filter(act=act, by=person, comment__in=wave)
    assert lines.count() == 3 and {line.reason for line in lines} == ({"It advertises."} if act == "remove" else {""})


@pytest.mark.parametrize("act", ["approve", "spam", "remove"])
def test_all_of_it_is_undone_at_once(as_person, wave, mod, act):
    client = as_person(mod)
    html = press(client, act, *ticks(*wave)).content.decode()
    assert "Undo all 3" in html
    assert "3 undone." in told(client.post(f"{LIST}undo/", {"show": "pending"}, follow=True))
    assert {fresh(comment).status for comment in wave} == {"pending"}
    assert "Undo all" not in client.get(LIST).content.decode()


@pytest.mark.parametrize(("shown", "status"), [("spam", "spam"), ("removed", "removed")])
def test_what_was_put_aside_is_restored(as_person, wave, mod, shown, status):
    client = as_person(mod)
    press(client, {"spam": "spam", "removed": "remove"}[shown], *ticks(*wave))
    html = client.get(f"{LIST}?show={shown}").content.decode()
    assert html.count('name="comment"') == 3 and "Restore" in html
    press(client, "approve", *ticks(*wave), show=shown)
    assert {fresh(comment).status for comment in wave} == {"approved"}


def test_what_others_were_faster_with_is_told_and_the_rest_is_done(as_person, wave, mod, coach):
    read = ticks(*wave)
    fresh(wave[0]).approve(coach)
    said = told(press(as_person(mod), "spam", *read))
    assert [fresh(comment).status for comment in wave] == ["approved", "spam", "spam"]
    assert "2 marked as spam." in said and "Mara was faster: approved" in " ".join(said)


def test_an_undo_of_what_somebody_changed_since_is_told(as_person, wave, mod, coach):
    client = as_person(mod)
    press(client, "spam", *ticks(*wave))
    fresh(wave[0]).approve(coach)
    said = told(client.post(f"{LIST}undo/", {"show": "pending"}, follow=True))
    assert [fresh(comment).status for comment in wave] == ["approved", "pending", "pending"]
    assert "2 undone." in said and "Mara was faster: approved" in " ".join(said)


def test_reports_are_settled_at_once(as_person, public, answered, mod):
    for comment in public.comments.all():
        Report.objects.create(comment=comment, reason="unkind")
    press(as_person(mod), "leave", *ticks(*public.comments.all()), show="reported")
    assert not Report.objects.open().exists() and public.question.is_approved


def test_what_was_kept_for_a_reply_alone_goes_with_it(as_person, public, bob, coach, mod):
    above = public.question.reply(bob, "Lamp one")
    fresh(above).approve(coach)
    below = fresh(above).reply(bob, "Lamp two")
    fresh(above).withdraw()
    assert fresh(above).is_shown
    press(as_person(mod), "spam", *ticks(below))
    assert not fresh(above).is_shown and not fresh(below).is_shown


def test_two_that_hang_on_each_other_go_together(as_person, public, bob, coach, mod):
    above = public.question.reply(bob, "Lamp one")
    fresh(above).approve(coach)
    below = fresh(above).reply(bob, "Lamp two")
    client = as_person(mod)
    press(client, "remove", *ticks(above, below))
    assert not fresh(above).is_shown and not fresh(below).is_shown
    client.post(f"{LIST}undo/", {"show": "pending"})
    assert fresh(above).is_shown and fresh(public).comment_count == public.comments.filter(is_shown=True).count()


def test_a_limit_ends_it_and_what_was_done_before_stays(as_person, wave, mod, coach):
    Limits.objects.create(person=mod, most_an_hour=2)
    said = told(press(as_person(mod), "spam", *ticks(*wave)))
    assert [fresh(comment).status for comment in wave] == ["spam", "spam", "pending"]
    assert "2 marked as spam." in said and "which is your limit" in " ".join(said)


def test_reports_and_the_log_tell_one_moment_so_that_an_undo_opens_them_again(as_person, wave, mod):
    Report.objects.create(comment=wave[0], reason="unkind")
    client = as_person(mod)
    press(client, "spam", *ticks(*wave))
    assert not Report.objects.open().exists()
    client.post(f"{LIST}undo/", {"show": "pending"})
    assert Report.objects.open().count() == 1


def test_the_score_learns_of_all_and_forgets_all(as_person, wave, mod):
    client, before = as_person(mod), SpamCount.objects.score("Cheap lamp number 1").value
    press(client, "spam", *ticks(*wave))
    assert SpamCount.objects.get(number=0).spam == 3 and SpamCount.objects.score("Cheap lamp number 1").value > before
    client.post(f"{LIST}undo/", {"show": "pending"})
    assert SpamCount.objects.get(number=0).spam == 0


def test_a_form_sent_twice_does_nothing_twice(as_person, wave, mod):
    read = ticks(*wave)
    press(as_person(mod), "spam", *read)
    assert "0 marked as spam." in told(press(as_person(mod), "spam", *read))
    assert ModerationEntry.objects.filter(act="spam").count() == 3


# What is not complete


def test_nothing_ticked_is_told(as_person, wave, mod):
    response = press(as_person(mod), "spam")
    assert told(response) == ["Nothing is selected."] and response.content.decode().count('name="comment"') == 3


def test_a_removal_without_a_reason_comes_back_with_its_ticks(as_person, wave, mod):
    response = press(as_person(mod), "remove", *ticks(*wave), reason=" ")
    html = response.content.decode()
    assert response.status_code == 422 and "Each author will read it" in html and html.count(" checked") == 3
    assert {fresh(comment).status for comment in wave} == {"pending"}


@pytest.mark.parametrize("ticked", ["", "x", "1", "-1", "1-", "1-1-1", "0-1", "9" * 30 + "-1", "١-١", "4711-1"])
def test_a_tick_that_is_none_does_nothing(as_person, wave, mod, ticked):
    assert press(as_person(mod), "spam", ticked).status_code in {200, 422}
    assert {fresh(comment).status for comment in wave} == {"pending"}


# Who may


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["ann", "bob", "nobody"])
def test_readers_and_strangers_do_nothing(as_person, request, wave, who, act):
    press(as_person(None if who == "nobody" else request.getfixturevalue(who)), act, *ticks(*wave))
    assert {fresh(comment).status for comment in wave} == {"pending"}


@pytest.mark.parametrize("act", ["approve", "spam", "remove"])
def test_a_moderator_does_nothing_with_what_is_private(as_person, wave, mod, act):
    Thread.objects.update(visibility="private")
    press(as_person(mod), act, *ticks(*wave))
    assert {fresh(comment).status for comment in wave} == {"pending"}
    assert "Cheap lamp" not in as_person(mod).get(LIST).content.decode()


@pytest.mark.parametrize("act", ACTS)
def test_acts_are_posted(as_person, mod, act):
    assert as_person(mod).get(f"{LIST}{act}/").status_code == 405


# What is shown


def test_the_likeliest_spam_stands_first(as_person, public, bob, coach):
    public.question.reply(bob, "I feel the same.")
    public.question.reply(bob, "Casino bonus, free spins http://spins.example")
    html = as_person(coach).get(LIST).content.decode()
    assert html.index("Casino bonus") < html.index("I feel the same")


@pytest.mark.parametrize("shown", ["pending", "reported", "approved", "spam", "removed", "x", "\x00"])
def test_every_list_opens(as_person, wave, mod, shown):
    assert as_person(mod).get(LIST, {"show": shown}).status_code in {200, 400}


def test_what_is_reported_stands_in_its_list(as_person, public, ann, mod):
    Report.objects.create(comment=public.question, reason="unkind")
    assert "He has gone quiet" in as_person(mod).get(f"{LIST}?show=reported").content.decode()


def test_all_are_ticked_by_a_link_too(as_person, wave, mod):
    assert as_person(mod).get(f"{LIST}?all=1").content.decode().count(" checked") == 3


def test_the_list_asks_as_much_for_five_rows_as_for_one(as_person, public, bob, coach, many_messages):
    client, counts = as_person(coach), []
    for rows in (1, 4):
        for number in range(rows):
            public.question.reply(bob, f"Row {rows} {number}")
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def each_as_spam(person, read):
    return each_of(person, read, Comment.mark_spam)


def all_as_spam(person, read):
    return all_of(person, read, Act.SPAM)


@pytest.mark.parametrize("do", [each_as_spam, all_as_spam])
def test_two_moderators_at_once_do_each_comment_once(transactional_db, wave, mod, coach, do):
    gate, counts, read = threading.Barrier(2), [], {comment.pk: fresh(comment).revision for comment in wave}

    def clear(person):
        gate.wait()
        done, told = do(person, read)
        counts.append((len(done), len(told)))
        connection.close()

    people = [threading.Thread(target=clear, args=[person]) for person in (mod, coach)]
    [person.start() for person in people]
    [person.join() for person in people]
    assert sum(done for done, _told in counts) == sum(told for _done, told in counts) == 3
    assert ModerationEntry.objects.filter(act="spam").count() == 3
