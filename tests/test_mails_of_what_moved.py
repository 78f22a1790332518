"""Mails about a question that was moved, split or merged before they went: they name where it is now, or do not go."""

import pytest
from django.test import Client

from accounts.mail_links import MailLink
from accounts.models import When
from accounts.models.mail_choices import MailChoices
from comments.models import Notice, Thread
from stages.models import Stage
from tests.test_places import bobs, fresh, second, talk  # noqa: F401 – fixtures


@pytest.fixture
def daily(ann, bob):
    """Ann and Bob hear of all things once a day, so that nothing has gone yet."""
    for person in (ann, bob):
        MailChoices.objects.create(person=person, **dict.fromkeys(MailChoices.NAMES, When.DAILY))


def waiting(person):
    return sorted(person.notices.pending().values_list("kind", flat=True))


def test_a_mail_names_the_stage_to_which_a_question_was_moved(public, ann, coach, guide, work, settings):
    settings.MAIL_DELIVERY_BACKEND = "tests.test_mails.Down"
    public.answer(coach, "Breathe.")
    work()
    fresh(public).move_to(Stage.objects.create(guide=guide, position=2, slug="routine", title="Routine"), coach)
    [mail] = [mail for mail in work() if mail.person == ann]
    assert "about “Routine”" in mail.text and "Distance" not in mail.text


def test_what_is_about_a_merged_question_names_the_one_that_is_left(daily, talk, second, ann, coach, work, settings):  # noqa: F811
    settings.MAIL_DELIVERY_BACKEND = "tests.test_mails.Down"
    work()
    Thread.objects.filter(pk=second.pk).update(signature="Waiting in Ohio")
    Notice.objects.tell(ann, "touch_base", "touch-base-1", thread=fresh(talk))
    fresh(talk).merge_into(fresh(second), coach, knowingly=True)
    assert "touch_base" not in waiting(ann)
    mail = next(mail for mail in work(24 * 3600) if mail.key.startswith("day-") and mail.person == ann)
    assert 0 < mail.text.count("signed “Waiting in Ohio”") == mail.text.count("your question")


def test_of_what_was_split_off_only_hears_who_is_in_it(daily, talk, bobs, ann, bob, coach, work):  # noqa: F811
    work()
    assert (waiting(ann), waiting(bob)) == (["answered", "answered", "replied"], ["approved", "replied"])
    talk.split_off(bobs, coach)
    assert (waiting(ann), waiting(bob)) == (["answered"], ["answered", "approved"])
    assert set(bob.notices.values_list("thread", flat=True)) == {fresh(bobs).thread_id}


def test_a_link_in_an_older_mail_mutes_what_became_of_the_question(talk, second, ann, coach):  # noqa: F811
    link = MailLink(ann.pk, "answered", talk.pk, talk.last_answer_id).address().partition("localhost:8000")[2]
    asked = MailLink(ann.pk, "touch_base", talk.pk).address().partition("localhost:8000")[2]
    talk.merge_into(second, coach)
    for path in (link, asked):
        Client().post(path, {"act": "mute"})
        assert second.mutes.get().reader == ann
        Client().post(path, {"act": "unmute"})
        assert not second.mutes.exists()


def test_who_muted_a_question_hears_nothing_of_what_it_became(talk, second, ann, bob, mod, coach):  # noqa: F811
    second.follow(mod)
    for reader in (ann, bob, mod):
        talk.mute(reader)
    fresh(talk).merge_into(second, coach)
    assert [mute.reader for mute in second.mutes.all()] == [bob]
