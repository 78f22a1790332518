"""A spam wave: everything waits, nobody writes, nobody signs up; for a while, and people are told."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from comments.models import Comment, ModerationEntry, Rejected, Switch, Thread, Trust

NAMES = ["hold", "posting", "sign_up"]
ASK = "/stages/distance/ask/"
WORDS = "He has been silent since Sunday."


def throw(client, name, turn="on", **form):
    return client.post(f"/admin/switches/{name}/{turn}/", {"hours": "24"} | form, follow=True)


def turn_on(name):
    Switch(name=name).throw(None, 24)


# What it does


def test_everything_waits_whoever_is_trusted(stage, public, ann, coach):
    Trust.set(ann, "trusted", coach)
    turn_on("hold")
    question = Thread.ask(stage, ann, WORDS).question
    assert question.is_pending and question.why_held() == ["everything waits: the switch is on"]
    assert public.answer(coach, "Breathe.").is_approved


@pytest.mark.parametrize("who", ["ann", "nobody"])
def test_nobody_can_write_and_is_told_before(as_person, request, public, who):
    turn_on("posting")
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    for path in (ASK, f"/comments/{public.question.pk}/reply/"):
        assert "Nobody can write here until" in client.get(path).content.decode()


def test_what_is_sent_all_the_same_keeps_its_words(as_person, public, ann):
    turn_on("posting")
    html = as_person(ann).post(ASK, {"text": WORDS}).content.decode()
    assert html.count("Nobody can write here until") == 2 and WORDS in html and Comment.objects.count() == 1


def test_who_speaks_of_danger_is_not_sent_away(stage, ann):
    turn_on("posting")
    assert Thread.ask(stage, ann, "He said he will kill me if I leave.").question.is_pending


def test_the_coach_answers_meanwhile(public, coach, mod):
    turn_on("posting")
    assert public.answer(coach, "Breathe.").is_approved and public.question.reply(mod, "Be kind.").is_approved


def test_nobody_signs_up_and_whoever_has_an_account_signs_in(client, identity):
    turn_on("sign_up")
    html = client.get("/accounts/signup/").content.decode()
    assert (
        "Nobody new can sign up for a little while" in html
        and "<form method" not in html.partition("<main")[2].partition("</main")[0]
    )
    client.post("/accounts/signup/", {"email": "new@example.org", "pen_name": "New Moon"})
    assert client.get("/accounts/login/").status_code == 200
    assert not Switch._meta.apps.get_model("accounts", "User").objects.filter(email="new@example.org").exists()


@pytest.mark.parametrize("name", NAMES)
def test_it_ends_by_itself(client, stage, public, ann, name):
    turn_on(name)
    Switch.objects.update(until=timezone.now() - timedelta(minutes=1))
    assert Thread.ask(stage, ann, WORDS).question.is_approved
    assert "for a little while" not in client.get("/accounts/signup/").content.decode()


# Who throws it


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("who", ["coach", "mod"])
def test_staff_turn_it_on_and_off(as_person, request, stage, who, name):
    person = request.getfixturevalue(who)
    html = throw(as_person(person), name).content.decode()
    assert Switch.objects.is_on(name) and "Turn it off" in html and "On until" in html
    throw(as_person(person), name, "off")
    assert not Switch.objects.is_on(name)
    lines = ModerationEntry.objects.filter(by=person).order_by("pk")
    assert [(line.act, line.before) for line in lines] == [("switch_on", name), ("switch_off", name)]


@pytest.mark.parametrize("turn", ["on", "off"])
@pytest.mark.parametrize("who", ["ann", "nobody"])
def test_readers_and_strangers_turn_nothing(as_person, request, stage, who, turn):
    turn_on("hold")
    throw(as_person(None if who == "nobody" else request.getfixturevalue(who)), "posting", turn)
    throw(as_person(None if who == "nobody" else request.getfixturevalue(who)), "hold", turn)
    assert [switch.name for switch in Switch.objects.on()] == ["hold"]


@pytest.mark.parametrize(("name", "form"), [("x", {}), ("hold", {"hours": "999"}), ("hold", {"hours": ""})])
def test_what_is_no_switch_turns_nothing(as_person, stage, mod, name, form):
    assert throw(as_person(mod), name, **form).status_code == 404 and not Switch.objects.exists()


def test_off_twice_is_written_down_once(stage, mod):
    turn_on("hold")
    for _time in range(2):
        Switch(name="hold").turn_off(mod)
    assert ModerationEntry.objects.filter(act="switch_off").count() == 1


def test_there_are_three_switches(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Switch.objects.create(name="all")


def test_a_refusal_says_until_when(stage, ann):
    turn_on("posting")
    with pytest.raises(Rejected, match=r"until .+\. Keep your words"):
        Thread.ask(stage, ann, WORDS)
