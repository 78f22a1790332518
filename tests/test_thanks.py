"""Thanks: one tap, taken back by another, with a line for the coach alone; and nothing else changes by it."""

import re
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import ModerationEntry, StaleObject, Thanks, Thread
from comments.triggers import RULES
from tests.lasting import lasting

LINE = "Your second step was the one, Zanzibar."
PEOPLE = ["ann", "bob", "mod", "coach", "nobody"]


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def path_to(comment):
    return f"/comments/{comment.pk}/thank/"


def tap(client, comment, thank="yes", **more):
    return client.post(path_to(comment), {"thank": thank} | more)


def offered(html, comment):
    """Return what the button under a message would say."""
    return re.search(rf'action="{path_to(comment)}".*?name="thank" value="(\w+)"', html, re.DOTALL)[1]


def page(client, thread):
    return client.get(fresh(thread).get_absolute_url()).content.decode()


def person(request, who):
    return None if who == "nobody" else request.getfixturevalue(who)


@lasting
def answer(answered):
    return fresh(answered).last_answer


def test_one_tap_says_thanks_and_leads_back_to_the_message(as_person, answer, bob):
    response = tap(as_person(bob), answer)
    assert response["Location"] == f"/comments/{answer.pk}/"
    assert (fresh(answer).thanks_count, fresh(answer.thread).thanks_count) == (1, 1)


def test_another_takes_it_back_with_its_line(as_person, answer, bob):
    answer.thank(bob, LINE)
    tap(as_person(bob), answer, "no")
    assert not Thanks.objects.exists()
    assert (fresh(answer).thanks_count, fresh(answer.thread).thanks_count) == (0, 0)


def test_a_tap_sent_twice_is_one_thanks(as_person, answer, bob):
    for _time in range(2):
        tap(as_person(bob), answer)
    assert fresh(answer).thanks_count == Thanks.objects.count() == 1


def test_everybody_sees_how_many_and_nobody_who(as_person, answered, answer, ann, bob, coach):
    for each in (ann, bob):
        answer.thank(each, LINE)
    for who in (None, ann, coach):
        html = page(as_person(who), answered)
        assert "2 said thanks" in html and "Bob by the Sea" not in html and LINE not in html
    assert "2 said thanks" in as_person(None).get("/stages/distance/").content.decode()


def test_the_button_is_the_one_that_works_now(as_person, answered, answer, bob):
    client = as_person(bob)
    assert offered(page(client, answered), answer) == "yes"
    tap(client, answer)
    html = page(client, answered)
    assert offered(html, answer) == "no" and "you too" in html


def test_thanks_change_no_state_no_order_and_no_revision(answered, answer, ann):
    before, revision, log = fresh(answered), answer.revision, ModerationEntry.objects.count()
    answer.thank(ann, LINE)
    after = fresh(answered)
    kept = ["state", "set_state", "waiting_since", "comment_count", "last_answered_at", "title"]
    assert [getattr(before, name) for name in kept] == [getattr(after, name) for name in kept]
    assert fresh(answer).revision == revision and ModerationEntry.objects.count() == log


# The line


def test_a_line_can_be_written_with_it_and_changed(as_person, answer, bob):
    client = as_person(bob)
    for line in ("Thank you.", LINE):
        client.post(path_to(answer), {"text": line})
    assert Thanks.objects.get().line == LINE and LINE in client.get(path_to(answer)).content.decode()


def test_a_tap_leaves_the_line_as_it_is_and_an_empty_form_empties_it(as_person, answer, bob):
    answer.thank(bob, LINE)
    tap(as_person(bob), answer)
    assert Thanks.objects.get().line == LINE
    as_person(bob).post(path_to(answer), {"text": ""})
    assert Thanks.objects.get().line == ""


@pytest.mark.parametrize("line", ["x" * 501, "a\x00b"])
def test_a_line_that_cannot_be_taken_comes_back_and_saves_nothing(as_person, answer, bob, line):
    response = as_person(bob).post(path_to(answer), {"text": line})
    assert response.context["form"].errors["text"] and not Thanks.objects.exists()


def test_the_line_is_the_coachs_alone(as_person, answered, answer, ann, bob, mod, coach):
    answer.thank(bob, LINE)
    paths = ["/", "/stages/distance/", "/questions/", f"/questions/{answered.pk}/", path_to(answer), "/me/", "/admin/"]
    paths += [f"/admin/threads/{answered.pk}/", "/feeds/answers.atom", "/search/?q=zanzibar"]
    seen = [
        (str(who), path)
        for who in (None, ann, mod, coach)
        for path in paths
        if LINE in as_person(who).get(path, follow=True).content.decode()
    ]
    assert seen == [("Mara", "/admin/")]


def test_the_line_of_one_whose_session_has_ended_is_not_lost(client, answer):
    response = client.post(path_to(answer), {"text": LINE})
    assert response.status_code == 403 and LINE in response.content.decode()


def test_the_line_to_what_was_removed_meanwhile_comes_back(as_person, answer, bob, coach):
    fresh(answer).remove(coach, "No.")
    response = as_person(bob).post(path_to(answer), {"text": LINE})
    assert LINE in response.content.decode() and not Thanks.objects.exists()


# Who, and for what


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("what", ["question", "answer"])
def test_thanks_are_for_what_others_wrote(as_person, request, answered, who, what):
    comment = {"question": answered.question, "answer": fresh(answered).last_answer}[what]
    is_own = (who, what) in {("ann", "question"), ("coach", "answer")}
    client = as_person(person(request, who))
    assert (path_to(comment) in page(client, answered)) is not is_own
    tap(client, comment)
    assert fresh(comment).thanks_count == (0 if is_own or who == "nobody" else 1)


def test_who_is_not_signed_in_is_led_to_sign_in_and_back_to_the_button(client, answer, bob):
    assert tap(client, answer)["Location"] == f"/accounts/login/?next={path_to(answer)}"
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    assert "Say thanks" in client.get(path_to(answer)).content.decode() and not Thanks.objects.exists()


@pytest.mark.parametrize(
    ("become", "may"),
    [("pending", ""), ("spam", ""), ("removed", ""), ("withdrawn", ""), ("private", "who reads it"), ("closed", "all")],
)
def test_only_what_stands_where_one_may_read_it_is_thanked_for(as_person, request, answered, bob, coach, become, may):
    reply = answered.question.reply(bob, "So it was with me.")
    if become != "pending":
        reply.approve(coach)
    {
        "pending": lambda: None,
        "spam": lambda: reply.mark_spam(coach),
        "removed": lambda: reply.remove(coach, "No."),
        "withdrawn": lambda: reply.withdraw(),
        "private": lambda: fresh(answered).show_to("private", True, answered.asker),
        "closed": lambda: fresh(answered).close(),
    }[become]()
    for who in ("ann", "mod", "coach"):
        tap(as_person(person(request, who)), reply)
    expected = {
        "": set(),
        "who reads it": {"Ann of the Hills", "Mara"},
        "all": {"Ann of the Hills", "Quiet Hand", "Mara"},
    }
    assert {thanks.reader.pen_name for thanks in Thanks.objects.all()} == expected[may]


def test_where_one_may_not_read_there_is_nothing_to_thank_for(answered, answer, ann, bob):
    answered.show_to("private", True, ann)
    assert "thank" not in fresh(answer).acts_open_to(bob) and "thank" in fresh(answer).acts_open_to(ann)


def test_a_look_says_no_thanks(as_person, answer, bob):
    client = as_person(bob)
    client.get(path_to(answer) + "?thank=yes")
    client.head(path_to(answer))
    assert not Thanks.objects.exists() and client.put(path_to(answer)).status_code == 405


# The numbers stay true


def test_what_is_taken_back_takes_its_thanks_along(answered, answer, bob):
    answer.thank(bob, LINE)
    fresh(answer).withdraw()
    assert not Thanks.objects.exists() and fresh(answered).thanks_count == 0


def test_what_is_removed_counts_no_more_and_again_when_that_is_undone(answered, answer, bob, coach):
    answer.thank(bob)
    fresh(answer).remove(coach, "No.")
    assert fresh(answered).thanks_count == 0
    fresh(answer).undo(coach)
    assert (fresh(answered).thanks_count, fresh(answer).thanks_count) == (1, 1)


def test_an_act_on_what_was_read_before_the_thanks_does_not_lose_them(answer, bob, coach):
    seen = fresh(answer)
    answer.thank(bob)
    seen.remove(coach, "No.")
    assert fresh(answer).thanks_count == 1


def test_thanks_for_what_was_removed_in_the_same_moment_are_told_so(answer, bob, coach):
    seen = fresh(answer)
    fresh(answer).remove(coach, "No.")
    with pytest.raises(StaleObject, match="Your words are still here"):
        seen.thank(bob, LINE)


def test_many_thanks_in_the_same_instant_are_all_counted(transactional_db, answer, ann, bob, mod):
    gate = threading.Barrier(3)

    def send(reader):
        client = Client()
        client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
        gate.wait()
        tap(client, answer)
        connection.close()

    senders = [threading.Thread(target=send, args=[reader]) for reader in (ann, bob, mod)]
    [sender.start() for sender in senders]
    [sender.join() for sender in senders]
    assert fresh(answer).thanks_count == fresh(answer.thread).thanks_count == Thanks.objects.count() == 3


def test_a_reader_thanks_once(answer, bob):
    answer.thank(bob)
    with pytest.raises(IntegrityError), transaction.atomic():
        Thanks.objects.create(comment=answer, reader=bob)


def test_the_rules_across_rows_outlive_the_new_column(db):
    with connection.cursor() as cursor:
        table = "sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite" else "pg_trigger"
        cursor.execute(f"SELECT {'name' if connection.vendor == 'sqlite' else 'tgname'} FROM {table}")
        assert {name for name, *_rest in RULES} <= {name for (name,) in cursor.fetchall()}


# The list of questions


def test_the_most_thanked_can_stand_first(client, answered, stage, bob, ann, coach):
    newer = Thread.ask(stage, coach, "Is a week long?")
    fresh(answered).last_answer.thank(bob)

    def order(query):
        return [thread.pk for thread in client.get(f"/questions/{query}").context["page"].items]

    assert order("") == [newer.pk, answered.pk] and order("?order=thanked") == [answered.pk, newer.pk]
    assert order("?order=loudest") == order("") and order("?order=thanked&show=waiting") == [newer.pk]


def test_the_most_thanked_are_found_by_an_index(answered):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
            )
    plan = Thread.objects.filter(is_shown=True, visibility="public").most_thanked_first()[:31].explain()
    assert "shown_most_thanked" in plan and "Sort" not in plan and "TEMP B-TREE" not in plan


def test_the_number_of_thanks_stands_in_the_list(as_person, answered, answer, bob):
    answer.thank(bob)
    assert "1 said thanks" in as_person(None).get("/questions/").content.decode()


def test_a_thread_costs_the_same_whoever_said_thanks_for_how_much(as_person, answered, bob, ann):
    counts = []
    for _round in range(2):
        for _number in range(8):
            reply = answered.question.reply(ann, "One more.")
            reply.thank(bob)
        client = as_person(bob)
        client.get(answered.get_absolute_url())
        with CaptureQueriesContext(connection) as captured:
            client.get(answered.get_absolute_url())
        counts.append(len(captured))
    assert counts[0] == counts[1]
