"""Whoever wrote what was split off, put back or merged is told where it stands now: on its page, and by one mail as she chose."""

import pytest
from django.utils import timezone

from accounts.models import MailChoices, OutgoingMail, When
from comments.models import Thread
from tests.test_places import bobs, fresh, second, talk  # noqa: F401 – fixtures


@pytest.fixture
def told(work, settings):
    """Return a function that lets the worker work, and returns whom it told of a new place, and in what words."""
    settings.MAIL_DELIVERY_BACKEND = "tests.test_mails.Down"
    known = {mail.pk for mail in work()}

    def tell(seconds=11):
        mails = [mail for mail in work(seconds) if mail.pk not in known and mail.key.startswith("moved-")]
        known.update(mail.pk for mail in mails)
        return [(mail.person, mail.text) for mail in mails]

    return tell


def arrive():
    OutgoingMail.objects.update(sent_at=timezone.now())


def people(said):
    return [person for person, _text in said]


def shown_to(as_person, reader, thread):
    return as_person(reader).get(thread.get_absolute_url()).content.decode()


def test_who_wrote_what_was_split_off_is_told_where_it_is_now(talk, bobs, bob, coach, told):  # noqa: F811
    new = talk.split_off(bobs, coach)
    [(person, text)] = told()
    assert person == bob and "is a question of its own now: your question about “Distance” from" in text
    assert f"/comments/{bobs.pk}/" in text and bobs.text not in text and new.asker == bob


def test_who_follows_it_too_is_mailed_once_and_other_followers_not_at_all(talk, bobs, bob, mod, coach, told):  # noqa: F811
    for reader in (bob, mod):
        talk.follow(reader)
    known = [bob.mails.count(), mod.mails.count()]
    talk.split_off(bobs, coach)
    assert people(told()) == [bob]
    assert [bob.mails.count(), mod.mails.count()] == [known[0] + 1, known[1]]


def test_who_asked_both_is_told_that_they_are_one(talk, second, ann, coach, told):  # noqa: F811
    asked = second.question
    second.merge_into(talk, coach)
    [(person, text)] = told()
    assert person == ann and "Two questions of yours are one now: your question about “Distance” from" in text
    assert f"/comments/{asked.pk}/" in text


def test_what_is_put_back_before_she_heard_of_it_is_told_to_nobody(talk, bobs, second, coach, told):  # noqa: F811
    talk.split_off(bobs, coach).rejoin(coach)
    fresh(second).merge_into(fresh(talk), coach)
    fresh(second).take_apart(coach)
    assert told() == []


def test_a_mail_that_has_not_gone_yet_is_taken_out_of_the_queue(talk, bobs, bob, coach, told):  # noqa: F811
    new = talk.split_off(bobs, coach)
    assert people(told()) == [bob]
    fresh(new).rejoin(coach)
    assert told() == [] and not bob.mails.filter(key__startswith="moved-").exists()


def test_who_heard_that_it_was_away_hears_that_it_is_back(talk, bobs, bob, second, ann, coach, told):  # noqa: F811
    new = talk.split_off(bobs, coach)
    second.merge_into(fresh(talk), coach)
    assert people(told()) == [bob, ann]
    arrive()
    fresh(new).rejoin(coach)
    fresh(second).take_apart(coach)
    (first, back), (other, apart) = told()
    assert first == bob and "What you wrote is back in the question about “Distance” from" in back
    assert other == ann and "is a question of its own now" in apart


def test_a_task_that_runs_twice_and_a_merge_done_twice_are_one_mail(talk, second, ann, coach, told):  # noqa: F811
    second.merge_into(talk, coach)
    fresh(second).take_apart(coach)
    fresh(second).merge_into(fresh(talk), coach)
    assert people(told()) == [ann] and told() == []


def test_it_comes_as_she_chose(talk, bobs, bob, second, ann, coach, told, work):  # noqa: F811
    MailChoices.objects.create(person=bob, moved=When.NEVER)
    MailChoices.objects.create(person=ann, **dict.fromkeys(MailChoices.NAMES, When.DAILY))
    talk.split_off(bobs, coach)
    second.merge_into(fresh(talk), coach)
    assert told() == [] and not bob.notices.filter(kind="moved").exists()
    day = [mail for mail in work(24 * 3600) if mail.key.startswith("day-") and mail.person == ann]
    assert sum(mail.text.count("are one now") for mail in day) == 1


def test_a_discreet_mail_names_neither_stage_nor_coach(talk, bobs, bob, coach, told):  # noqa: F811
    MailChoices.objects.create(person=bob, is_discreet=True)
    talk.split_off(bobs, coach)
    [(_person, text)] = told()
    assert "question of its own now: your question from" in text and not {"Distance", "Mara"} & set(text.split())
    assert bob.mails.get(key__startswith="moved-").subject == "A message for you"


def test_of_what_waits_for_approval_she_hears_when_it_is_there(answered, bob, coach, told, work):
    reply = answered.question.reply(bob, "And I?")
    new = fresh(answered).split_off(fresh(reply), coach)
    assert told() == []
    fresh(reply).approve(coach)
    [approved] = [mail for mail in work() if mail.person == bob and "approved-" in mail.key]
    assert "put your question about “Distance”" in approved.text and new.asker == bob


def test_who_moves_her_own_words_is_not_told(talk, mod, coach, told):  # noqa: F811
    reply = fresh(talk).question.reply(mod, "And mine?")
    reply.approve(coach)
    fresh(talk).split_off(fresh(reply), mod)
    assert told() == []


def test_her_page_says_where_it_was_before(as_person, talk, bobs, bob, coach):  # noqa: F811
    new = talk.split_off(bobs, coach)
    place = new.place_it_came_from().get_absolute_url()
    assert "This was part of another question before." in (html := shown_to(as_person, bob, new)) and place in html
    assert "part of another question" not in shown_to(as_person, coach, talk)
    Thread.objects.filter(pk=talk.pk).update(visibility="private")
    assert "part of another question" not in shown_to(as_person, bob, new)


def test_her_page_says_what_has_become_part_of_it(as_person, talk, second, ann, bob, coach):  # noqa: F811
    asked = second.question
    second.merge_into(talk, coach)
    html = shown_to(as_person, ann, fresh(talk))
    assert "Another question of yours is part of this one now." in html and f'href="/comments/{asked.pk}/"' in html
    assert "Another question of yours" not in shown_to(as_person, bob, fresh(talk))
