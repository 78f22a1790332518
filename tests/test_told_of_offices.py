"""Who works at the desk is told by mail what becomes of her there; coaches, that there is another one."""

import pytest
from django.core import mail

from accounts.models import Limits, MailChoices, User
from comments.models import ModerationEntry
from desk.models import Invitation
from desk.models.role_changes import change_roles, let_set_up_another_factor
from desk.tasks import tell_office
from tests.conftest import person
from tests.lasting import lasting


@pytest.fixture
def mails(work, settings, mailoutbox):
    """Let the worker do all there is to do; returns {address: (subject, text)} of what arrived."""
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def run():
        for each in User.objects.coaches():  # or on a Monday their week would come among these mails
            MailChoices.objects.update_or_create(person=each, defaults={"week": "never"})
        work()
        return {message.to[0]: (message.subject, message.body) for message in mail.outbox}

    return run


@lasting
def second_coach(identity):
    return person("second@example.org", "Second Hand", "coach")


def test_a_new_moderator_reads_what_she_is_and_within_which_limits(bob, coach, mails):
    limits = Limits(kept_from=["comments.remove_comment"], most_an_hour=5, until="2030-01-31")
    change_roles(bob, coach, ["moderator"], True, limits)
    subject, text = mails()[bob.email]
    assert subject == "Your role here has changed" and "Your role here now: moderator." in text
    assert "remove messages, with a reason" in text and "at most 5 acts an hour" in text
    assert "until 31 January 2030" in text
    assert "Mara made this change." in text


@pytest.mark.parametrize(
    ("roles", "is_active", "said"),
    [([], True, "like everybody"), (["moderator"], False, "can't sign in"), (["coach"], True, "here now: coach.")],
)
def test_a_moderator_reads_that_she_is_one_no_more_or_more_than_that(mod, coach, mails, roles, is_active, said):
    change_roles(mod, coach, roles, is_active, Limits())
    assert said in mails()[mod.email][1]


def test_nothing_is_mailed_when_nothing_changes(mod, coach, mails):
    change_roles(mod, coach, ["moderator"], True, Limits())
    assert mails() == {}


def test_the_other_coaches_hear_of_a_new_one_and_only_of_a_new_one(bob, coach, second_coach, mails):
    change_roles(bob, coach, ["moderator"], True, Limits())
    assert set(mails()) == {bob.email}
    change_roles(bob, coach, ["coach", "moderator"], True, Limits())
    subject, text = mails()[second_coach.email]
    assert subject == "There's a new coach here" and f"/admin/people/{bob.pk}/" in text
    assert "Mara has made Bob by the Sea a coach here." in text and coach.email in mails()


def test_a_coach_who_comes_by_invitation_is_told_of_too(bob, coach, second_coach, mails):
    invitation = Invitation(email=bob.email, role="coach")
    invitation.send(coach)
    invitation.accept(bob)
    assert mails()[second_coach.email][0] == "There's a new coach here"
    assert "Your role here now: coach." in mails()[bob.email][1]


def test_a_moderator_who_is_invited_as_one_again_hears_nothing_of_a_change(mod, coach, mails):
    invitation = Invitation(email=mod.email, role="moderator")
    invitation.send(coach)
    invitation.accept(mod)
    assert [subject for subject, _text in mails().values()] == ["An invitation to Leanback"]


def test_a_coach_who_is_let_in_again_is_told_of_again(second_coach, coach, mails):
    change_roles(second_coach, coach, ["coach"], False, Limits())
    change_roles(second_coach, coach, ["coach"], True, Limits())
    assert mails()[coach.email][0] == "There's a new coach here"


def test_who_loses_her_second_factor_is_told_by_whom(mod, coach, mails):
    let_set_up_another_factor(mod, coach)
    subject, text = mails()[mod.email]
    assert subject == "Your second step was removed" and "Mara has removed your second step" in text


def test_a_task_that_runs_twice_mails_once(mod, coach, mails):
    change_roles(mod, coach, [], True, Limits())
    tell_office.call(ModerationEntry.objects.get(person=mod).pk)
    mails()
    assert len(mail.outbox) == 1


def test_who_has_left_meanwhile_is_mailed_nothing(mod, coach, mails):
    change_roles(mod, coach, [], True, Limits())
    mod.delete()
    assert mails() == {}
