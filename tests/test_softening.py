"""Softening a detail in somebody's text: gone from everything that others see, kept for her and for staff."""

import threading

import pytest
from django.db import connection

from comments import personal_data
from comments.models import Comment, ModerationEntry, Softening, StaleObject, Thread
from search import index
from tests.lasting import lasting

SOURCE = "Mark Hansen from Columbus has gone quiet. Mark Hansen’s sister says he is fine, *remarkable* as it is."
SEEN = "[…] from Columbus has gone quiet. […]’s sister says he is fine, *remarkable* as it is."


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def press(client, comment, act, **form):
    form = {"revision": fresh(comment).revision} | form
    return client.post(f"/admin/comments/{comment.pk}/{act}/", form, follow=True)


@lasting
def told(stage, ann, coach):
    """Ann's question, which tells too much, approved and answered."""
    thread = Thread.ask(stage, ann, SOURCE)
    thread.answer(coach, "Breathe.")
    return fresh(thread)


@lasting
def softened(told, mod):
    told.question.soften(mod, "Mark Hansen")
    return fresh(told)


PUBLIC = ["/", "/stages/distance/", "/questions/", "/search/?q=Hansen", "/search/?q=quiet", "/feeds/answers.atom"]
PUBLIC += ["/stages/distance/answers.atom", "/sitemap.xml", "/sitemap-questions.xml"]


@pytest.mark.parametrize("who", ["bob", "nobody"])
def test_nobody_else_finds_it_anywhere(as_person, request, softened, who):
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    own = [
        softened.get_absolute_url(),
        f"/comments/{softened.question.pk}/",
        f"/comments/{softened.question.pk}/reply/",
    ]
    for path in [*PUBLIC, *own]:
        response = client.get(path, follow=True)
        shown = response.content.decode().replace("q=Hansen", "").replace('value="Hansen"', "").replace("“Hansen”", "")
        assert "Hansen" not in shown and "hansen" not in str(response.redirect_chain).lower()


def test_what_everybody_reads_is_marked(client, softened):
    html = client.get(softened.get_absolute_url()).content.decode()
    assert "[…] from Columbus" in html and "stand for a detail that was softened" in html
    assert "Your own words are kept" not in html and fresh(softened).title.startswith("[…] from Columbus")


def test_the_old_address_leads_to_one_that_does_not_tell(client, told, softened):
    assert client.get(told.get_absolute_url())["Location"] == softened.get_absolute_url()
    assert "hansen" not in softened.get_absolute_url()


def test_search_does_not_know_it(client, softened):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT body FROM {index.PASSAGES}")  # noqa: S608
        assert "Hansen" not in str(cursor.fetchall())


def test_she_finds_her_own_words_when_she_edits(as_person, softened, ann):
    client = as_person(ann)
    assert "Your own words are kept" in client.get(softened.get_absolute_url()).content.decode()
    assert client.get(f"/comments/{softened.question.pk}/edit/").context["form"]["text"].value() == SOURCE


def test_her_edit_stays_softened(softened):
    question = softened.question
    question.edit(SOURCE + " Mark Hansen!", question.revision)
    assert fresh(question).text == SEEN + " […]!" and fresh(question).source == SOURCE + " Mark Hansen!"


def test_an_edit_without_the_passage_needs_no_mark(client, softened):
    question = softened.question
    question.edit("He has gone quiet.", question.revision)
    assert (
        fresh(question).original == ""
        and "softened" not in client.get(softened.get_absolute_url(), follow=True).content.decode()
    )


def test_softer_words_stand_in_brackets(told, mod):
    told.question.soften(mod, "Columbus", "a town in the [Midwest]")
    assert "from [a town in the Midwest] has" in told.question.text


@pytest.mark.parametrize(
    ("passage", "source", "shown"),
    [
        ("Mark", "Mark, remark, MARK, Mark.", "[…], remark, MARK, […]."),
        ("mark", "remark mark marks", "remark […] marks"),
        ("Mark and I", "Then Mark\nand  I left", "Then […] left"),
        ("Mark's", "Mark’s car", "[…] car"),
        ("(614) 555-0100", "Call (614) 555-0100 now", "Call […] now"),
        ("a.b+c@x.org", "Write a.b+c@x.org!", "Write […]!"),
        ("Зоя", "Зоя и Зоянька", "[…] и Зоянька"),
        ("\\1", "a \\1 b", "a […] b"),
    ],
)
def test_a_passage_is_found_as_whole_words_however_it_is_typed(passage, source, shown):
    assert Softening(passage=passage).soften(source) == shown


def test_two_passages_come_back_one_by_one(as_person, softened, mod):
    client, question = as_person(mod), softened.question
    press(client, question, "soften", passage="Columbus", instead="a town")
    press(client, question, "unsoften", softening=Softening.objects.get(passage="Mark Hansen").pk)
    assert fresh(question).text == SOURCE.replace("Columbus", "[a town]")
    press(client, question, "unsoften", softening=Softening.objects.get().pk)
    assert (fresh(question).text, fresh(question).original) == (SOURCE, "")


@pytest.mark.parametrize("who", ["coach", "mod"])
def test_staff_see_what_was_softened(as_person, request, softened, who):
    html = as_person(request.getfixturevalue(who)).get(f"/admin/threads/{softened.pk}/").content.decode()
    assert "“Mark Hansen” → […]" in html and "Show the original again" in html


@pytest.mark.parametrize("act", ["soften", "unsoften"])
@pytest.mark.parametrize("who", ["ann", "bob", "nobody"])
def test_readers_and_strangers_soften_nothing(as_person, request, softened, who, act):
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    press(client, softened.question, act, passage="Columbus", softening=Softening.objects.get().pk)
    assert fresh(softened.question).text == SEEN


@pytest.mark.parametrize("act", ["soften", "unsoften"])
def test_a_moderator_softens_nothing_in_private(as_person, softened, mod, act):
    Thread.objects.update(visibility="private")
    response = press(as_person(mod), softened.question, act, passage="Columbus", softening=Softening.objects.get().pk)
    assert response.status_code == 404 and fresh(softened.question).text == SEEN


@pytest.mark.parametrize(
    ("passage", "said"),
    [("Peter", "in the message, or are softened already"), ("Mark", "in the message, or are softened already")],
)
def test_what_does_not_stand_there_is_told(as_person, softened, mod, passage, said):
    assert said in press(as_person(mod), softened.question, "soften", passage=passage).content.decode()


@pytest.mark.parametrize("passage", ["", " ", "a", "x" * 301])
def test_a_passage_that_cannot_be_one_comes_back(as_person, told, mod, passage):
    assert press(as_person(mod), told.question, "soften", passage=passage).status_code == 422
    assert not Softening.objects.exists()


def test_of_two_at_once_the_second_is_told(told, mod, coach):
    question = told.question
    question.soften(mod, "Columbus", revision=question.revision)
    with pytest.raises(StaleObject):
        fresh(question).soften(coach, "Mark Hansen", revision=question.revision - 1)


def test_the_log_says_that_and_not_what(softened, mod):
    line = ModerationEntry.objects.get(act="soften")
    assert (line.by, line.comment_id, line.reason) == (mod, softened.question.pk, "")


def test_softening_is_not_an_act_that_undo_takes_back(softened, coach):
    fresh(softened.question).undo(coach)
    assert softened.question.is_pending and softened.question.text == SEEN


def test_what_she_takes_back_is_gone_with_its_passages(softened):
    softened.question.withdraw()
    assert not Softening.objects.exists() and fresh(softened.question).original == ""


def test_what_was_learned_of_it_is_unlearned(softened, coach):
    fresh(softened.question).mark_spam(coach)
    assert fresh(softened.question).judged == "spam"
    fresh(softened.question).withdraw()
    assert not Comment.objects.exclude(judged="").exists()


def test_two_softenings_in_one_instant_both_hold(transactional_db, told, mod):
    gate = threading.Barrier(2)

    def soften(passage):
        gate.wait()
        Comment.objects.get(pk=told.question.pk).soften(mod, passage)
        connection.close()

    people = [threading.Thread(target=soften, args=[passage]) for passage in ("Mark Hansen", "Columbus")]
    [person.start() for person in people]
    [person.join() for person in people]
    assert fresh(told.question).text == SEEN.replace("Columbus", "[…]")


def test_when_she_leaves_and_her_words_stay_what_was_softened_is_gone(softened, ann):
    personal_data.forget(ann, keeps_words=True)
    question = fresh(softened.question)
    assert (question.text, question.original) == (SEEN, "") and not Softening.objects.exists()


def test_her_copy_has_her_own_words(softened, ann):
    [thread] = personal_data.questions(ann)
    assert thread["messages"][0]["text"] == SOURCE
