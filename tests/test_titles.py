"""What a question is called: its first sentence, unless its asker or the coach names it."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from comments.models import HeldWord, Thread
from stages.text import first_sentence, reader_html
from writing.models import Draft


def fresh(thread):
    return Thread.objects.get(pk=thread.pk)


LONG = "I met him in June and since then we have seen each other every weekend, but now he has not answered once. Why?"
CALLED = {
    "Hi Mara,\n\nHe went quiet after a week. What now?": "He went quiet after a week",
    "Hola Mara:\nlleva días sin escribir. ¿Espero?": "Lleva días sin escribir",
    "Help! He has hit me. I am afraid.": "Help! He has hit me",
    "Do I write first? He has not.": "Do I write first?",
    "I met him\nlast year. Good.": "I met him last year",
    "1. he left\n2. i cry": "he left",
    "He said hello, and then he left. Why?": "He said hello, and then he left",
    "Hi": "Hi",
    "Thank you!": "Thank you!",
    "<3": "<3",
    LONG: "I met him in June and since then we have seen each other every weekend, but now…",
}


@pytest.mark.parametrize("typed", CALLED)
def test_the_first_sentence_names_a_question_and_no_greeting_does(typed):
    assert first_sentence(reader_html(typed), 80) == CALLED[typed]


def ask(stage, ann, words="He left. Her name is on his phone.", title="", **more):
    return Thread.ask(stage, ann, words, own_title=title, **more)


def test_her_own_title_is_what_lists_and_the_address_say(client, stage, ann, coach):
    thread = ask(stage, ann, title="After the storm")
    thread.question.approve(coach)
    assert fresh(thread).get_absolute_url() == f"/questions/{thread.pk}/after-the-storm/"
    assert "After the storm" in client.get("/questions/").content.decode()
    assert "<title>After the storm ·" in client.get(fresh(thread).get_absolute_url()).content.decode()


def test_a_title_stays_on_one_line_and_within_bounds(as_person, stage, ann):
    form = {"text": "He left.", "own_title": "A\x0bB\u202e\nC " + "x" * 90, "then": "send"}
    client = as_person(ann)
    assert "own_title" in client.post("/stages/distance/ask/", form).context["form"].errors
    client.post("/stages/distance/ask/", form | {"own_title": "A\x0bB\u202e\nC"})
    assert Thread.objects.get().own_title == "A B C"


def test_the_title_that_was_offered_follows_the_words(as_person, stage, ann):
    as_person(ann).post(
        "/stages/distance/ask/", {"text": "He left us all. Why?", "own_title": "He left us all", "then": "send"}
    )
    thread = Thread.objects.get()
    assert thread.own_title == ""
    thread.question.edit("He came back. And now?", 1)
    assert fresh(thread).title == "He came back"


def test_the_preview_offers_a_title_and_keeps_hers(as_person, stage, ann):
    client = as_person(ann)
    page = client.post("/stages/distance/ask/", {"text": "He left us all. Why?", "then": "look"}, follow=True)
    assert page.context["form"]["own_title"].value() == "He left us all"
    key = page.context["draft"].key
    named = {"text": "He left us all. Why?", "submission": key, "own_title": "Gone", "then": "look", "revision": 1}
    page = client.post("/stages/distance/ask/", named, follow=True)
    assert page.context["form"]["own_title"].value() == "Gone"


def test_a_title_that_she_has_typed_goes_back_with_her_to_her_words(as_person, stage, ann):
    client = as_person(ann)
    client.post("/stages/distance/ask/", {"text": "He left us all. Why?", "then": "look"})
    named = {"text": "He left us all. Why?", "submission": Draft.objects.get().key, "own_title": "Gone", "revision": 1}
    page = client.post("/stages/distance/ask/", named | {"then": "change"}, follow=True)
    assert not Thread.objects.exists() and page.context["form"]["own_title"].value() == "Gone"
    assert page.context["form"]["text"].value() == "He left us all. Why?"


def test_what_a_title_says_holds_its_question(stage, ann):
    HeldWord.objects.create(words="casino", bare="casino")
    thread = ask(stage, ann, "He left.", title="The casino")
    assert {"why": "words", "words": ["casino"]} in thread.question.held_because


def test_danger_in_a_title_is_heard(stage, ann):
    assert ask(stage, ann, "Please read.", title="He hits me and I am afraid of him").question.concerns


def test_a_name_in_a_title_is_pointed_out_before_it_goes(as_person, stage, ann):
    form = {"text": "He left.", "own_title": "Call me at 555 123 4567", "then": "send"}
    page = as_person(ann).post("/stages/distance/ask/", form)
    assert [detail.kind for detail in page.context["form"].told] == ["phone"]


def test_what_is_softened_in_a_question_is_softened_in_its_title(stage, ann, coach):
    thread = ask(stage, ann, "Bertram left me.", title="Bertram and I")
    thread.question.soften(coach, "Bertram", "B")
    assert (fresh(thread).title, fresh(thread).own_title) == ("[B] and I", "Bertram and I")


def test_who_leaves_her_words_leaves_a_softened_title(stage, ann, coach):
    thread = ask(stage, ann, "Bertram left me.", title="Bertram and I")
    thread.question.approve(coach)
    fresh(thread).question.soften(coach, "Bertram", "B")
    fresh(thread).question.stay_softened()
    assert fresh(thread).own_title == "[B] and I"


def test_what_is_taken_back_takes_its_title_along(stage, ann, coach):
    thread = ask(stage, ann, title="After the storm")
    thread.question.withdraw()
    assert "storm" not in fresh(thread).own_title + fresh(thread).title + fresh(thread).slug


def test_what_is_removed_has_no_title_until_it_is_back(stage, ann, coach):
    thread = ask(stage, ann, title="After the storm")
    thread.question.remove(coach, "Rude.")
    assert "storm" not in fresh(thread).title
    fresh(thread).question.undo(coach)
    assert fresh(thread).title == "After the storm"


def test_she_names_it_anew_where_she_edits_her_words(as_person, asked, ann):
    client, at = as_person(ann), f"/comments/{asked.question.pk}/edit/"
    form = {"text": asked.question.text, "revision": asked.question.revision, "own_title": "Silence"}
    client.post(at, form)
    assert fresh(asked).title == "Silence"
    page = client.get(at).context["form"]
    assert page["own_title"].value() == "Silence"


def test_a_new_title_that_would_have_held_a_question_holds_it(public):
    HeldWord.objects.create(words="casino", bare="casino")
    public.question.edit(public.question.text, public.question.revision, "The casino")
    assert fresh(public).question.is_pending


def test_the_coach_mends_a_title_and_the_old_address_leads_on(as_person, client, public, coach):
    before = public.get_absolute_url()
    as_person(coach).post(f"/admin/threads/{public.pk}/retitle/", {"title": "Silence after a week"})
    assert fresh(public).title == "Silence after a week"
    client.logout()
    assert client.get(before).url == fresh(public).get_absolute_url()
    assert "Silence" not in "".join(entry.before + entry.after for entry in public.entries.all())


def test_a_moderator_changes_no_title(as_person, public, mod):
    assert as_person(mod).post(f"/admin/threads/{public.pk}/retitle/", {"title": "X"}).status_code in {403, 404}


def test_a_title_is_found_by_searching(client, public):
    assert "Zeppelin" not in client.get("/search/", {"q": "zeppelin"}).content.decode()
    public.question.edit(public.question.text, public.question.revision, "Zeppelin")
    assert fresh(public).title in client.get("/search/", {"q": "zeppelin"}).content.decode()


def test_what_was_called_by_its_first_letters_is_called_by_its_first_sentence(public):
    Thread.objects.filter(pk=public.pk).update(title="He has gone quiet. Do I write…", slug="he-has-gone-quiet-do")
    import_module("comments.migrations.0035_titles_of_questions").name_after_first_sentence(
        apps, SimpleNamespace(connection=connection)
    )
    assert (fresh(public).title, fresh(public).slug) == ("He has gone quiet", "he-has-gone-quiet")
