"""Under which name she stands: her pen name, one for this question alone, or none; chosen anew at any time."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.html import strip_tags

from comments.models import StaleObject, Thread

OHIO = "Waiting in Ohio"
BY = "<b>{}</b>"


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def sign(client, thread, signed_as, signature=""):
    return client.post(f"/questions/{thread.pk}/sign/", {"signed_as": signed_as, "signature": signature})


def page(client, thread):
    return client.get(fresh(thread).get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("signed_as", "shown"), [("pen_name", "Ann of the Hills"), ("signature", OHIO), ("nobody", "A reader")]
)
def test_she_chooses_how_her_question_is_signed(as_person, answered, ann, signed_as, shown):
    answered.last_answer.reply(ann, "And now?")
    response = sign(as_person(ann), answered, signed_as, OHIO)
    assert response["Location"] == answered.get_absolute_url()
    html = page(as_person(None), answered)
    assert html.count(BY.format(shown)) == 2 and ("Ann of the Hills" in html) is (signed_as == "pen_name")


def test_the_form_shows_what_is_chosen_now(as_person, answered, ann):
    answered.sign("signature", OHIO)
    form = as_person(ann).get(f"/questions/{answered.pk}/sign/").context["form"]
    assert (form["signed_as"].value(), form["signature"].value()) == ("signature", OHIO)


def test_a_name_that_is_not_chosen_any_more_is_kept_nowhere(answered):
    answered.sign("signature", OHIO)
    answered.sign("nobody", OHIO)
    assert (fresh(answered).signature, fresh(answered).is_nameless) == ("", True)
    answered.sign("pen_name")
    assert fresh(answered).signed == "Ann of the Hills"


@pytest.mark.parametrize("signed_as", ["signature", "nobody"])
def test_who_replies_to_her_does_not_name_her_either(as_person, answered, ann, bob, coach, signed_as):
    hers = answered.last_answer.reply(ann, "And now?")
    hers.reply(ann, "And then?").reply(bob, "So it was with me.").approve(coach)
    answered.sign(signed_as, OHIO)
    html = page(as_person(None), answered)
    assert f"replying to {OHIO if signed_as == 'signature' else 'a reader'}" in html
    assert "Ann of the Hills" not in html


def test_in_the_question_of_another_she_keeps_her_pen_name(as_person, answered, stage, ann, bob, coach):
    other = Thread.ask(stage, bob, "And I?")
    other.question.approve(coach)
    other.question.reply(ann, "I know that.")
    answered.sign("nobody")
    assert BY.format("Ann of the Hills") in page(as_person(None), other)


@pytest.mark.parametrize(
    "name",
    [
        "Mara",
        "The Coach",
        "Leanback Team",
        "Bob by the Sea",
        "B0b by the 5ea",
        "M\u0430ra",
        "x",
        "x" * 41,
        "<b>me</b>",
        "",
    ],
)
def test_a_name_that_would_mislead_is_refused_and_still_there_to_be_mended(as_person, answered, ann, bob, name):
    response = sign(as_person(ann), answered, "signature", name)
    assert response.context["form"].errors["signature"] and response.context["form"]["signature"].value() == name
    assert fresh(answered).signature == ""


def test_her_own_pen_name_is_no_strangers(as_person, answered, ann):
    assert sign(as_person(ann), answered, "signature", "Ann of the Hills").status_code == 302


def test_a_way_of_signing_that_is_none_is_refused(as_person, answered, ann):
    assert sign(as_person(ann), answered, "royalty", OHIO).context["form"].errors["signed_as"]


@pytest.mark.parametrize("who", ["bob", "coach", "mod", "nobody"])
def test_nobody_else_signs_for_her(as_person, request, answered, who):
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    path = f"/questions/{answered.pk}/sign/"
    assert {client.get(path).status_code, sign(client, answered, "nobody").status_code} <= {302, 404}
    assert not fresh(answered).is_nameless and path not in page(client, answered)


def test_a_look_changes_nothing(as_person, answered, ann):
    as_person(ann).get(f"/questions/{answered.pk}/sign/?signed_as=nobody")
    assert not fresh(answered).is_nameless


@pytest.mark.parametrize("who", ["coach", "mod"])
def test_the_desk_knows_who_she_is(as_person, request, answered, ann, who):
    answered.last_answer.reply(ann, "And now?")
    answered.sign("nobody")
    client = as_person(request.getfixturevalue(who))
    for path in ("/admin/", f"/admin/threads/{answered.pk}/"):
        words = " ".join(strip_tags(client.get(path).content.decode()).split())
        assert "a reader (known to us as Ann of the Hills)" in words


def test_who_was_too_slow_is_not_told_her_pen_name(answered, bob, ann, coach):
    reply = answered.question.reply(bob, "So it was with me.")
    reply.approve(coach)
    answered.sign("nobody")
    fresh(answered).question.withdraw()
    with pytest.raises(StaleObject, match="Somebody was faster"):
        fresh(reply).edit("New words", revision=99)


def test_no_question_has_both_a_name_and_none(public):
    with pytest.raises(IntegrityError), transaction.atomic():
        Thread.objects.update(is_nameless=True, signature=OHIO)


@pytest.mark.parametrize("words", ["Sign", "Follow?", "Moved on", "Helped!"])
def test_a_question_whose_words_are_an_address_already_has_one_of_its_own(client, stage, coach, words):
    thread = Thread.ask(stage, coach, words)
    assert client.get(f"/questions/{thread.pk}/", follow=True).context["thread"] == thread
