"""The log of moderation: every act of staff is in it, it is filtered, taken away, and never changed."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import MAY_BE_KEPT_FROM
from comments.models import ModerationEntry, Thread
from tests.lasting import lasting

EVERYTHING = list(MAY_BE_KEPT_FROM)
LOG = "/admin/comments/moderationentry/"


def taken(client, ending="csv", query=""):
    response = client.get(f"{LOG}export.{ending}{query}")
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text))) if ending == "csv" else json.loads(text)


@lasting
def acts(public, mod, coach):
    """Some lines: an approval of the coach's, a removal of the moderator's."""
    question = public.question
    question.remove(mod, '=HYPERLINK("http://x.example","click")')
    return public


# Filters


def test_the_log_is_filtered_by_who_what_and_thread(as_person, acts, stage, bob, mod, coach):
    other = Thread.ask(stage, bob, "Another one")
    other.question.mark_spam(mod)
    client = as_person(coach)
    for query, shown in (
        (f"who={mod.pk}", ["remove", "spam"]),
        (f"who={coach.pk}", ["approve"]),
        ("act__exact=spam", ["spam"]),
        (f"thread__id__exact={acts.pk}", ["approve", "remove"]),
        ("q=HYPERLINK", ["remove"]),
        ("who=x", ["approve", "remove", "spam"]),
    ):
        listed = client.get(f"{LOG}?{query}").context["cl"].result_list
        assert sorted(entry.act for entry in listed) == shown


@pytest.mark.parametrize(("since", "lines"), [("2001-01-01", 2), ("2101-01-01", 0)])
def test_the_log_is_filtered_by_when(as_person, acts, coach, since, lines):
    response = as_person(coach).get(LOG, {"at__gte": f"{since} 00:00:00+00:00"})
    assert len(response.context["cl"].result_list) == lines


def test_the_log_asks_as_much_for_fifty_lines_as_for_one(as_person, acts, mod, coach):
    client, counts = as_person(coach), []
    for rows in (1, 49):
        for _row in range(rows):
            ModerationEntry.note(mod, "trust", person=acts.asker, thread_id=acts.pk)
        with CaptureQueriesContext(connection) as captured:
            client.get(LOG)
        counts.append(len(captured))
    assert counts[0] == counts[1]


# Taken away


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_the_coach_takes_the_lines_away(as_person, acts, ending, coach):
    newest, first = taken(as_person(coach), ending)
    assert (first["who"], first["what"], first["before"], first["after"]) == ("Mara", "approve", "pending", "approved")
    assert (newest["who"], str(newest["thread"])) == ("Quiet Hand", str(acts.pk)) and "HYPERLINK" in newest["reason"]


def test_what_is_filtered_is_what_is_taken(as_person, acts, mod, coach):
    assert [line["what"] for line in taken(as_person(coach), query=f"?who={mod.pk}")] == ["remove"]
    assert taken(as_person(coach), "json", "?act__exact=answer") == []


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r=", "＝"])
def test_no_spreadsheet_calculates_what_somebody_wrote(as_person, public, mod, coach, sign):
    ModerationEntry.note(mod, "rules", reason=f"{sign}1+1")
    assert taken(as_person(coach))[0]["reason"].startswith("'")


def test_it_is_streamed_and_never_stored(as_person, acts, coach):
    response = as_person(coach).get(f"{LOG}export.csv")
    assert response.streaming and "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"] == 'attachment; filename="moderation-log.csv"'


@pytest.mark.parametrize("ending", ["csv", "json"])
@pytest.mark.parametrize("who", ["mod", "ann", "nobody"])
def test_nobody_else_takes_it_away(as_person, request, acts, who, ending):
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    response = client.get(f"{LOG}export.{ending}")
    assert response.status_code in {302, 403} and not response.streaming


def test_a_moderator_finds_no_way_to_it(as_person, acts, mod, coach):
    assert "export.csv" not in as_person(mod).get(LOG).content.decode()
    assert "export.csv" in as_person(coach).get(LOG).content.decode()


@pytest.mark.parametrize(
    ("act", "name"), [("need-no-answer", "no_answer"), ("touched-base", "touched_base"), ("close", "close")]
)
def test_what_is_set_at_the_desk_is_written_down(as_person, public, coach, act, name):
    as_person(coach).post(f"/admin/threads/{public.pk}/{act}/")
    line = ModerationEntry.objects.first()
    assert (line.act, line.by, line.thread_id, line.comment_id) == (name, coach, public.pk, None)


def test_what_happens_by_itself_is_no_act_of_staff(public):
    before = ModerationEntry.objects.count()
    public.close()
    assert ModerationEntry.objects.count() == before


# People


def test_roles_are_written_down(surely, ann, coach):
    surely(coach).post(
        f"/admin/people/{ann.pk}/office/", {"is_active": "on", "roles": ["moderator"], "may": EVERYTHING}
    )
    surely(coach).post(f"/admin/people/{ann.pk}/office/", {"roles": [], "may": EVERYTHING})
    lines = ModerationEntry.objects.filter(act="roles", person=ann, by=coach).order_by("pk")
    assert [(line.before, line.after) for line in lines] == [("", "moderator"), ("moderator", "– ")]


@pytest.mark.parametrize("act", ["roles", "invite", "uninvite", "new_factor"])
def test_a_moderator_reads_no_line_about_staff_whomever_it_is_about(as_person, public, ann, coach, mod, act):
    ModerationEntry.note(coach, act, person=ann, after="coach")
    ModerationEntry.note(mod, act, after="coach")
    assert act not in {line.act for line in as_person(mod).get(LOG).context["cl"].result_list}
    assert act in {line.act for line in as_person(coach).get(LOG).context["cl"].result_list}


def test_what_stayed_as_it_was_is_not(surely, ann, coach):
    surely(coach).post(f"/admin/people/{ann.pk}/office/", {"is_active": "on", "may": EVERYTHING})
    assert not ModerationEntry.objects.filter(act="roles").exists()


def test_whoever_leaves_is_gone_from_the_log_and_its_lines_stay(acts, ann, mod):
    ModerationEntry.note(mod, "trust", person=ann)
    before = ModerationEntry.objects.count()
    ann.delete()
    mod.delete()
    assert ModerationEntry.objects.count() == before
    assert not ModerationEntry.objects.exclude(person=None).exists()
