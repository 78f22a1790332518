"""Who may do what at the desk: every one of its addresses, for nobody, a reader, a moderator and a coach."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import PausedAddress, User
from comments.models import Comment, ModerationEntry, Thanks, Thread
from desk.models import Invitation, Note
from letters.models import Letter
from stages.models import Stage
from wishes.models import Wish

# Each address of the desk's own: what is only looked at, and what is only done by a button.
SEEN = {
    "coach": [
        "told",
        "resources",
        "weekly",
        "people",
        "invite",
        "office",
        "remove_demo",
        "letters",
        "letter_new",
        "letter",
        "letter_send",
        "mail",
    ],
    "moderator": ["thread", "many", "person", "waiting", "wishes", "wish", "account"],
}
DONE = {
    "coach": [
        *(
            "answer",
            "call_back",
            "draft",
            "preview",
            "need_no_answer",
            "touched_base",
            "touch_base",
            "note",
            "forget_note",
        ),
        *("letter_trial", "letter_delete", "take_over", "answer_by", "snooze", "wake"),
        *("limit_replies", "open_replies", "put_first_day_away"),
        *("feature", "unfeature", "ask_to_publish", "pleasure", "pleasure_to_all", "note_person", "forget_note_person"),
        *("invite_again", "uninvite", "new_factor", "wish_fulfil", "retitle", "mail_test", "mail_resume"),
    ],
    "moderator": [
        *("approve", "spam", "remove", "see_to", "undo", "leave", "soften", "unsoften", "split", "close", "reopen"),
        *("move", "merge", "apart", "rejoin", "switch_on", "switch_off", "block", "unblock", "trust"),
        *("wish_let_stand", "wish_decline", "wish_merge", "wish_undo"),
        *("many_approve", "many_spam", "many_remove", "many_leave", "many_undo"),
    ],
}
NAMES = {role: SEEN[role] + DONE[role] for role in SEEN}
WATCHED = (Comment, Invitation, Letter, ModerationEntry, Note, Thanks, Thread, User, Wish)


@pytest.fixture
def place(answered, ann, bob, coach):
    """Return a function that gives the address of this name, about rows that are there."""
    answered.last_answer.thank(bob, "Thank you")
    Invitation(email="carol@example.org").send(coach)
    note = Note.objects.create(on=ann, by=coach, text="Kind.")
    keys = {"threads": answered.pk, "comments": answered.question.pk, "people": ann.pk}
    PausedAddress.objects.pause(ann, "5.1.1 Nobody here")
    keys |= {"mail": ann.pk, "wishes": Wish.make(bob, "More about trust").pk}
    keys |= {"letters": Letter.objects.create(title="In spring", body="Go out.").pk}
    keys |= {"invitations": Invitation.objects.get().pk, "thanks": Thanks.objects.get().pk}

    def address(name):
        pattern = next(str(url.pattern) for url in admin.site.get_urls() if url.name == f"desk_{name}")
        kind = "invitations" if "invitations" in pattern else pattern.split("/")[0]
        values = {"pk": keys.get(kind), "note": note.pk, "name": "hold"}
        return reverse(f"admin:desk_{name}", kwargs={key: values[key] for key in values if f":{key}>" in pattern})

    return address


def everything():
    return [list(model.objects.order_by("pk").values()) for model in WATCHED]


def answers(client, place, names, form=None):
    """Return {name: (status of a look, status of a press)}."""
    return {
        name: (client.get(place(name)).status_code, client.post(place(name), form or {}).status_code) for name in names
    }


def test_every_address_of_the_desk_is_in_the_table():
    named = {
        url.name.removeprefix("desk_")
        for url in admin.site.get_urls()
        if (getattr(url, "name", "") or "").startswith("desk_")
    }
    assert named == {name for names in NAMES.values() for name in names}


@pytest.mark.parametrize("who", ["nobody", "bob"])
def test_readers_and_strangers_see_and_do_nothing(as_person, request, place, who):
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    before = everything()
    statuses = answers(client, place, NAMES["coach"] + NAMES["moderator"])
    assert {name for name, each in statuses.items() if set(each) - {302, 403}} == set() and everything() == before


def test_a_moderator_sees_and_does_nothing_that_is_the_coachs(as_person, mod, place):
    client, before = as_person(mod), everything()
    statuses = answers(client, place, NAMES["coach"])
    assert {name for name, each in statuses.items() if set(each) != {403}} == set() and everything() == before


@pytest.mark.parametrize("who", ["coach", "mod"])
def test_what_is_hers_opens(as_person, request, mod, place, who):
    client = as_person(request.getfixturevalue(who))
    names = SEEN["moderator"] + (SEEN["coach"] if who == "coach" else [])
    assert {name for name in names if client.get(place(name)).status_code != 200} == set()


def test_a_look_does_nothing(as_person, coach, place):
    client, before = as_person(coach), everything()
    names = DONE["coach"] + DONE["moderator"]
    assert {name for name in names if client.get(place(name)).status_code != 405} == set()
    assert everything() == before


@pytest.mark.parametrize("who", ["coach", "mod"])
def test_an_empty_form_breaks_nothing_and_sends_nobody_away(surely, request, mod, place, who):
    client = surely(request.getfixturevalue(who))
    names = DONE["moderator"] + (DONE["coach"] if who == "coach" else [])
    statuses = {name: client.post(place(name)).status_code for name in names}
    assert {name for name, status in statuses.items() if status == 403 or status >= 500} == set()


def test_a_moderator_does_nothing_with_what_is_private(as_person, mod, place):
    client, names = as_person(mod), [name for name in DONE["moderator"] if not name.startswith("switch")]
    Thread.objects.update(visibility="private")
    before = everything()
    form = {"stage": Stage.objects.get().pk, "reason": "x", "message": "x", "revision": 1, "level": "held"}
    answers(client, place, names, form)
    assert everything() == before
