"""The coach's own words: linked where a text first says them, explained at the end of the page that shows the text."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment
from stages import previews, starter
from stages.models import Guidance, Resource, Stage, Term, term
from stages.text import coach_html, html_elsewhere, plain_text, reader_html

WORDS = ((1, "circle"), (2, "circle of interaction"), (3, "Öffnung"), (4, "mother's eye"))


@pytest.fixture
def space(identity):
    return Term.objects.create(word="space", meaning="Room that is left.")


def marked(source, words=WORDS):
    """What stands in the links of a text, each with the key that it leads to."""
    return [
        (found[1], int(found[0]))
        for found in re.findall(r'href="#term-(\d+)">(.*?)</a>', coach_html(source, {}, words))
    ]


def listed(html):
    """What is in the list of a page: the keys, in order."""
    return [int(key) for key in re.findall(r'<dt id="term-(\d+)">', html)]


def page(client, path="/stages/distance/"):
    return client.get(path).content.decode()


def situation(stage, text):
    stage.situation = text
    stage.save()
    return stage


def html_of(row, field="situation_html"):
    return str(getattr(type(row).objects.get(pk=row.pk), field))


def change(client, row, **changes):
    """Write a word in the admin."""
    path = f"/admin/stages/term/{row.pk}/change/" if row else "/admin/stages/term/add/"
    before = {"word": row.word, "meaning": row.meaning} if row else {}
    assert client.post(path, before | changes).status_code == 302


# Where a word is found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("A circle, and a circle.", [("circle", 1)]),
        ("One Circle.\n\nAnother circle.", [("Circle", 1)]),
        ("The circle of interaction and a circle", [("circle of interaction", 2), ("circle", 1)]),
        ("circle of interaction, circle of interaction", [("circle of interaction", 2)]),
        ("CIRCLE  of\xa0Interaction", [("CIRCLE  of&nbsp;Interaction", 2)]),
        ("circles encircle circle\u0301 _circle", []),
        ("(circle)", [("circle", 1)]),
        ("ÖFFNUNG", [("ÖFFNUNG", 3)]),
        ("Öffnungen", []),
        ("her mother’s eye", [("mother’s eye", 4)]),
        ("**circle**", [("circle", 1)]),
        ("- circle\n\n> a circle", [("circle", 1)]),
        ("|a|\n|-|\n|circle|", [("circle", 1)]),
    ],
)
def test_a_whole_word_is_linked_once_the_longest_first(typed, found):
    assert marked(typed) == found


@pytest.mark.parametrize(
    "typed",
    [
        "# circle",
        "[the circle](/a/)",
        "[x](/circle)",
        "https://a.org/circle",
        "![circle](/a.png)",
        "|circle|\n|-|\n|a|",
    ],
)
def test_nothing_is_linked_in_headings_links_and_attributes(typed):
    assert marked(typed) == []


def test_a_word_after_a_heading_and_a_link_is_linked():
    assert marked("# circle\n\n[circle](/a/) circle") == [("circle", 1)]


@pytest.mark.parametrize("render", [coach_html, reader_html])
@pytest.mark.parametrize("typed", ['<a class="term" href="#term-1">x</a>', "[x](#term-1)", '[x](</a" class="term>)'])
def test_nobody_can_type_such_a_link(render, typed):
    html = render(typed)
    assert not re.search(r"<a [^>]*(class|#)", html)


def test_a_word_is_no_expression_and_no_html():
    assert marked("a.b axb", ((1, "a.b"),)) == [("a.b", 1)]
    assert marked("axb", ((1, "a.b"), (2, " "))) == []
    assert ">a &lt; b</a>" in coach_html("a < b", {}, ((1, "a < b"),))


def test_many_words_and_a_long_text_take_no_long_time():
    coach_html("circle of " * 2_000, {}, tuple((key, f"circle of word {key}") for key in range(300)))


# Where it is explained


def test_a_stage_explains_what_it_says_and_nothing_else(client, stage, space):
    Term.objects.create(word="warmth", meaning="Not said here.")
    situation(stage, "Leave him space.")
    html = page(client)
    assert f'<a class="term" href="#term-{space.pk}">space</a>' in html
    assert listed(html) == [space.pk] and "Not said here." not in html


def test_guides_library_and_previews_explain_too(client, stage, space):
    guide = stage.guide
    guide.how_it_helps = "It makes space."
    guide.save()
    walk = Resource.objects.create(slug="walk", title="A walk", body="Out into space.")
    draft = situation(Stage(guide=guide, position=2, slug="b", title="B", published_at=None), "space")
    for path in ("/", "/library/walk/", previews.address_of(draft)):
        assert listed(page(client, path)) == [space.pk]
    assert walk.body_html


def test_two_answers_lead_to_one_entry(client, answered, coach, space):
    answered.answer(coach, "Give it space.")
    answered.answer(coach, "Space again.")
    html = page(client, answered.get_absolute_url())
    assert html.count(f'href="#term-{space.pk}"') == 2 and listed(html) == [space.pk]
    assert '<small class="aside" aria-hidden="true">' in html


def test_the_desk_explains_what_the_answers_on_it_say(as_person, answered, coach, space):
    answered.answer(coach, "Give it space.")
    assert listed(page(as_person(coach), f"/admin/threads/{answered.pk}/")) == [space.pk]


def test_what_readers_write_is_not_marked(client, public, bob, coach, space):
    public.question.reply(bob, 'Space? <a class="term" href="#term-1">').approve(coach)
    html = page(client, public.get_absolute_url())
    assert '<a class="term"' not in html and listed(html) == []


def test_a_meaning_is_shown_as_it_was_typed(client, stage, space):
    Term.objects.update(meaning="<b>Room</b> & [x](/a/)")
    situation(stage, "space")
    assert "<dd>&lt;b&gt;Room&lt;/b&gt; &amp; [x](/a/)</dd>" in page(client)


def test_a_page_asks_once_for_all_its_words_and_not_at_all_without(client, stage, space):
    Term.objects.create(word="warmth", meaning="What stays.")
    counts = []
    for text in ("nothing", "space", "space and warmth"):
        situation(stage, text)
        page(client)
        with CaptureQueriesContext(connection) as captured:
            page(client)
        counts.append(len(captured))
    assert counts == [counts[0], counts[0] + 1, counts[0] + 1]


def test_elsewhere_the_word_stays_and_the_link_goes(client, stage, space, answered, coach):
    situation(stage, "Leave *space* [here](/a/).")
    html = html_of(stage)
    assert html_elsewhere(html, "https://a.org/") == (
        '<p dir="auto">Leave <em>space</em> <a href="https://a.org/a/">here</a>.</p>\n'
    )
    assert plain_text(html) == "Leave space here." == stage.description()
    assert "#term" not in page(client, "/feeds/stages.atom") + page(client, "/search/?q=space")


def test_the_starter_content_explains_its_words(client, db):
    starter.load()
    html = page(client, "/") + page(client, "/stages/getting-to-know-each-other/")
    assert "<dt" in html and ">leaning back</a>" in html and ">Second level listening</a>" in html


# When it changes


def test_a_new_meaning_shows_at_once(as_person, client, coach, stage, space):
    situation(stage, "space")
    change(as_person(coach), space, meaning="What is between.")
    assert "What is between." in page(client)


def test_a_new_word_is_linked_in_old_texts(as_person, coach, stage, answered, bob, work):
    situation(stage, "Leave him ÖFFNUNG.")
    guidance = Guidance.objects.create(stage=stage, line="Go.", detail="öffnung")
    answer = answered.answer(coach, "Öffnung.")
    reply = answered.question.reply(bob, "Öffnung?")
    change(as_person(coach), None, word="Öffnung", meaning="An opening.")
    work()
    link = f'href="#term-{Term.objects.get().pk}"'
    assert link in html_of(stage) and link in html_of(guidance, "detail_html") and link in html_of(answer, "html")
    assert link not in html_of(reply, "html")


def test_a_renamed_word_is_linked_by_its_new_name(as_person, coach, stage, answered, space, work):
    situation(stage, "space and warmth")
    answer = answered.answer(coach, "Warmth.")
    change(as_person(coach), space, word="warmth")
    work()
    assert f'space and <a class="term" href="#term-{space.pk}">warmth</a>' in html_of(stage)
    assert ">Warmth</a>" in html_of(answer, "html")


@pytest.mark.parametrize("in_list", [False, True])
def test_a_deleted_word_is_a_word_again(as_person, client, coach, stage, answered, space, work, in_list):
    situation(stage, "space")
    answer = answered.answer(coach, "Space.")
    client = as_person(coach)
    if in_list:
        form = {"action": "delete_selected", "_selected_action": [space.pk], "post": "yes"}
        client.post("/admin/stages/term/", form)
    else:
        client.post(f"/admin/stages/term/{space.pk}/delete/", {"post": "yes"})
    assert not Term.objects.exists() and listed(page(client)) == []
    work()
    assert "term" not in html_of(stage) + html_of(answer, "html")


def test_a_restored_word_is_linked_again(as_person, coach, stage, space, work):
    situation(stage, "space")
    client, first = as_person(coach), space.history.last()
    change(client, space, word="warmth")
    work()
    assert "term" not in html_of(stage)
    client.post(f"/admin/stages/term/{space.pk}/history/restore/", {"kind": "term", "version": first.pk})
    work()
    assert "#term-" in html_of(stage)


def test_many_texts_are_rendered_in_batches(monkeypatch, stage, work):
    monkeypatch.setattr(term, "AT_ONCE", 2)
    for position in range(5):
        Guidance.objects.create(stage=stage, position=position, line="Go.", detail="space")
    word = Term.objects.create(word="space", meaning="Room.")
    word.refresh_texts_soon()
    work()
    assert Guidance.objects.filter(detail_html__contains="#term-").count() == 5


def test_linking_anew_changes_nothing_else_and_is_no_version(coach, stage, answered, space, work):
    answer = answered.answer(coach, "Warmth.")
    before = Comment.objects.filter(pk=answer.pk).values("text", "revision", "edited_at").get()
    Term.objects.create(word="warmth", meaning="Stays.").refresh_texts_soon()
    work()
    assert Comment.objects.filter(pk=answer.pk).values("text", "revision", "edited_at").get() == before
    assert stage.history.count() == 1


def test_what_is_only_a_word_of_hers_costs_no_mail(as_person, coach, answered, space, work):
    mails = len(work())
    change(as_person(coach), space, word="breathe")
    assert len(work()) == mails
