"""Two forms of one thing, open at once: what was saved in between is not overwritten unseen, and nothing typed is lost."""

from html.parser import HTMLParser

import pytest

from comments.models import HeldWord, ModerationRules
from desk.models import SavedReply
from stages.models import Guidance, HelpLine, Identity, Page, Resource, Term

TOLD = "Someone changed this after you opened it"


class Form(HTMLParser):
    """The fields of a page, as a browser sends them."""

    def __init__(self, html):
        super().__init__()
        self.fields, self.area, self.choice = {}, None, None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        at = dict(attributes)
        if (
            tag == "input"
            and at.get("name")
            and (at.get("type") not in {"checkbox", "submit", "file"} or "checked" in at)
        ):
            self.fields[at["name"]] = at.get("value", "on" if at.get("type") == "checkbox" else "")
        elif tag == "textarea":
            self.area, self.fields[at["name"]] = at["name"], ""
        elif tag == "select":
            self.choice = at["name"]
        elif tag == "option" and "selected" in at:
            self.fields[self.choice] = at.get("value", "")

    def handle_data(self, data):
        if self.area:
            self.fields[self.area] += data

    def handle_endtag(self, tag):
        self.area = None if tag == "textarea" else self.area


def form_of(response):
    fields = Form(response.content.decode()).fields
    return {name: value.removeprefix("\n") for name, value in fields.items() if name != "_save"}


@pytest.fixture
def desk(as_person, coach, stage, guide, identity):
    """The coach's browser, and the address of the form of each thing that she writes."""
    rows = {
        "stage": stage,
        "guide": guide,
        "identity": identity,
        "resource": Resource.objects.create(slug="walk", title="A walk", body="Go out now."),
        "page": Page.objects.create(slug="about", title="About", body="Us."),
        "term": Term.objects.create(word="the gap", meaning="What is between you."),
    }
    places = {name: f"/admin/stages/{name}/{row.pk}/change/" for name, row in rows.items()}
    HeldWord(words="casino").keep(coach)
    talk = {
        "savedreply": SavedReply.objects.create(title="Welcome", text="Welcome."),
        "heldword": HeldWord.objects.get(),
        "moderationrules": ModerationRules.objects.create(pk=1),
    }
    places |= {name: f"/admin/comments/{name}/{row.pk}/change/" for name, row in talk.items()}
    return as_person(coach), places


WORDS = {
    "stage": "situation",
    "guide": "what_it_is",
    "identity": "tagline",
    "resource": "body",
    "page": "body",
    "term": "meaning",
    "savedreply": "text",
    "heldword": "note",
    "moderationrules": "most_links",
}


@pytest.mark.parametrize(("name", "field"), WORDS.items())
def test_the_second_of_two_forms_is_told_sees_both_and_saves_knowingly(desk, name, field):
    client, path = desk[0], desk[1][name]
    form = form_of(client.get(path))
    one, other = ("4", "5") if field == "most_links" else ("First words", "Second words")
    assert client.post(path, form | {field: one}).status_code == 302
    told = client.post(path, form | {field: other})
    assert TOLD in told.content.decode() and one in [value for _name, value in told.context["stands_now"]]
    again = form_of(told)
    assert again[field] == other and form_of(client.get(path))[field] == one
    assert client.post(path, again).status_code == 302 and form_of(client.get(path))[field] == other


@pytest.mark.parametrize("name", WORDS)
def test_a_form_that_is_sent_as_it_was_read_is_saved(desk, name):
    client, path = desk[0], desk[1][name]
    assert client.post(path, form_of(client.get(path))).status_code == 302
    assert client.post(path, form_of(client.get(path))).status_code == 302


def test_what_was_taken_off_the_site_is_not_published_by_an_older_form(desk, stage):
    client, path = desk[0], desk[1]["stage"]
    old = form_of(client.get(path))
    client.post(path, old | {name: "" for name in old if name.startswith("published_at")})
    assert TOLD in client.post(path, old | {"teaser": "Room."}).content.decode()
    stage.refresh_from_db()
    assert stage.published_at is None


def test_a_line_that_another_changed_is_shown_beside_hers(desk, stage):
    client, path = desk[0], desk[1]["stage"]
    form = form_of(client.get(path))
    client.post(path, lines(form, "First line"))
    told = client.post(path, lines(form, "Second line"))
    assert "First line" in [value for _name, value in told.context["stands_now"]]
    client.post(path, form_of(told))
    assert [each.line for each in stage.guidance.all()] == ["Second line"]


def lines(form, words):
    name = next(name for name in form if name.endswith("-0-line"))
    return form | {name: words}


def test_a_line_that_another_deleted_comes_back_with_her_words_if_she_says_so(desk, stage):
    client, path = desk[0], desk[1]["stage"]
    form = form_of(client.get(path))
    Guidance.objects.all().delete()
    told = client.post(path, lines(form, "Second line"))
    assert TOLD in told.content.decode() and not stage.guidance.exists()
    assert client.post(path, form_of(told)).status_code == 302
    assert [each.line for each in stage.guidance.all()] == ["Second line"]


def test_a_line_that_another_added_is_shown_and_stays(desk, stage):
    client, path = desk[0], desk[1]["stage"]
    form = form_of(client.get(path))
    Guidance.objects.create(stage=stage, line="Added meanwhile")
    told = client.post(path, lines(form, "Second line"))
    assert any("Added meanwhile" in value for _name, value in told.context["stands_now"])
    client.post(path, form_of(told))
    assert sorted(each.line for each in stage.guidance.all()) == ["Added meanwhile", "Second line"]


def test_help_lines_are_part_of_the_form_of_the_site(desk, identity):
    client, path = desk[0], desk[1]["identity"]
    form = form_of(client.get(path))
    HelpLine.objects.create(identity=Identity.objects.get(), name="Everywhere", contact="1")
    assert TOLD in client.post(path, form | {"title": "Leaning"}).content.decode()
    assert Identity.objects.get().title == "Leanback"
