"""What one act asks of the database and of the renderer: bounds that hold whatever stands around it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, Thread
from comments.models.moderation_log import Act
from desk.views.bulk import all_of

ON_A_COMMENT = 'UPDATE "comments_comment"'


@pytest.fixture
def rendered(monkeypatch):
    """The texts that are rendered as comments, in order."""
    seen, field = [], Comment._meta.get_field("html")
    render = field.render
    monkeypatch.setattr(field, "render", lambda comment, source: seen.append(source) or render(comment, source))
    return seen


def asked_of_database(act):
    """Return the statements of an act, its savepoints left out."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"]]


def test_an_answer_takes_eighteen_queries_at_most(public, coach):
    assert len(asked_of_database(lambda: public.answer(coach, "Breathe. Then write to him."))) <= 18


def test_an_answer_is_written_once_and_what_it_answers_is_marked(public, coach):
    said = asked_of_database(lambda: public.answer(coach, "Breathe. Then write to him."))
    assert sum(sql.startswith(ON_A_COMMENT) for sql in said) <= 2
    assert sum(sql.startswith('INSERT INTO "comments_comment"') for sql in said) == 1


def test_an_answer_costs_the_same_after_many_messages(public, coach, bob, many_messages):
    for number in range(12):
        public.question.reply(bob, f"I know how that is, and this is why: {number}.")
    assert len(asked_of_database(lambda: public.answer(coach, "Breathe."))) <= 18


def test_an_answer_is_rendered_once(public, coach, rendered):
    public.answer(coach, "Breathe.")
    assert rendered == ["Breathe."]


def test_a_question_is_rendered_once(stage, ann, rendered):
    thread = Thread.ask(stage, ann, "Do I write first?")
    assert rendered == ["Do I write first?"] and thread.title == "Do I write first?"


def test_approving_renders_nothing(asked, coach, rendered):
    asked.question.approve(coach)
    assert not rendered


def marked(person, comments):
    """Return the statements that mark these as spam at once."""
    picked = {comment.pk: comment.revision for comment in comments}
    return asked_of_database(lambda: all_of(person, picked, Act.SPAM))


def test_many_at_once_ask_as_much_as_few(public, bob, coach, many_messages):
    few, many = ([public.question.reply(bob, f"Cheap lamps {count} {at}") for at in range(count)] for count in (2, 12))
    marked(coach, few[:1])
    assert len(marked(coach, few[1:])) == len(marked(coach, many)) <= 22


def test_many_at_once_ask_four_more_for_each_thread_beside(stage, ann, coach, many_messages):
    threads = [Thread.ask(stage, ann, f"Cheap lamps, number {number}") for number in range(6)]
    one, five = marked(coach, [threads[0].question]), marked(coach, [thread.question for thread in threads[1:]])
    assert len(five) - len(one) <= 4 * 4
