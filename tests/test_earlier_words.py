"""What a message said before an edit: the desk can read it, nobody else, and what is taken back takes it along."""

import pytest

from comments.models import CommentVersion, StaleObject, Thread
from leanback import personal_data
from tests.lasting import lasting

OLD = "He lives in Zanzibar."


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@lasting
def edited(stage, ann, coach):
    """Ann's public question, edited twice."""
    thread = Thread.ask(stage, ann, OLD)
    thread.question.approve(coach)
    for words in ("He lives far away.", "He is far away."):
        fresh(thread.question).edit(words, fresh(thread.question).revision)
    return fresh(thread)


def test_each_edit_keeps_the_words_before_it_with_its_time(edited):
    versions = edited.question.versions.all()
    assert [version.text for version in versions] == [OLD, "He lives far away."]
    assert versions.last().at == edited.question.edited_at


@pytest.mark.parametrize("who", ["coach", "mod"])
def test_the_desk_can_read_them(as_person, request, edited, who):
    html = as_person(request.getfixturevalue(who)).get(f"/admin/threads/{edited.pk}/").content.decode()
    assert OLD in html and "Edited 2 times" in html


@pytest.mark.parametrize("who", ["ann", "bob", "coach", "nobody"])
def test_they_stand_on_no_page_of_the_site(as_person, request, edited, who):
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    pk = edited.question.pk
    paths = ["/", "/stages/distance/", "/questions/", f"/questions/{edited.pk}/", f"/comments/{pk}/", "/me/"]
    paths += [f"/comments/{pk}/edit/", f"/comments/{pk}/delete/", "/search/?q=zanzibar", "/feeds/answers.atom"]
    found = [path for path in paths if OLD in client.get(path, follow=True).content.decode()]
    assert found == []


def test_a_moderator_does_not_read_those_of_a_private_question(as_person, edited, ann, mod):
    edited.show_to("private", True, ann)
    assert as_person(mod).get(f"/admin/threads/{edited.pk}/").status_code == 404


def test_an_edit_that_is_refused_keeps_nothing(edited):
    with pytest.raises(StaleObject):
        edited.question.edit("New words", revision=1)
    assert CommentVersion.objects.count() == 2


def test_what_is_taken_back_takes_them_along(edited):
    edited.question.withdraw()
    assert not CommentVersion.objects.exists()


def test_so_does_what_goes_missing(edited):
    edited.question.go_missing()
    assert not CommentVersion.objects.exists()


@pytest.mark.parametrize("keeps_words", [True, False])
def test_whoever_leaves_takes_them_along_whatever_stays_of_her_words(edited, keeps_words):
    personal_data.leave(edited.asker, keeps_words)
    assert not CommentVersion.objects.exists()


def test_what_is_removed_keeps_them_so_that_a_mistake_can_be_put_right(edited, coach):
    edited.question.remove(coach, "No.")
    assert CommentVersion.objects.count() == 2


def test_old_words_that_look_like_html_are_shown_as_typed(as_person, stage, ann, coach):
    thread = Thread.ask(stage, ann, "<b>old</b>")
    thread.question.edit("New words", thread.question.revision)
    assert "&lt;b&gt;old&lt;/b&gt;" in as_person(coach).get(f"/admin/threads/{thread.pk}/").content.decode()
