"""One page open twice, or gone back to: other words are another message, and none of them is lost."""

import re

import pytest

from comments.models import Comment, Thread
from desk.models import AnswerDraft
from wishes.models import Wish
from writing.models import Draft

ASK = "/stages/distance/ask/"
TOLD = "This page has sent a message already"


def hidden(response, form="form"):
    """The form of the page, as a browser sends it."""
    return {
        field.name: str(field.value()) for field in response.context[form] if field.name not in {"unlisted", "send_at"}
    }


def texts():
    return sorted(Comment.objects.values_list("text", flat=True))


@pytest.fixture
def two_tabs(as_person, stage, ann):
    """Ann's browser, and her form for a question as two of her tabs have it."""
    client = as_person(ann)
    return client, hidden(client.get(ASK))


def test_other_words_from_a_second_tab_come_back_to_be_sent_as_a_question_of_their_own(two_tabs):
    client, form = two_tabs
    client.post(ASK, form | {"text": "Do I write first?"})
    again = client.post(ASK, form | {"text": "And what of Sunday?"})
    assert TOLD in again.content.decode() and texts() == ["Do I write first?"]
    client.post(ASK, hidden(again))
    assert texts() == ["And what of Sunday?", "Do I write first?"] and not Draft.objects.exists()


def test_other_words_from_a_second_tab_are_kept_whatever_she_does_next(two_tabs):
    client, form = two_tabs
    client.post(ASK, form | {"text": "Do I write first?"})
    client.post(ASK, form | {"text": "And what of Sunday?"})
    assert [draft.text for draft in Draft.objects.all()] == ["And what of Sunday?"]
    assert client.get(ASK).context["form"]["text"].value() == "And what of Sunday?"


def test_the_same_words_to_be_read_by_others_are_another_message(two_tabs):
    client, form = two_tabs
    client.post(ASK, form | {"text": "Do I write first?"})
    private = client.post(ASK, form | {"text": "Do I write first?", "visibility": "private"})
    assert TOLD in private.content.decode() and Thread.objects.get().visibility == "public"


def test_going_back_and_sending_the_same_words_is_still_one_question_after_an_edit(two_tabs):
    client, form = two_tabs
    there = client.post(ASK, form | {"text": "Do I write first?"})
    question = Comment.objects.get()
    question.edit("Do I write at all?", question.revision)
    back = client.post(ASK, form | {"text": "Do I write first?"})
    assert back.status_code == there.status_code == 302 and texts() == ["Do I write at all?"]


def test_what_was_withdrawn_can_be_sent_anew_by_going_back(two_tabs):
    client, form = two_tabs
    client.post(ASK, form | {"text": "Do I write first?"})
    Comment.objects.get().withdraw()
    again = client.post(ASK, form | {"text": "Do I write first?"})
    client.post(ASK, hidden(again))
    assert TOLD in again.content.decode() and texts() == ["", "Do I write first?"]


def test_sending_one_tab_keeps_what_another_has_written_since(two_tabs):
    client, form = two_tabs

    def save(**sent):
        return client.post("/drafts/?stage=distance", form | sent).json()

    first = save(text="Do I write", tab="6f1e7a52-5f0c-4a8e-8a53-3f5a4b8b7a01", turn=1)
    save(text="And what of Sunday?", revision=first["revision"], tab="6f1e7a52-5f0c-4a8e-8a53-3f5a4b8b7a02", turn=1)
    client.post(ASK, form | {"text": "Do I write first?", "revision": first["revision"]})
    assert texts() == ["Do I write first?"]
    assert [draft.text for draft in Draft.objects.all()] == ["And what of Sunday?"]


def test_a_tab_that_goes_on_after_another_has_sent_saves_a_draft_of_its_own(two_tabs):
    client, form = two_tabs
    client.post(ASK, form | {"text": "Do I write first?"})
    saved = client.post("/drafts/?stage=distance", form | {"text": "And what of Sunday?"})
    assert saved.status_code == 200 and "We kept both" in saved.json()["said"]
    assert Draft.objects.get().text == "And what of Sunday?" and saved.json()["key"] != form["submission"]


def test_other_words_of_a_reply_come_back_and_can_be_sent(as_person, answered, ann):
    client, path = as_person(ann), f"/comments/{answered.last_answer.pk}/reply/"
    form = hidden(client.get(path))
    client.post(path, form | {"text": "Thank you!"})
    again = client.post(path, form | {"text": "And then?"})
    assert TOLD in again.content.decode() and "And then?" not in texts()
    client.post(path, hidden(again))
    assert {"Thank you!", "And then?"} <= set(texts())


def test_going_back_to_another_answer_tells_the_coach_and_keeps_her_words(as_person, public, coach):
    client, path = as_person(coach), f"/admin/threads/{public.pk}/"
    form = hidden(client.get(path), "answer_form")
    client.post(f"{path}answer/", form | {"text": "Breathe."})
    back = client.post(f"{path}answer/", form | {"text": "Let him be."})
    assert back.status_code == 409 and TOLD in back.content.decode() and "Let him be." not in texts()
    client.post(f"{path}answer/", hidden(back, "answer_form"))
    assert {"Breathe.", "Let him be."} <= set(texts())


def test_an_answer_that_was_taken_back_is_sent_anew_by_going_back(as_person, public, coach):
    client, path = as_person(coach), f"/admin/threads/{public.pk}/"
    form = hidden(client.get(path), "answer_form")
    client.post(f"{path}answer/", form | {"text": "Breathe."})
    public.refresh_from_db()
    public.last_answer.undo(coach)
    back = client.post(f"{path}answer/", form | {"text": "Breathe."})
    assert back.status_code == 409 and "Breathe." in back.content.decode()
    assert AnswerDraft.objects.get().text == "Breathe."


def test_two_wishes_from_one_page_are_two_wishes(as_person, ann, stage):
    client = as_person(ann)
    for words in ["More about trust", "Something for men", "Something for men"]:
        client.post("/wishes/", {"text": words})
    assert sorted(wish.words for wish in Wish.objects.all()) == ["More about trust", "Something for men"]


def test_a_second_edit_sees_both(as_person, public, ann):
    client, path = as_person(ann), f"/comments/{public.question.pk}/edit/"
    form = hidden(client.get(path))
    client.post(path, form | {"text": "From my phone"})
    html = client.post(path, form | {"text": "From my desk"}).content.decode()
    assert re.search(r'<div class="prose">\s*<p[^>]*>From my phone', html) and ">\nFrom my desk</textarea>" in html
