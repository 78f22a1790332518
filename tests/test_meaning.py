"""Questions like hers are found by what they mean, among what everybody may read; what is gone is gone there too."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult

from comments.models import Thread
from desk.views.answering import told_others
from search import index, meaning, sentence_model, shelves, turned
from search.answered_before import answered_before, related
from search.models import Vector
from search.sentence_model import numpy
from tests.lasting import lasting

pytestmark = pytest.mark.django_db
ASKED = [
    "He forgot our wedding anniversary and went fishing with his brother.",
    "He snores so loudly that I have moved to the guest room.",
    "His mother criticises my cooking each time we visit her.",
    "He lost his job and lies on the sofa all day.",
]
SNORING = "I can't sleep beside him because of his snoring, so I am in another room."


@lasting
def four(stage, ann, coach):
    """Answered questions about four troubles."""
    threads = [Thread.ask(stage, ann, question) for question in ASKED]
    for thread in threads:
        thread.answer(coach, f"About this: {thread.question.text}")
    return threads


@pytest.fixture
def written(four):
    """The four, and what they mean written down by the worker's task."""
    keep_up()
    return four


def keep_up():
    while meaning.write_missing():
        pass
    meaning.bring_shelves_up_to_date()


def titles(words):
    return [thread.title for thread in answered_before(words, AnonymousUser())]


def test_a_question_is_found_in_other_words(written):
    assert titles(SNORING) == [written[1].title]


def test_nothing_is_shown_rather_than_something_foreign(written):
    assert titles("Which train goes to Berlin on Monday?") == []


def test_the_worker_writes_down_what_a_question_and_its_answer_mean(four, work):
    work()
    assert set(Vector.objects.values_list("comment__kind", flat=True)) == {"question", "answer"}
    assert titles(SNORING) == [four[1].title]


@pytest.fixture
def meanwhile(monkeypatch):
    """Let something happen each time that the worker works out what a text means."""
    work_out = meaning.vectors_of

    def let(happen):
        monkeypatch.setattr(meaning, "vectors_of", lambda text: happen() or work_out(text))

    return let


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_it_is_worked_out(meanwhile, identity, stage, ann, coach):
    Thread.ask(stage, ann, ASKED[0]).answer(coach, "About this.")
    locked = []
    meanwhile(lambda: locked.append(connection.in_atomic_block))
    keep_up()
    assert locked == [False, False] and Vector.objects.exists()


def test_what_is_taken_away_while_it_is_worked_out_is_not_written_down(four, meanwhile):
    meanwhile(lambda: Thread.objects.filter(pk=four[1].pk).update(visibility="private") and None)
    keep_up()
    assert set(Vector.objects.values_list("thread", flat=True)) == {each.pk for each in four} - {four[1].pk}


def test_a_change_enqueues_the_task_once_in_its_own_transaction(four, bob, stage):
    waiting = DBTaskResult.objects.filter(task_path="search.tasks.keep_vectors", status="READY")
    assert waiting.count() == 1
    waiting.delete()
    Thread.objects.filter(pk=four[0].pk).update(visibility="private")
    assert waiting.count() == 1


@pytest.mark.parametrize("fields", [{"visibility": "private"}, {"is_shown": False}])
def test_what_is_hidden_is_neither_found_nor_are_its_vectors_kept(written, fields):
    Thread.objects.filter(pk=written[1].pk).update(**fields)
    assert titles(SNORING) == [] and not Vector.objects.filter(thread=written[1]).exists()
    keep_up()
    assert not len(shelves.questions().of("thread", written[1].pk)[0])


def test_what_search_engines_may_not_list_is_not_shown(written):
    Thread.objects.filter(pk=written[1].pk).update(is_listed=False)
    assert titles(SNORING) == []


def test_new_words_replace_the_meaning_of_the_old(written):
    written[1].comments.filter(number=1).update(text="He wants to move to a farm with goats.")
    keep_up()
    assert titles(SNORING) == [] and titles("He dreams of a farm and of keeping goats.") == [written[1].title]


def test_a_deleted_question_leaves_no_numbers_in_the_file(written):
    before, shelf = written_numbers(), shelves.questions()
    (at,) = numpy.flatnonzero(shelf.keys[:, shelves.KEY.index("thread")] == written[1].pk)
    rows = [block[at].tobytes() for block in shelf.numbers[: turned.BLOCKS]]
    Thread.objects.filter(pk=written[1].pk).update(is_shown=False)
    keep_up()
    after = written_numbers()
    assert [row in file for row, file in zip(rows, before, strict=False)] == [True] * turned.BLOCKS
    assert [row in file for row, file in zip(rows, after, strict=False)] == [False] * turned.BLOCKS
    assert [file.count(bytes(turned.FLOAT)) >= 1 for file in after[turned.BLOCKS :]] == [True] * (turned.BLOCKS - 1)


def written_numbers():
    shelves.questions().is_empty()
    return [path.read_bytes() for path in shelves.questions().numbers_at]


def test_files_of_another_form_are_put_away(written):
    (old := shelves.questions().folder / "questions.numbers").write_bytes(b"of a release before")
    (others := old.with_name("answers.numbers")).write_bytes(b"of a release before")
    shelves.questions().bring_up_to_date()
    assert not old.exists() and others.exists() and titles(SNORING)


def test_private_and_pending_questions_have_no_vectors(stage, ann, asked):
    Thread.ask(stage, ann, "A private one.", visibility="private")
    keep_up()
    assert not Vector.objects.exists()


def test_beside_danger_there_is_none(written):
    assert titles(f"{SNORING} He hits me and I am afraid of him.") == []


def test_making_the_index_anew_keeps_what_was_written_down(written):
    before = set(Vector.objects.values_list("pk", flat=True))
    DBTaskResult.objects.all().delete()
    index.put_back(connection)
    assert DBTaskResult.objects.filter(task_path="search.tasks.keep_vectors").count() == 1
    assert set(Vector.objects.values_list("pk", flat=True)) == before


def test_one_command_writes_all_of_it_anew(written):
    before = set(Vector.objects.values_list("pk", flat=True))
    call_command("rebuild_vectors", verbosity=0)
    after = set(Vector.objects.values_list("pk", flat=True))
    assert len(after) == len(before) and not after & before and titles(SNORING)


def test_many_that_are_gone_give_up_their_places(written, monkeypatch):
    monkeypatch.setattr(shelves, "MANY_GONE", 1)
    Thread.objects.exclude(pk=written[1].pk).update(is_shown=False)
    keep_up()
    assert len(shelves.questions().of("thread", written[1].pk)[0]) and len(shelves.questions().keys) == 1


def test_without_the_model_questions_are_found_by_words(written, monkeypatch):
    monkeypatch.setattr(sentence_model, "is_there", lambda: False)
    assert titles("snores loudly, guest room") == [written[1].title]


@pytest.mark.parametrize("words", ["", "?", "💔", "\x00", "x" * 20_000, "он храпит", "'; DROP TABLE"])
def test_any_words_are_taken(written, words):
    assert titles(words) == []


# For the coach, and below a thread


def test_the_coach_sees_what_she_told_others_who_asked_in_other_words(written, stage, bob):
    asked = Thread.ask(stage, bob, SNORING)
    assert told_others(asked)[0].thread == written[1]


def test_the_passage_that_fits_is_shown_of_a_long_answer(stage, ann, bob, coach):
    thread = Thread.ask(stage, ann, ASKED[1])
    thread.answer(coach, "Thank you for writing, take your time. " * 9 + "Earplugs help against snoring. " * 9)
    keep_up()
    assert "Earplugs" in told_others(Thread.ask(stage, bob, SNORING))[0].fits


def test_a_thread_shows_others_like_it(client, written, stage, bob, coach):
    other = Thread.ask(stage, bob, SNORING)
    other.answer(coach, "Earplugs.")
    keep_up()
    assert related(other, other.question, AnonymousUser()) == [written[1]]
    assert "Others asked something like it" in client.get(other.get_absolute_url()).content.decode()
