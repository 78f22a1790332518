"""Practice: the steps of an answer and the guidance of a stage, taken up by a tap, ticked off privately."""

import pytest

from comments.models import Comment, Thread
from leanback import personal_data, tasks
from practice import models
from practice.matching import matched
from practice.models import Practice, Step
from stages import text
from tests.lasting import lasting


@lasting
def taken(answered, ann):
    """Ann has taken up the two steps of her answer."""
    return Practice.take_up(ann, answered.last_answer)


def steps_of(practice):
    return [(step.text, bool(step.done_at), step.is_gone) for step in practice.steps.all()]


def page(client, path="/me/practice/"):
    return " ".join(client.get(path).content.decode().split())


# Which words are steps


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Step 1. Breathe.\n\nStep 2. Let him be.", ["Step 1. Breathe.", "Step 2. Let him be."]),
        ("Try:\n\n1. Breathe **in**.\n2. Write &\n   - to nobody", ["Breathe in.", "Write & to nobody"]),
        ("Paso 1: respira\nPaso 2: espera", ["Paso 1: respira", "Paso 2: espera"]),
        ("Step 1. Breathe.", []),
        ("In 1. Corinthians it says so.\n\nStep 2. Wait.", []),
        ("> 1. he said\n> 2. she said", []),
        ("No steps at all.", []),
    ],
)
def test_steps_are_what_is_numbered(source, expected):
    assert text.steps(text.coach_html(source)) == expected


def test_of_a_very_long_list_the_first_are_taken_and_of_a_long_step_the_beginning():
    told = text.steps(text.coach_html("\n".join(f"{n}. {'so ' * 400}{n}" for n in range(1, 100))))
    assert len(told) <= 40 and max(map(len, told)) <= 601


# Taking up


def test_one_tap_under_an_answer_puts_its_steps_on_her_list(as_person, answered, ann):
    client = as_person(ann)
    assert f'action="/comments/{answered.last_answer.pk}/take-up/"' in page(client, answered.get_absolute_url())
    client.post(f"/comments/{answered.last_answer.pk}/take-up/")
    assert "Step 2. Let him be." in page(client) and "0 of 2 done" in page(client)


def test_another_reader_takes_up_what_everybody_may_read(as_person, answered, bob):
    as_person(bob).post(f"/comments/{answered.last_answer.pk}/take-up/")
    assert Practice.objects.of(bob).count() == 1


def test_a_stranger_is_led_to_sign_in_and_back_to_a_button(as_person, answered, ann):
    path = f"/comments/{answered.last_answer.pk}/take-up/"
    assert path in page(as_person(None), answered.get_absolute_url())
    assert as_person(None).post(path)["Location"] == f"/accounts/login/?next={path}"
    assert "Step 1. Breathe." in page(as_person(ann), path) and not Practice.objects.exists()


def test_the_guidance_of_a_stage_is_taken_up(as_person, stage, ann):
    assert 'action="/stages/distance/take-up/"' in page(as_person(ann), "/stages/distance/")
    as_person(ann).post("/stages/distance/take-up/")
    assert steps_of(Practice.objects.get()) == [("Going back to what you love.", False, False)]


def test_what_has_no_steps_or_is_not_hers_to_read_is_not_there(as_person, answered, coach, ann, bob):
    plain = answered.answer(coach, "Only breathe.")
    Thread.objects.update(visibility="private")
    client = as_person(bob)
    assert client.post(f"/comments/{answered.last_answer.pk}/take-up/").status_code == 404
    assert as_person(ann).post(f"/comments/{plain.pk}/take-up/").status_code == 404


def test_twice_is_once(taken, ann, answered):
    assert Practice.take_up(ann, answered.last_answer) == taken and taken.steps.count() == 2


def test_nobody_takes_up_without_end(as_person, stage, answered, ann, monkeypatch):
    monkeypatch.setattr(models, "MOST", 1)
    Practice.take_up(ann, stage)
    html = as_person(ann).post(f"/comments/{answered.last_answer.pk}/take-up/", follow=True).content.decode()
    assert "very full already" in html and Practice.objects.count() == 1


# On her list


def test_she_ticks_off_and_not_any_more(as_person, taken, ann):
    step = taken.steps.first()
    response = as_person(ann).post(f"/me/practice/steps/{step.pk}/tick/", {"done": "yes"})
    assert response["Location"] == f"/me/practice/#step-{step.pk}" and taken.progress() == (1, 2)
    as_person(ann).post(f"/me/practice/steps/{step.pk}/tick/", {"done": "no"})
    assert Practice.objects.get().progress() == (0, 2)


def test_she_writes_a_note_and_takes_it_away(as_person, taken, ann):
    path = f"/me/practice/steps/{taken.steps.first().pk}/note/"
    as_person(ann).post(path, {"text": "Five <b>breaths</b>"})
    assert "Five &lt;b&gt;breaths&lt;/b&gt;" in page(as_person(ann))
    as_person(ann).post(path, {"text": ""})
    assert taken.steps.first().note == ""


def test_a_note_that_is_too_long_is_given_back(as_person, taken, ann):
    path = f"/me/practice/steps/{taken.steps.first().pk}/note/"
    response = as_person(ann).post(path, {"text": "breath " * 400})
    assert response.status_code == 422 and "breath breath" in response.content.decode()


def test_whose_session_has_ended_gets_her_note_back(as_person, taken):
    response = as_person(None).post(f"/me/practice/steps/{taken.steps.first().pk}/note/", {"text": "Five breaths"})
    assert response.status_code == 403 and "Five breaths" in response.content.decode()


def test_a_step_that_she_took_off_comes_back_when_all_are_added_again(as_person, taken, ann, answered):
    as_person(ann).post(f"/me/practice/steps/{taken.steps.first().pk}/drop/")
    assert "Step 1. Breathe." not in page(as_person(ann))
    as_person(ann).post(f"/comments/{answered.last_answer.pk}/take-up/")
    assert "Step 1. Breathe." in page(as_person(ann))


def test_all_of_it_goes_after_a_yes(as_person, taken, ann):
    path = f"/me/practice/{taken.pk}/delete/"
    assert "deleted" in page(as_person(ann), path) and Practice.objects.exists()
    as_person(ann).post(path)
    assert not Practice.objects.exists() and not Step.objects.exists()


def test_the_sheet_has_her_ticks_and_notes(as_person, taken, ann):
    step = taken.steps.first()
    step.tick(True), step.take_note("Five breaths")
    html = page(as_person(ann), f"/me/practice/{taken.pk}/sheet/")
    assert "☑" in html and "☐" in html and "Five breaths" in html


@pytest.mark.parametrize("who", ["nobody", "bob", "coach"])
def test_nobody_else_sees_or_changes_it(as_person, request, taken, who):
    client, step = as_person(None if who == "nobody" else request.getfixturevalue(who)), taken.steps.first()
    paths = [f"/me/practice/{taken.pk}/{act}/" for act in ("share", "delete")]
    paths += [f"/me/practice/steps/{step.pk}/{act}/" for act in ("tick", "note", "drop")]
    statuses = {client.post(path, {"text": "x"} if "note" in path else {}).status_code for path in paths}
    assert statuses <= {302, 403, 404} and steps_of(taken)[0] == ("Step 1. Breathe.", False, False)
    assert "Breathe" not in page(client) and client.get(f"/me/practice/{taken.pk}/sheet/").status_code in {302, 404}


def test_the_page_asks_no_more_with_many(as_person, taken, stage, ann, django_assert_max_num_queries):
    Practice.take_up(ann, stage)
    client = as_person(ann)
    with django_assert_max_num_queries(9):
        client.get("/me/practice/")


# The coach


def test_the_coach_sees_it_only_while_she_shows_it(as_person, taken, ann, coach, answered):
    step = taken.steps.first()
    step.tick(True), step.take_note("Five breaths")
    desk = f"/admin/threads/{answered.pk}/"
    assert "Five breaths" not in page(as_person(coach), desk)
    as_person(ann).post(f"/me/practice/{taken.pk}/share/", {"share": "yes"})
    assert "Five breaths" in page(as_person(coach), desk)
    as_person(ann).post(f"/me/practice/{taken.pk}/share/", {"share": "no"})
    assert "Five breaths" not in page(as_person(coach), desk)


def test_moderators_do_not_see_what_is_shown_to_the_coach(as_person, taken, mod, answered):
    taken.share()
    taken.steps.first().take_note("Five breaths")
    assert "Five breaths" not in page(as_person(mod), f"/admin/threads/{answered.pk}/")


def test_what_was_said_to_another_cannot_be_shown(as_person, answered, bob):
    theirs = Practice.take_up(bob, answered.last_answer)
    assert as_person(bob).post(f"/me/practice/{theirs.pk}/share/", {"share": "yes"}).status_code == 404


# When the coach changes her answer


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (["a b c", "d e f"], ["a b c", "d e f"], [0, 1]),
        (["a b c", "d e f"], ["d e f", "a b c"], [1, 0]),
        (["a b c", "d e f"], ["new one", "a b c", "d e f"], [None, 0, 1]),
        (["breathe in slowly", "let him be"], ["breathe in very slowly", "write to nobody"], [0, None]),
        (["go for a walk", "go for a walk now"], ["go for a walk now"], [1]),
        (["one two three four"], ["one two five six seven"], [0]),
        ([], ["a"], [None]),
        (["a"], [], []),
    ],
)
def test_a_step_is_known_again_in_other_words_and_in_another_place(before, now, expected):
    assert matched(before, now) == expected


def test_ticks_and_notes_stay_with_their_steps(taken, answered, work):
    first, second = taken.steps.all()
    second.tick(True), second.take_note("Hard")
    answer = Comment.objects.get(pk=answered.last_answer.pk)
    answer.edit("Step 1. Eat.\n\nStep 2. Breathe.\n\nStep 3. Let him be, gently.", answer.revision)
    work()
    assert steps_of(taken) == [
        ("Step 1. Eat.", False, False),
        ("Step 2. Breathe.", False, False),
        ("Step 3. Let him be, gently.", True, False),
    ]
    assert taken.steps.get(position=3).note == "Hard" and taken.steps.get(position=2).pk == first.pk


def test_a_step_that_is_no_longer_said_stays_and_says_so(as_person, taken, answered, ann, work):
    answer = Comment.objects.get(pk=answered.last_answer.pk)
    answer.edit("1. Step 1. Breathe.", answer.revision)
    work()
    assert steps_of(taken) == [("Step 1. Breathe.", False, False), ("Step 2. Let him be.", False, True)]
    assert "No longer in the answer." in page(as_person(ann))


def test_guidance_that_changes_is_followed_too(stage, ann, later):
    practice = Practice.take_up(ann, stage)
    later(60)
    stage.guidance.update(line="Going back to what you always loved.")
    stage.save()
    tasks.tend.func()
    assert steps_of(practice) == [("Going back to what you always loved.", False, False)]


def test_what_she_can_no_longer_read_is_not_shown_but_her_notes_are(as_person, taken, ann, coach, answered):
    taken.steps.first().take_note("Five breaths")
    answered.last_answer.remove(coach, "A slip")
    html = page(as_person(ann))
    assert "Breathe." not in html and "Let him be" not in html and "Five breaths" in html


def test_of_an_answer_that_was_taken_back_no_word_is_left(taken, answered):
    taken.steps.first().take_note("Five breaths")
    answered.last_answer.withdraw()
    tasks.tend.func()
    assert [step.text for step in taken.steps.all()] == ["", ""] and not Practice.objects.behind().exists()


def test_her_copy_has_it_and_her_leaving_ends_it(taken, ann):
    taken.steps.first().take_note("Five breaths")
    [section] = [each for each in personal_data.SECTIONS if each.name == "practice"]
    assert [row["my_note"] for row in section.rows(ann)] == ["Five breaths", ""]
    personal_data.leave(ann, keeps_words=True)
    assert not Practice.objects.exists()
