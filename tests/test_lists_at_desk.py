"""Lists of everything at the desk: readable lines in the coach's words, narrowed, turned over, and acted on."""

from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags

from comments.models import HeldWord, Thread
from desk import admin
from desk.models import SavedReply
from wishes.models import Wish

LISTS = ["comments/thread", "comments/comment", "comments/moderationentry", "comments/savedreply", "comments/heldword"]
LISTS += ["accounts/user", "stages/guide", "stages/stage", "stages/resource", "stages/term", "stages/page"]
STOCK = [" to change", "action-counter", "<table", "img/search.svg", "By state", "Home</a>", "Add threads", "---------"]


def shown(client, noun, query=""):
    return client.get(f"/admin/{noun}/{query}").content.decode()


@pytest.mark.parametrize("noun", LISTS)
def test_a_list_has_no_word_and_no_icon_of_the_admin_it_is_made_of(as_person, answered, coach, noun):
    html = shown(as_person(coach), noun)
    assert html.count("<h1") == 1 and [words for words in STOCK if words in html] == []


def test_a_question_is_a_line_with_who_where_and_when(as_person, asked, coach):
    html = shown(as_person(coach), "comments/thread")
    said = ["He has gone quiet", "Ann of the Hills", "Distance", "waiting for the coach", "not on the site", "just now"]
    assert [words for words in said if words not in html] == []


def test_a_message_is_shown_without_the_marks_that_it_was_typed_with(as_person, public, coach):
    public.answer(coach, "> He went quiet.\n\nThat is **his** to explain.")
    html = shown(as_person(coach), "comments/comment")
    assert "He went quiet. That is his to explain." in html and "**" not in html


def test_a_line_of_the_log_leads_to_the_message_the_wish_and_the_lines_about_its_thread(as_person, public, ann, coach):
    Wish.make(ann, "Something on Sundays").let_stand(coach)
    html = shown(as_person(coach), "comments/moderationentry")
    assert f"/admin/threads/{public.pk}/?comment={public.question.pk}#" in html
    assert f"/admin/wishes/{Wish.objects.get().pk}/" in html and f"?thread__id__exact={public.pk}" in html


def test_what_a_list_is_narrowed_to_is_said_where_it_is_folded(as_person, answered, coach):
    client = as_person(coach)
    assert "Shown: answered" in shown(client, "comments/thread", "?state__exact=answered")
    assert "Shown:" not in shown(client, "comments/thread")


def test_pages_say_which_they_are_and_how_many_there_are(as_person, stage, ann, coach, many_messages, monkeypatch):
    for number in range(5):
        Thread.ask(stage, ann, f"Question {number}")
    monkeypatch.setattr(admin.ThreadAdmin, "list_per_page", 2)
    html = shown(as_person(coach), "comments/thread", "?p=2&visibility=public")
    assert "Page 2 of 3" in html and "5 in all" in html
    assert 'rel="prev" href="?p=1&amp;visibility=public"' in html and 'rel="next" href="?p=3' in html


def test_several_are_deleted_after_one_question(as_person, coach):
    for words in ("bitcoin", "casino", "visa"):
        HeldWord(words=words).keep(coach)
    client, chosen = as_person(coach), [row.pk for row in HeldWord.objects.exclude(words="visa")]
    sent = {"action": "delete_selected", "_selected_action": chosen, "index": 0}
    html = client.post("/admin/comments/heldword/", sent).content.decode()
    assert "Delete what you selected?" in html and "casino" in html and "visa" not in html
    client.post("/admin/comments/heldword/", sent | {"post": "yes"})
    assert [row.words for row in HeldWord.objects.all()] == ["visa"]


def test_one_is_deleted_after_one_question(as_person, coach):
    reply = SavedReply.objects.create(title="Thank you", text="Thank you for waiting.")
    client, address = as_person(coach), f"/admin/comments/savedreply/{reply.pk}/delete/"
    assert "Delete “Thank you”?" in client.get(address).content.decode()
    client.post(address, {"post": "yes"})
    assert not SavedReply.objects.exists()


def told(identity, span):
    context = Context({"identity": identity, "moment": timezone.now() - span})
    html = Template("{% load when %}{% ago moment %}").render(context)
    return strip_tags(html).replace("\xa0", " ")


def test_how_long_ago_is_said_for_a_week_and_then_the_day(identity):
    assert told(identity, timedelta(0)) == "just now"
    assert told(identity, timedelta(hours=3)) == "3 hours ago"
    assert told(identity, timedelta(days=9)) == date_format(timezone.now() - timedelta(days=9))


def test_those_who_cannot_sign_in_are_found(as_person, ann, bob, coach):
    ann.is_active = False
    ann.save()
    html = shown(as_person(coach), "accounts/user", "?who=out")
    assert "Ann of the Hills" in html and "Bob by the Sea" not in html
