"""What waits for approval and why, what is not taken at all, and what the coach sets."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from checks import holding, honeypot
from checks.spam.scoring import Score
from comments.models import Comment, HeldWord, ModerationEntry, ModerationRules, Rejected, Thread, Trust

Status, Hold = Comment.Status, ModerationRules.Hold
ASK = "/stages/distance/ask/"
LONG = "He has not written since Sunday and I do not know what to do."


def rules(**fields):
    return ModerationRules.objects.update_or_create(pk=1, defaults=fields)[0]


def hold(words, note=""):
    HeldWord(words=words, note=note).keep(by=None)


def ask(stage, person, words=LONG):
    return Thread.ask(stage, person, words).question


def whys(comment):
    return [reason["why"] for reason in comment.held_because]


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# Who waits


def test_a_newcomer_waits_and_the_desk_says_why(as_person, stage, ann, coach):
    question = ask(stage, ann)
    assert question.is_pending and whys(question) == ["newcomer"]
    html = as_person(coach).get(f"/admin/threads/{question.thread_id}/").content.decode()
    assert "On hold: new here: 0 approved so far" in html


def test_her_own_page_says_only_that_it_waits(as_person, stage, ann):
    hold("Sunday")
    html = as_person(ann).get(ask(stage, ann).thread.get_absolute_url()).content.decode()
    assert "waiting for approval" in html and "On hold" not in html and "held word" not in html


@pytest.mark.parametrize("approved", [0, 1, 2])
def test_she_is_trusted_after_as_many_as_the_coach_says(stage, ann, coach, approved):
    rules(trusted_after=2)
    for number in range(approved):
        ask(stage, ann, f"Question {number}").approve(coach)
    assert ask(stage, ann).is_approved == (approved == 2)


@pytest.mark.parametrize(("who", "waits"), [("ann", True), ("mod", False), ("coach", False)])
def test_when_everyone_waits_staff_do_not(request, stage, coach, who, waits):
    rules(hold=Hold.EVERYONE)
    assert ask(stage, request.getfixturevalue(who)).is_pending == waits


def test_when_everyone_waits_those_who_were_approved_wait_too(public, ann):
    rules(hold=Hold.EVERYONE)
    assert whys(public.question.reply(ann, LONG)) == ["everyone"]


def test_when_nobody_waits_a_newcomer_appears_at_once(stage, ann):
    rules(hold=Hold.NOBODY)
    assert ask(stage, ann).is_approved


def test_trust_by_hand_goes_before_the_rule(stage, public, ann, bob, coach):
    Trust.set(bob, Trust.Level.TRUSTED, coach)
    Trust.set(ann, Trust.Level.HELD, coach)
    assert ask(stage, bob).is_approved and whys(public.question.reply(ann, "And now?")) == ["by_hand"]


def test_trust_by_hand_is_written_down_and_taken_back(public, ann, coach):
    Trust.set(ann, Trust.Level.HELD, coach)
    Trust.set(ann, "", coach)
    lines = ModerationEntry.objects.filter(act="trust", person=ann, by=coach).order_by("pk")
    assert [(line.before, line.after) for line in lines] == [("", "held"), ("held", "")]
    assert public.question.reply(ann, LONG).is_approved


# Held words


@pytest.mark.parametrize(
    "words", ["The casino is open", "CASINO!", "a (casíno)", "he’s in the casino.", "x\ncasino\ny"]
)
def test_a_held_word_holds_whoever_wrote_it(public, ann, coach, words):
    Trust.set(ann, Trust.Level.TRUSTED, coach)
    hold("Casino")
    reply = public.question.reply(ann, words)
    assert reply.is_pending and reply.held_because == [{"why": "words", "words": ["Casino"]}]


@pytest.mark.parametrize("words", ["casinos", "occasino", "cas ino", "casino_royal", "nothing"])
def test_a_held_word_is_a_whole_word(public, ann, words):
    hold("casino")
    assert public.question.reply(ann, words).is_approved


@pytest.mark.parametrize(("held", "words"), [("love spell", "A love  spell, please"), ("don't call", "DONT CALL me")])
def test_a_phrase_is_held_however_it_is_spaced(public, ann, held, words):
    hold(held)
    assert public.question.reply(ann, words).is_pending


def test_the_coachs_own_words_are_never_held(public, coach):
    hold("casino")
    assert public.answer(coach, "Leave the casino.").is_approved


@pytest.mark.parametrize("words", ["", " ", "!!!", "$$$"])
def test_what_is_no_word_cannot_be_held(as_person, coach, words):
    as_person(coach).post("/admin/comments/heldword/add/", {"words": words, "note": ""})
    assert not HeldWord.objects.exists()


def test_a_word_is_held_once(as_person, coach):
    for words in ("Casino", "casino!"):
        response = as_person(coach).post("/admin/comments/heldword/add/", {"words": words, "note": ""})
    assert "This is held already." in response.content.decode() and HeldWord.objects.count() == 1


# Links, the same words, floods


@pytest.mark.parametrize(("links", "held"), [(2, False), (3, True)])
def test_a_newcomers_links_are_counted(stage, ann, links, held):
    rules(hold=Hold.NOBODY)
    question = ask(stage, ann, " ".join(["Look: https://example.org/a"] * links))
    assert whys(question) == (["links"] if held else [])


def test_who_was_approved_before_may_write_as_many_links_as_she_likes(public, ann):
    assert public.question.reply(ann, "https://example.org " * 9).is_approved


def test_the_same_words_by_another_wait(stage, ann, bob):
    rules(hold=Hold.NOBODY)
    first, second = ask(stage, ann), ask(stage, bob, LONG.upper() + "!!")
    assert first.is_approved and second.held_because == [{"why": "same", "comment": first.pk}]


def test_short_words_are_said_by_many(public, ann, bob, coach):
    Trust.set(bob, Trust.Level.TRUSTED, coach)
    for _time in range(2):
        assert public.question.reply(ann, "Thank you!").is_approved
    assert public.question.reply(bob, "Thank you!").is_approved


def test_the_same_words_again_are_refused_and_kept(as_person, public, ann):
    client, path = as_person(ann), f"/comments/{public.question.pk}/reply/"
    client.post(path, {"text": LONG})
    response = client.post(path, {"text": LONG})
    html = response.content.decode()
    assert "sent these words before" in html and LONG in html and public.comments.count() == 2


def test_what_was_taken_back_may_be_sent_again(stage, ann):
    ask(stage, ann).withdraw()
    assert ask(stage, ann).is_pending


def test_the_same_words_after_a_week_are_new(stage, ann):
    question = ask(stage, ann)
    Comment.objects.filter(pk=question.pk).update(created_at=timezone.now() - timedelta(days=8))
    assert ask(stage, ann).pk != question.pk


@pytest.mark.parametrize("who", ["ann", "bob"])
def test_a_flood_is_refused_with_its_words_kept(as_person, request, public, who):
    rules(most_an_hour=3, most_an_hour_new=2)
    client = as_person(request.getfixturevalue(who))
    replies = [client.post(f"/comments/{public.question.pk}/reply/", {"text": f"Word {number}"}) for number in range(4)]
    html = replies[-1].content.decode()
    assert "written a lot in the last hour." in html and "Word 3" in html
    assert public.comments.filter(kind="reply").count() == 2  # Ann's question was her first


def test_after_an_hour_the_flood_is_over(public, bob):
    rules(most_an_hour_new=1)
    public.question.reply(bob, "One")
    with pytest.raises(Rejected):
        public.question.reply(bob, "Two")
    public.comments.filter(author=bob).update(created_at=timezone.now() - timedelta(hours=2))
    assert public.question.reply(bob, "Two").is_pending


def test_staff_are_never_too_many(public, mod, coach):
    rules(most_an_hour=1, most_an_hour_new=1)
    for _time in range(3):
        public.question.reply(mod, LONG)
        public.answer(coach, LONG)
    assert public.comments.count() == 7


def test_a_flood_in_one_instant_is_counted(transactional_db, stage, bob):
    rules(most_an_hour_new=2)
    answers, gate = [], threading.Barrier(5)

    def send(number):
        gate.wait()
        try:
            ask(stage, bob, f"Word {number}")
            answers.append("taken")
        except Rejected:
            answers.append("refused")
        connection.close()

    senders = [threading.Thread(target=send, args=[number]) for number in range(5)]
    [sender.start() for sender in senders]
    [sender.join() for sender in senders]
    assert sorted(answers) == ["refused"] * 3 + ["taken"] * 2


# What the form notices


def send(client, **more):
    form = client.get(ASK).context["form"]
    return client.post(ASK, {"text": LONG, "homepage": "", "opened": form["opened"].value()} | more)


def test_a_newcomer_who_sends_at_once_waits(as_person, stage, ann):
    rules(hold=Hold.NOBODY)
    send(as_person(ann))
    assert Comment.objects.get().held_because == [{"why": "form", "signs": ["too_quick"]}]


def test_who_takes_her_time_does_not(as_person, stage, ann, monkeypatch):
    rules(hold=Hold.NOBODY)
    monkeypatch.setattr(honeypot, "TOO_QUICK", timedelta(0))
    send(as_person(ann))
    assert Comment.objects.get().is_approved


@pytest.mark.parametrize("opened", ["", "x", "opened:1:x"])
def test_a_form_that_does_not_say_when_it_was_opened_is_taken(as_person, stage, ann, opened):
    rules(hold=Hold.NOBODY)
    send(as_person(ann), opened=opened)
    assert Comment.objects.get().is_approved


def test_a_field_that_nobody_sees_holds_and_says_nothing(as_person, stage, ann, coach):
    rules(hold=Hold.NOBODY)
    response = send(as_person(ann), opened="", homepage="https://example.org")
    question = Comment.objects.get()
    assert response.status_code == 302 and question.is_pending
    assert question.why_held() == ["a field was filled in that people do not see"]


def test_the_unseen_field_is_out_of_everybodys_way(as_person, stage, ann):
    html = as_person(ann).get(ASK).content.decode()
    box = html[html.index('<div class="unseen"') :]
    assert 'aria-hidden="true"' in box and 'tabindex="-1"' in box and 'autocomplete="off"' in box
    assert "Please leave this empty" in box


# Edits


def test_an_edit_that_brings_in_a_held_word_waits_again(as_person, public, ann):
    hold("casino")
    question = public.question
    question.edit("Come to the casino", question.revision)
    assert fresh(question).is_pending and not fresh(public).is_shown
    assert ModerationEntry.objects.filter(comment=question, act="hold", by=None, after="pending").exists()


def test_an_edit_of_words_that_were_approved_with_a_held_word_stands(public, ann):
    question = public.question
    question.edit("The casino took him", question.revision)
    hold("casino")
    fresh(question).edit("The casino took him away", fresh(question).revision)
    assert fresh(question).is_approved


def test_an_edit_of_what_waits_keeps_the_reasons(stage, ann):
    question = ask(stage, ann)
    hold("casino")
    question.edit("The casino", question.revision)
    assert whys(fresh(question)) == ["newcomer", "words"]


def test_nothing_of_what_is_taken_back_stays(stage, ann):
    question = ask(stage, ann)
    question.withdraw()
    assert (fresh(question).fingerprint, fresh(question).held_because) == ("", [])


# What the coach sets


def test_the_coach_changes_the_rules_and_the_log_says_so(as_person, coach):
    client = as_person(coach)
    client.get("/admin/comments/moderationrules/")
    form = {name: getattr(ModerationRules(), name) for name in ("trusted_after", "most_links", "spam_from")}
    form |= {"most_an_hour": 30, "most_an_hour_new": 8, "hold": "everyone"}
    client.post("/admin/comments/moderationrules/1/change/", form)
    assert ModerationRules.objects.current().hold == Hold.EVERYONE
    assert ModerationEntry.objects.get(act="rules").reason == "hold: first_timers → everyone"


def test_held_words_come_and_go_in_the_log(as_person, coach):
    client = as_person(coach)
    client.post("/admin/comments/heldword/add/", {"words": "Casino", "note": "a wave in May"})
    client.post(f"/admin/comments/heldword/{HeldWord.objects.get().pk}/delete/", {"post": "yes"})
    lines = ModerationEntry.objects.filter(act="rules", by=coach).order_by("pk")
    assert [line.reason for line in lines] == ["+ Casino", "− Casino"] and not HeldWord.objects.exists()


@pytest.mark.parametrize("who", ["mod", "ann", "nobody"])
def test_nobody_else_changes_them(as_person, request, coach, who):
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    for path in ("heldword/add/", "moderationrules/1/change/", "moderationrules/"):
        assert client.post(f"/admin/comments/{path}", {"words": "x"}).status_code in {302, 403}
    assert not HeldWord.objects.exists()


def test_there_is_one_row_of_rules(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        ModerationRules.objects.create(pk=2)


def test_a_check_is_told_all_it_looks_at_and_asks_nothing():
    newcomer = holding.Writer(ModerationRules(most_links=1), trust="", approved=0)
    words = holding.Words("www.a.com www.b.com", held=("casino",), same_as=None, score=Score(99, ("[links]",)))
    found = holding.reasons(holding.Facts(newcomer, words, is_wave=True, signs=("too_quick",)))
    assert [reason["why"] for reason in found] == ["wave", "newcomer", "form", "words", "links", "spam"]


def test_checks_on_hostile_text_are_quick_enough_to_finish(db, ann):
    for words in ("a" * 20_000, "www." * 5_000, "-" * 20_000, "a-" * 10_000, "\u0301" * 20_000, "a.co" * 5_000):
        Comment(author=ann).judge_edit(words)
