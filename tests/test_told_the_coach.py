"""What coaches and readers hear of by mail when somebody has written: who, of what, and never twice."""

import uuid
from email.message import EmailMessage

import pytest
from django.utils import timezone

from accounts.mail_addresses import MailAddress
from accounts.models import MailChoices, OutgoingMail, PausedAddress
from comments.models import Notice, Thread
from comments.tasks import tell_written
from tests.test_mails import outbox, text_of  # noqa: F401 – a fixture
from writing import inbound


@pytest.fixture
def eager(coach):
    """The coach, who hears of everything right away."""
    MailChoices.objects.filter(person=coach).delete()
    MailChoices.objects.create(person=coach, week="never")
    return coach


@pytest.fixture
def told(outbox):  # noqa: F811
    """Let some seconds pass; returns (to whom, subject) of the mails that came since."""
    seen = []

    def look(seconds=11):
        mails = [(mail["To"], mail["Subject"]) for mail in outbox(seconds)]
        new = mails[len(seen) :]
        seen.extend(new)
        return sorted(new)

    look()
    return look


MARA, ANN, BOB, MOD = "mara@example.org", "ann@example.org", "bob@example.org", "mod@example.org"


def test_the_coach_hears_of_a_new_question(eager, stage, ann, told):
    Thread.ask(stage, ann, "Do I write first?")
    assert told(5) == [] and told(6) == [(MARA, "A new question")]


def test_a_question_withdrawn_at_once_is_no_news(eager, stage, ann, told):
    Thread.ask(stage, ann, "Do I write first?").question.withdraw()
    assert told() == []


def test_danger_is_told_right_away_whatever_she_chose(coach, stage, ann, told):
    Thread.ask(stage, ann, "I do not want to live any more.")
    assert told() == [(MARA, "Urgent: please read first")]


def test_a_report_is_told_of_and_one_of_danger_right_away(coach, eager, public, bob, mod, told):
    public.question.report(bob, "unkind")
    assert told(0) == [(MARA, "A message was reported")]
    MailChoices.objects.filter(person=coach).update(reported="never")
    public.question.report(mod, "danger")
    assert told(0) == [(MARA, "Urgent: please read first")]


@pytest.fixture
def due(eager, answered, told):
    """Ann's question, on the day on which she is asked how it went; what is mailed of that has gone."""
    told()
    Thread.objects.update(touch_base_on=timezone.localdate())
    answered.fall_due()
    told()
    answered.refresh_from_db()
    return answered


def by_page(as_person, ann, thread, text):
    as_person(ann).post(f"/comments/{thread.last_answer_id}/reply/", {"text": text, "submission": uuid.uuid4()})


def by_mail(as_person, ann, thread, text):
    message = EmailMessage()
    message["From"], message["To"] = ann.email, str(MailAddress.reply(ann.pk, thread.last_answer_id))
    message["Message-ID"] = "<one@phone.example>"
    message.set_content(text)
    for _time in range(2):  # mail servers may hand over the same mail twice
        assert inbound.receive(message) == "taken"


@pytest.mark.parametrize("way", [by_page, by_mail])
def test_who_says_how_it_went_came_back_and_the_coach_hears_of_it_once(due, ann, as_person, told, settings, way):
    settings.INBOUND_ADDRESS = "reply@leanback.example"
    way(as_person, ann, due, "It went well.")
    assert told() == [(MARA, "Someone came back")]
    tell_written.func(due.comments.last().pk, came_back=True)  # a task may run twice
    assert told() == []


def test_a_coach_who_wants_no_such_mail_gets_none(due, ann, as_person, told):
    MailChoices.objects.update(came_back="never")
    by_page(as_person, ann, due, "It went well.")
    assert told() == []


def test_a_mere_thanks_is_nobody_who_came_back(due, ann, as_person, told):
    by_page(as_person, ann, due, "Thank you so much!")
    assert told() == [(MARA, "A new message")]


def test_a_mail_given_up_is_told_once_a_day(eager, ann, answered, told, settings):
    told()
    settings.MAIL_DELIVERY_BACKEND = "tests.test_mails.Down"
    mail = OutgoingMail.objects.create(to=[ANN], person=ann, tries=99)
    mail.send(by="a task")
    told()
    assert Notice.objects.get(kind="failed").person == eager


def test_a_wave_of_questions_is_no_wave_of_mails(eager, stage, ann, many_messages, told):
    for number in range(14):
        Thread.ask(stage, ann, f"Question {number}, which is no other.")
    assert len(told()) == 10
    assert told(3700) == [(MARA, "What came today")]


# Readers


def test_who_waited_for_approval_hears_that_it_is_there(asked, coach, told):
    asked.question.approve(coach)
    assert told() == [(ANN, "It's on the site")]


def test_who_is_answered_at_once_hears_of_the_answer_alone(asked, coach, told):
    asked.answer(coach, "Breathe.")
    assert told() == [(ANN, "There is an answer for you")]


def test_each_hears_of_a_reply_once_as_what_she_is_to_it(public, ann, bob, mod, coach, told):
    told()
    public.follow(mod)
    reply = public.question.reply(bob, "It was like that with me.")
    reply.approve(coach)
    assert told() == [
        (ANN, "There is a reply for you"),
        (BOB, "It's on the site"),
        (MOD, "Something new in a question you follow"),
    ]
    reply.reply(ann, "Thank you.")
    assert told() == [(BOB, "There is a reply for you"), (MOD, "Something new in a question you follow")]
    public.answer(coach, "Breathe.")
    assert told() == [(ANN, "There is an answer for you"), (MOD, "Something new in a question you follow")]


def test_nobody_hears_of_what_has_become_private(public, ann, bob, coach, told):
    told()
    public.follow(bob)
    public.answer(coach, "Breathe.")
    public.show_to("private", True, ann)
    assert [to for to, _subject in told()] == [ANN]


def test_who_muted_a_question_hears_nothing_of_it(public, ann, coach, told):
    told()
    public.mute(ann)
    public.answer(coach, "Breathe.")
    assert told() == []


def test_nobody_is_written_to_at_a_paused_address(public, ann, coach, told):
    told()
    PausedAddress.objects.pause(ann, "5.1.1")
    public.answer(coach, "Breathe.")
    assert told() == []
    ann.email = "other@example.org"
    ann.save()
    public.answer(coach, "And again.")
    assert told() == [("other@example.org", "There is an answer for you")]


def test_the_coach_s_mail_has_the_words_only_if_she_wants_them(eager, stage, ann, outbox):  # noqa: F811
    Thread.ask(stage, ann, "Do I write first?")
    assert "write first" not in str(outbox()[-1])
    MailChoices.objects.filter(person=eager).update(no_quotes=False)
    Thread.ask(stage, ann, "Do I call him?")
    last = outbox()[-1]
    assert "> Do I call him?" in text_of(last) and "call" not in last["Subject"]


# Declined


def test_who_is_declined_takes_up_her_own_words(as_person, asked, ann, coach, outbox):  # noqa: F811
    asked.question.remove(coach, "It names him.")
    [mail] = [each for each in outbox() if each["Subject"] == "About what you wrote"]
    path = f"/comments/{asked.question.pk}/again/"
    assert f"localhost:8000{path}" in text_of(mail) and "It names him." in text_of(mail)
    client = as_person(ann)
    assert "It names him." in client.get(path).content.decode() and not ann.drafts.exists()
    page = client.get(client.post(path)["Location"])
    assert "Do I write first?" in page.content.decode()
    assert client.post(path)["Location"] == client.post(path)["Location"] and ann.drafts.count() == 1


@pytest.mark.parametrize(("who", "status"), [("bob", 404), ("coach", 404), (None, 302)])
def test_nobody_else_takes_up_her_words(as_person, asked, bob, coach, who, status):
    asked.question.remove(coach, "It names him.")
    assert (
        as_person({"bob": bob, "coach": coach, None: None}[who])
        .get(f"/comments/{asked.question.pk}/again/")
        .status_code
        == status
    )


def test_what_is_on_the_site_is_not_taken_up(as_person, public, ann):
    path = f"/comments/{public.question.pk}/again/"
    assert as_person(ann).post(path)["Location"] == f"/comments/{public.question.pk}/" and not ann.drafts.exists()
