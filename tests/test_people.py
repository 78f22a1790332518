"""One person at the desk, those who work there, and how they come to: by a mail, within limits, with a second factor."""

import re
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Limits, OutgoingMail, User
from accounts.roles import MAY_BE_KEPT_FROM
from comments.models import Block, Comment, ModerationEntry, StaleObject, Thread, Trust
from desk.models import Invitation, Note
from desk.models.role_changes import change_roles
from leanback import tasks
from tests.conftest import person
from tests.lasting import lasting
from tests.test_second_factor import set_up_app

EVERYTHING = list(MAY_BE_KEPT_FROM)
CAROL = "carol@example.org"
LIMITED = {"email": CAROL, "role": "moderator", "may": ["comments.soften_comment"], "most_an_hour": "3", "until": ""}
STAFF_PATHS = ["people/", "people/invite/", "people/{ann}/office/"]


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def page_of(client, someone):
    return client.get(f"/admin/people/{someone.pk}/")


def limit(mod, coach, **limits):
    """Set limits of a moderator at the desk's form; without any, none hold."""
    limits = {"kept_from": [], "most_an_hour": None, "until": None} | limits
    mod.set_roles(["moderator"], Limits(**limits))


def link_in(message):
    return re.search(r"/accounts/invitation/\S+/", message.text)[0]


@lasting
def carol(identity):
    return person(CAROL, "Carol on the Bridge")


@pytest.fixture
def invited(surely, coach):
    """Carol's address, invited; returns the path in the mail."""
    surely(coach).post("/admin/people/invite/", LIMITED)
    return link_in(OutgoingMail.objects.get())


# Her page


def test_the_coach_sees_all_that_is_known_of_a_reader(as_person, answered, ann, bob, coach):
    Note.objects.create(on=ann, by=coach, text="Likes short steps.")
    Block.put(ann, coach, "Please be kinder.").lift(coach)
    Thread.objects.update(visibility="private")
    html = page_of(as_person(coach), ann).content.decode()
    for words in ("He has gone quiet.", "1 approved", "ann@example.org", "Likes short steps.", "Please be kinder."):
        assert words in html


def test_a_moderator_sees_neither_her_address_nor_notes_nor_private_questions(
    as_person, stage, public, ann, mod, coach
):
    Note.objects.create(on=ann, by=coach, text="Likes short steps.")
    Thread.ask(stage, ann, "My secret", visibility="private")
    html = page_of(as_person(mod), ann).content.decode()
    assert "He has gone quiet." in html
    for words in ("ann@example.org", "Likes short steps.", "My secret", "Roles and sign-in", "Thanks said"):
        assert words not in html


def test_a_moderator_finds_nobody_of_whom_she_may_read_nothing(as_person, public, ann, bob, mod):
    Thread.objects.update(visibility="private")
    assert [page_of(as_person(mod), someone).status_code for someone in (ann, bob)] == [404, 404]


@pytest.mark.parametrize("who", ["bob", "nobody"])
def test_readers_and_strangers_see_no_page_of_a_person(as_person, request, public, ann, who):
    response = page_of(as_person(None if who == "nobody" else request.getfixturevalue(who)), ann)
    assert response.status_code in {302, 403} and b"gone quiet" not in response.content


@pytest.mark.parametrize("pk", [0, 4711, 10**18])
def test_a_person_that_is_not_there_is_404(as_person, coach, pk):
    assert as_person(coach).get(f"/admin/people/{pk}/").status_code == 404


def test_names_at_the_desk_lead_to_her_page(as_person, asked, ann, coach):
    for path in ("/admin/", f"/admin/threads/{asked.pk}/", "/admin/comments/many/"):
        assert f'href="/admin/people/{ann.pk}/"' in as_person(coach).get(path).content.decode()


def test_a_row_in_the_list_of_people_opens_her_page(as_person, ann, coach):
    assert as_person(coach).get(f"/admin/accounts/user/{ann.pk}/change/")["Location"] == f"/admin/people/{ann.pk}/"


def test_people_are_found_by_name_and_address(as_person, ann, bob, coach):
    for words in ("of the hills", "ann@exam"):
        html = as_person(coach).get("/admin/accounts/user/", {"q": words}).content.decode()
        assert "Ann of the Hills" in html and "Bob by the Sea" not in html


def test_on_her_page_she_is_trusted_blocked_and_let_write_again(as_person, public, ann, mod):
    client, here = as_person(mod), f"/admin/people/{ann.pk}/"
    assert client.post(f"{here}trust/", {"level": "trusted"})["Location"] == here
    client.post(f"{here}block/", {"message": "Please wait.", "days": "7"})
    assert Trust.objects.level_of(ann) == "trusted" and Block.objects.of(ann).message == "Please wait."
    client.post(f"{here}unblock/")
    assert Block.objects.of(ann) is None


def test_a_form_that_is_not_complete_comes_back_on_her_page(as_person, public, ann, mod):
    response = as_person(mod).post(f"/admin/people/{ann.pk}/block/", {"message": " "})
    assert response.status_code == 422 and "No one is blocked without a word" in response.content.decode()


@pytest.mark.parametrize("comment", ["x", "-1", "9" * 30, "0"])
def test_a_place_that_is_none_leads_to_her_page(as_person, public, ann, mod, comment):
    response = as_person(mod).post(f"/admin/people/{ann.pk}/trust/", {"level": "held", "comment": comment})
    assert response["Location"] == f"/admin/people/{ann.pk}/"


def test_a_moderator_does_nothing_beside_a_private_message_of_another(as_person, stage, public, ann, bob, mod):
    private = Thread.ask(stage, bob, "Mine alone", visibility="private").question
    response = as_person(mod).post(f"/admin/people/{ann.pk}/trust/", {"level": "held", "comment": private.pk})
    assert response.status_code == 404 or b"Mine alone" not in response.content


def test_notes_are_kept_and_taken_away_on_her_page_by_coaches(as_person, public, ann, mod, coach):
    client, here = as_person(coach), f"/admin/people/{ann.pk}/"
    client.post(f"{here}note/", {"text": "Call her Ann."})
    assert as_person(mod).post(f"{here}note/", {"text": "Mine"}).status_code == 403
    [note] = Note.objects.about(ann)
    assert as_person(mod).post(f"{here}notes/{note.pk}/forget/").status_code == 403
    as_person(coach).post(f"{here}notes/{note.pk}/forget/")
    assert not Note.objects.exists()


def test_a_note_about_another_is_not_taken_away_on_her_page(as_person, public, ann, bob, coach):
    note = Note.objects.create(on=bob, by=coach, text="His.")
    assert as_person(coach).post(f"/admin/people/{ann.pk}/notes/{note.pk}/forget/").status_code == 404


def test_her_page_asks_as_much_for_many_messages_as_for_one(as_person, public, ann, coach, many_messages):
    client, counts = as_person(coach), []
    for replies in (1, 30):
        for number in range(replies):
            public.question.reply(ann, f"And {replies} {number}")
        with CaptureQueriesContext(connection) as captured:
            page_of(client, ann)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_her_messages_are_paged(as_person, public, ann, coach, many_messages):
    for number in range(30):
        public.question.reply(ann, f"Message {number}.")
    client = as_person(coach)
    assert "Message 29." in page_of(client, ann).content.decode()
    older = client.get(f"/admin/people/{ann.pk}/?page=2").content.decode()
    assert "Message 0." in older and "Message 29." not in older
    assert client.get(f"/admin/people/{ann.pk}/?page=99").status_code == 404


# Your team


@pytest.mark.parametrize("path", STAFF_PATHS)
@pytest.mark.parametrize("who", ["mod", "bob", "nobody"])
def test_only_coaches_say_who_works_here(as_person, request, public, ann, who, path):
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    for send in (client.get, client.post):
        assert send(f"/admin/{path.format(ann=ann.pk)}").status_code in {302, 403, 405}
    assert not Invitation.objects.exists() and not User.objects.staff().filter(pk=ann.pk).exists()


def test_the_coach_sees_who_works_here_and_how_they_sign_in(as_person, coach, mod):
    set_up_app(mod)
    limit(mod, coach, kept_from=["comments.throw_switch"], most_an_hour=20)
    html = as_person(coach).get("/admin/people/").content.decode()
    assert "Quiet Hand" in html and "app with codes" in html and "at most 20 acts an hour" in html
    assert "not: throw the switches" in html


def test_the_list_of_staff_asks_as_much_for_many_as_for_one(as_person, coach, mod):
    client, counts = as_person(coach), []
    for more in range(2):
        for number in range(9 * more):
            person(f"mod{number}@example.org", f"Hand number {number}", "moderator")
        with CaptureQueriesContext(connection) as captured:
            client.get("/admin/people/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_whoever_holds_the_coachs_phone_makes_nobody_staff(as_person, coach, ann):
    for path in (f"/admin/people/{ann.pk}/office/", "/admin/people/invite/"):
        asked = as_person(coach).post(path, LIMITED | {"roles": ["coach"], "is_active": "on"})
        assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert not Invitation.objects.exists() and User.objects.coaches().get() == coach


def test_a_moderator_who_lost_her_phone_sets_up_another_factor(surely, coach, mod):
    set_up_app(mod)
    surely(coach).post(f"/admin/people/{mod.pk}/new-factor/")
    assert fresh(mod).lacks_second_factor() and ModerationEntry.objects.get().act == "new_factor"


@pytest.mark.parametrize("who", ["coach", "ann"])
def test_that_is_for_others_who_work_here(surely, request, coach, ann, who):
    set_up_app(request.getfixturevalue(who))
    assert surely(coach).post(f"/admin/people/{request.getfixturevalue(who).pk}/new-factor/").status_code == 404


# Invited by mail


def test_a_reader_who_is_invited_says_yes_and_is_at_the_desk(surely, invited, carol, public):
    client = surely(carol)
    assert "Yes, I will help" in client.get(invited).content.decode()
    client.post(f"{invited}answer/", {"answer": "yes"})
    assert client.get("/admin/").status_code == 200 and fresh(carol).is_moderator()
    assert fresh(carol).limits.kept_from == [name for name in EVERYTHING if name != "comments.soften_comment"]
    assert not Invitation.objects.exists()


def test_who_has_no_account_signs_up_with_a_code_and_comes_back(as_person, invited, coach):
    client = as_person(None)
    sign_up = re.search(r'href="(/accounts/signup/\?next=[^"]+)"', client.get(invited).content.decode())[1]
    form = {"email": CAROL, "pen_name": "Carol on the Bridge", "adult": "on", "next": invited}
    confirm = client.post(sign_up, form)["Location"]
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", OutgoingMail.objects.latest("pk").text)[0]
    page = client.post(confirm, {"code": code}, follow=True)
    assert page.redirect_chain[-1][0] == invited and "Yes, I will help" in page.content.decode()
    client.post(f"{invited}answer/", {"answer": "yes"})
    assert User.objects.get(email=CAROL).is_moderator()


def test_opening_the_link_does_nothing(as_person, invited):
    client = as_person(None)
    assert client.get(invited).status_code == 200 and client.head(invited).status_code == 200
    assert Invitation.objects.count() == 1 and client.get(f"{invited}answer/").status_code == 405


def test_whoever_else_has_the_link_can_do_nothing_with_it(surely, invited, bob):
    client = surely(bob)
    assert "a different address" in client.get(invited).content.decode()
    for answer in ("yes", "no"):
        assert client.post(f"{invited}answer/", {"answer": answer}).status_code == 404
    assert Invitation.objects.count() == 1 and not fresh(bob).is_staff


def test_an_address_that_is_not_shown_to_be_hers_does_not_count(surely, invited, bob):
    bob.emailaddress_set.create(email=CAROL, verified=False)
    assert surely(bob).post(f"{invited}answer/", {"answer": "yes"}).status_code == 404


def test_who_says_no_stays_what_she_was(surely, invited, carol):
    surely(carol).post(f"{invited}answer/", {"answer": "no"})
    assert not Invitation.objects.exists() and not fresh(carol).is_staff


@pytest.mark.parametrize("how", ["taken back", "ran out", "the coach is none any more", "used"])
def test_an_invitation_that_is_over_opens_nothing(surely, invited, carol, coach, later, how):
    found = Invitation.objects.get()
    if how == "taken back":
        surely(coach).post(f"/admin/people/invitations/{found.pk}/take-back/")
    if how == "ran out":
        later(days=8)
    if how == "the coach is none any more":
        coach.drop_role("coach")
    if how == "used":
        found.decline()
    client = surely(carol)
    assert client.get(invited).status_code == 404
    assert client.post(f"{invited}answer/", {"answer": "yes"}).status_code == 404 and not fresh(carol).is_staff


def test_sent_again_the_first_link_opens_nothing(surely, invited, coach):
    surely(coach).post(f"/admin/people/invitations/{Invitation.objects.get().pk}/again/")
    second = link_in(OutgoingMail.objects.latest("pk"))
    assert [surely(None).get(link).status_code for link in (invited, second)] == [404, 200]


def test_one_address_has_one_invitation(surely, invited, coach):
    response = surely(coach).post("/admin/people/invite/", LIMITED | {"email": CAROL.upper()})
    assert response.status_code == 422 and "has an invitation already" in response.content.decode()
    assert Invitation.objects.count() == OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "carol"},
        {"email": ""},
        {"role": "queen"},
        {"most_an_hour": "0"},
        {"until": "2020-01-01"},
        {"may": "x"},
    ],
)
def test_an_invitation_that_cannot_be_comes_back(surely, coach, wrong):
    response = surely(coach).post("/admin/people/invite/", LIMITED | wrong)
    assert response.status_code == 422 and "errorlist" in response.content.decode()
    assert not Invitation.objects.exists() and not OutgoingMail.objects.exists()


def test_the_mail_says_who_asks_and_goes_to_her_alone(invited, work, settings, mailoutbox):
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    work()
    [message] = mail.outbox
    assert message.to == [CAROL] and "Mara would like you to help at Leanback" in message.body
    assert "you wrote on this site" not in message.body and invited in message.body


def test_no_line_of_the_log_has_her_address(invited):
    assert CAROL not in str(list(ModerationEntry.objects.values())) and CAROL not in invited


def test_the_table_has_no_link_that_works(invited):
    assert Invitation.objects.get().digest not in invited


def test_an_invitation_that_nobody_answers_is_forgotten(invited, later):
    later(days=36)
    tasks.tend.func()
    assert Invitation.objects.exists()
    later(days=2)
    tasks.tend.func()
    assert not Invitation.objects.exists()


def test_a_coach_who_is_asked_to_moderate_stays_a_coach(coach):
    second = person(CAROL, "Second Coach", "coach")
    invitation = Invitation(email=CAROL, role="moderator", kept_from=EVERYTHING)
    invitation.send(coach)
    invitation.accept(second)
    assert second.is_coach() and second.has_perm("comments.throw_switch")


# Limits


@pytest.mark.parametrize("name", EVERYTHING)
def test_a_moderator_does_nothing_that_she_is_kept_from(as_person, public, answered, ann, mod, coach, name):
    path, form = {
        "comments.remove_comment": (f"comments/{public.question.pk}/remove/", {"reason": "x"}),
        "comments.soften_comment": (f"comments/{public.question.pk}/soften/", {"passage": "quiet"}),
        "comments.place_thread": (f"threads/{public.pk}/close/", {}),
        "comments.block_reader": (f"people/{ann.pk}/block/", {"message": "x"}),
        "comments.throw_switch": ("switches/hold/on/", {"hours": "1"}),
        "comments.view_moderationentry": ("comments/moderationentry/", None),
    }[name]
    form = form and form | {"revision": fresh(public.question).revision}
    limit(mod, coach, kept_from=[name])
    client = as_person(mod)
    before = ModerationEntry.objects.count()
    send = client.post if form is not None else client.get
    assert send(f"/admin/{path}", form or {}).status_code in {403, 404}
    assert ModerationEntry.objects.count() == before


def test_what_she_is_kept_from_has_no_button(as_person, asked, mod, coach):
    paths = ["/admin/", f"/admin/threads/{asked.pk}/", "/admin/comments/many/"]
    before = "".join(as_person(mod).get(path).content.decode() for path in paths)
    limit(mod, coach, kept_from=EVERYTHING)
    after = "".join(as_person(mod).get(path).content.decode() for path in paths)
    for button in ("/remove/", "Soften it", "Close it", "Block and tell them why", "Turn it on"):
        assert button in before and button not in after
    assert "Approve" in after and "Spam" in after


def test_many_at_once_are_not_removed_either(as_person, asked, mod, coach):
    limit(mod, coach, kept_from=["comments.remove_comment"])
    ticked = {"comment": f"{asked.question.pk}-{asked.question.revision}", "reason": "x"}
    assert as_person(mod).post("/admin/comments/many/remove/", ticked).status_code == 403


def test_above_her_limit_an_act_is_not_done_and_she_is_told(as_person, asked, mod, coach):
    limit(mod, coach, most_an_hour=2)
    client, question = as_person(mod), asked.question
    for act in ("approve", "spam"):
        client.post(f"/admin/comments/{question.pk}/{act}/", {"revision": fresh(question).revision})
    page = client.post(
        f"/admin/comments/{question.pk}/approve/", {"revision": fresh(question).revision}, follow=True
    ).content.decode()
    assert "which is your limit" in page and fresh(question).status == Comment.Status.SPAM


def test_undoing_is_never_too_much(as_person, asked, mod, coach):
    limit(mod, coach, most_an_hour=1)
    client, question = as_person(mod), asked.question
    client.post(f"/admin/comments/{question.pk}/approve/", {"revision": fresh(question).revision})
    client.post(f"/admin/comments/{question.pk}/undo/", {"revision": fresh(question).revision})
    assert fresh(question).is_pending


def test_after_an_hour_she_goes_on(as_person, asked, mod, coach, later):
    limit(mod, coach, most_an_hour=1)
    asked.question.approve(mod)
    later(3601)
    fresh(asked.question).mark_spam(fresh(mod))
    assert fresh(asked.question).status == Comment.Status.SPAM


def test_many_at_once_go_as_far_as_the_limit(as_person, stage, ann, bob, mod, coach):
    limit(mod, coach, most_an_hour=1)
    asked = [Thread.ask(stage, who, f"Buy {who}").question for who in (ann, bob)]
    ticked = {"comment": [f"{each.pk}-{each.revision}" for each in asked]}
    page = as_person(mod).post("/admin/comments/many/spam/", ticked, follow=True).content.decode()
    assert "which is your limit" in page
    assert sorted(fresh(each).status for each in asked) == ["pending", "spam"]


def test_a_coach_has_no_limits(as_person, asked, coach):
    Limits.objects.create(person=coach, kept_from=EVERYTHING, most_an_hour=1, until=timezone.localdate())
    for _ in range(3):
        asked.question.approve(fresh(coach))
        fresh(asked.question).mark_spam(fresh(coach))
    assert fresh(coach).has_perm("comments.throw_switch")


def test_after_her_last_day_she_is_a_reader(as_person, asked, mod, coach, later):
    limit(mod, coach, until=timezone.localdate())
    assert as_person(mod).get("/admin/").status_code == 200
    later(days=2)  # over everywhere
    assert as_person(mod).get("/admin/").status_code in {302, 403} and fresh(mod).is_reader()


@pytest.mark.parametrize(("moment", "still"), [("2026-12-02 11:59", True), ("2026-12-02 12:00", False)])
def test_her_last_day_is_over_when_it_is_over_farthest_west(mod, coach, time_machine, moment, still):
    limit(mod, coach, until="2026-12-01")
    time_machine.move_to(f"{moment}+00:00")
    assert fresh(mod).is_moderator() is still


def test_the_coach_sets_limits_and_the_log_says_so(surely, coach, mod):
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    form = {"roles": ["moderator"], "is_active": "on", "may": EVERYTHING[1:], "most_an_hour": "20", "until": day}
    surely(coach).post(f"/admin/people/{mod.pk}/office/", form)
    line = ModerationEntry.objects.get(act="roles")
    assert (line.before, line.after) == ("moderator", "moderator") and f"≤ 20; → {day}" in line.reason
    assert fresh(mod).kept_from == {EVERYTHING[0]} and fresh(mod).most_an_hour() == 20


def test_the_database_knows_no_limit_that_lets_her_do_nothing(mod):
    with pytest.raises(Exception, match="limits_let_her_do_something"):
        Limits.objects.create(person=mod, most_an_hour=0)


def test_two_taps_on_yes_are_one(transactional_db, coach, carol):
    invitation, outcomes, gate = Invitation(email=CAROL), [], threading.Barrier(2)
    invitation.send(coach)

    def say_yes():
        gate.wait()
        try:
            outcomes.append(Invitation.objects.get(pk=invitation.pk).accept(fresh(carol)) or "yes")
        except (StaleObject, Invitation.DoesNotExist):
            outcomes.append("too late")
        connection.close()

    taps = [threading.Thread(target=say_yes) for _ in range(2)]
    [tap.start() for tap in taps]
    [tap.join() for tap in taps]
    assert sorted(outcomes) == ["too late", "yes"]
    assert ModerationEntry.objects.filter(act="roles").count() == 1 and fresh(carol).is_moderator()


def test_a_limited_moderator_undoes_what_the_coach_did_only_within_her_limit(as_person, stage, ann, bob, mod, coach):
    limit(mod, coach, most_an_hour=1)
    asked = [Thread.ask(stage, who, f"Of {who}").question for who in (ann, bob)]
    for question in asked:
        question.approve(coach)
        as_person(mod).post(f"/admin/comments/{question.pk}/undo/", {"revision": fresh(question).revision})
    assert sorted(fresh(question).status for question in asked) == ["approved", "pending"]


def test_who_may_not_remove_takes_no_answer_back(as_person, answered, mod, coach):
    limit(mod, coach, kept_from=["comments.remove_comment"])
    answer = answered.last_answer
    as_person(mod).post(f"/admin/comments/{answer.pk}/undo/", {"revision": fresh(answer).revision})
    assert fresh(answer).status == Comment.Status.APPROVED and "undo" not in answer.acts_at_desk(
        mod, answer.last_entry()
    )


def test_who_may_not_remove_does_not_do_it_by_undoing_an_approval(as_person, public, mod, coach):
    public.question.remove(coach, "No.")
    fresh(public.question).approve(coach)
    limit(mod, coach, kept_from=["comments.remove_comment"])
    question = fresh(public.question)
    as_person(mod).post(f"/admin/comments/{question.pk}/undo/", {"revision": question.revision})
    assert fresh(question).is_approved and "undo" not in question.acts_at_desk(mod, question.last_entry())


def test_who_may_not_remove_undoes_what_takes_nothing_away(as_person, asked, mod, coach):
    asked.question.approve(coach)
    limit(mod, coach, kept_from=["comments.remove_comment"])
    question = fresh(asked.question)
    as_person(mod).post(f"/admin/comments/{question.pk}/undo/", {"revision": question.revision})
    assert fresh(question).is_pending


def test_what_was_put_right_does_not_count(as_person, public, ann, mod, coach):
    limit(mod, coach, most_an_hour=1)
    Block.put(ann, mod, "A slip.").lift(fresh(mod))
    assert Block.objects.of(ann) is None


def test_of_whom_a_moderator_may_read_nothing_the_log_tells_her_nothing(as_person, stage, ann, mod, coach):
    Thread.ask(stage, ann, "My secret", visibility="private")
    Block.put(ann, coach, "You wrote of a secret.")
    mod.set_roles(["moderator"], Limits(most_an_hour=9))
    html = as_person(mod).get("/admin/comments/moderationentry/").content.decode()
    assert "Ann of the Hills" not in html and "secret" not in html


def test_the_log_tells_moderators_nothing_of_each_others_office(surely, as_person, invited, mod, coach):
    surely(coach).post(
        f"/admin/people/{mod.pk}/office/", {"roles": ["moderator"], "is_active": "on", "most_an_hour": "7"}
    )
    html = as_person(mod).get("/admin/comments/moderationentry/").content.decode()
    assert "≤ 7" not in html and '<td class="field-act">invited' not in html


def test_a_moderator_whose_last_day_is_over_is_prolonged_by_another_day(surely, mod, coach, later):
    limit(mod, coach, until=timezone.localdate())
    later(days=3)
    form = surely(coach).get(f"/admin/people/{mod.pk}/office/").context["form"]
    assert form.initial["roles"] == ["moderator"]
    said = {"roles": ["moderator"], "is_active": "on", "until": form.initial["until"].isoformat()}
    assert surely(coach).post(f"/admin/people/{mod.pk}/office/", said).status_code == 422
    surely(coach).post(f"/admin/people/{mod.pk}/office/", said | {"until": ""})
    assert fresh(mod).is_moderator()


def test_of_two_coaches_who_send_each_other_away_one_stays(transactional_db, coach):
    second, gate, outcomes = person(CAROL, "Second Coach", "coach"), threading.Barrier(2), []

    def send_away(other, by):
        gate.wait()
        try:
            outcomes.append(change_roles(fresh(other), by, [], True, Limits()) or "done")
        except StaleObject:
            outcomes.append("refused")
        connection.close()

    acts = [threading.Thread(target=send_away, args=pair) for pair in ((coach, second), (second, coach))]
    [act.start() for act in acts]
    [act.join() for act in acts]
    assert sorted(outcomes) == ["done", "refused"] and User.objects.coaches().count() == 1


def test_an_invitation_that_was_answered_is_not_sent_again(invited, coach):
    found = Invitation.objects.get()
    found.decline()
    with pytest.raises(StaleObject):
        found.send_again(coach)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("number", ["9" * 23, "9" * 5000, "x", "٣"])
def test_numbers_that_are_none_break_nothing(as_person, public, coach, number):
    client = as_person(coach)
    assert client.get("/admin/comments/moderationentry/", {"who": number}).status_code == 200
    assert client.get(f"/admin/threads/{public.pk}/", {"remove": number}).status_code == 200


def test_no_field_that_is_hidden_shows_its_name(surely, coach):
    html = surely(coach).get("/admin/people/invite/").content.decode()
    assert 'name="as_typed"' in html and "As typed" not in html
