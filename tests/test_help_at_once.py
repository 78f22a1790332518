"""Who speaks of danger is shown where help is: while she writes, and after sending. She is never kept from it."""

import pytest

from comments.models import Comment, Thread
from stages.models import HelpLine
from writing.models import Draft

DANGER = "He said he will find me. I told Mark."
HERE = "You don't have to carry this alone."


@pytest.fixture
def lines(identity):
    for country, name in [("US", "Line in America"), ("MX", "Línea en México"), ("", "Everywhere")]:
        HelpLine.objects.create(identity=identity, country=country, name=name, contact="1")


def heard(client, text, **headers):
    return client.post("/listen/", {"text": text}, headers=headers).content.decode()


def test_words_that_speak_of_danger_are_answered_with_help(client, stage, lines):
    assert HERE in heard(client, DANGER) and "Line in America" in heard(client, DANGER)


@pytest.mark.parametrize("text", ["", "This silence is killing me.", "\x00", "He has gone quiet."])
def test_other_words_are_answered_with_nothing(client, stage, lines, text):
    assert heard(client, text).strip() == ""


def test_nothing_of_what_is_heard_is_kept(client, stage, lines):
    response = client.post("/listen/", {"text": DANGER})
    assert "no-store" in response["Cache-Control"] and not response.cookies
    assert not Comment.objects.exists() and not Draft.objects.exists()
    assert "He said" not in response.content.decode()


def test_words_never_come_in_an_address(client, stage):
    assert client.get("/listen/", {"text": DANGER}).status_code == 405


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("es-MX,es;q=0.9,en;q=0.5", "Línea en México"),
        ("en-US,en", "Line in America"),
        ("en", "Everywhere"),
        ("", "Everywhere"),
        ("zh-Hans-CN", "Everywhere"),
        ("-" * 500 + "en-US", "Everywhere"),
    ],
)
def test_the_lines_of_her_country_stand_first(client, stage, lines, asked, first):
    html = heard(client, DANGER, accept_language=asked)
    names = ["Línea en México", "Line in America", "Everywhere"]
    assert min(names, key=html.index) == first


def test_lines_of_other_countries_are_folded(client, stage, lines):
    html = heard(client, DANGER, accept_language="en-US")
    assert html.index("Line in America") < html.index("<details>") < html.index("Línea en México")


def test_after_sending_she_alone_sees_help_until_somebody_saw_to_it(as_person, public, ann, bob, stage, lines, coach):
    thread = Thread.ask(stage, ann, DANGER)
    path = thread.get_absolute_url()
    assert HERE in as_person(ann).get(path).content.decode()
    thread.question.approve(coach)
    assert HERE not in as_person(ann).get(path).content.decode()
    for person in (bob, None):
        assert HERE not in as_person(person).get(path).content.decode()


def test_who_replies_sees_it_and_the_asker_does_not(as_person, public, ann, bob, lines):
    public.question.reply(bob, "I do not want to live anymore.")
    assert HERE in as_person(bob).get(public.get_absolute_url()).content.decode()
    assert HERE not in as_person(ann).get(public.get_absolute_url()).content.decode()


def test_nobody_is_kept_from_sending(as_person, stage, ann, lines):
    words = "He said he will find me. I want to die."
    as_person(ann).post("/stages/distance/ask/", {"text": words})
    assert Thread.objects.get(asker=ann).question.text == words


@pytest.mark.parametrize("then", ["", "look"])
def test_the_page_that_comes_back_shows_it_as_well(client, stage, lines, then):
    path = "/stages/distance/ask/"
    words = "x" * 20_001 if not then else ""
    assert HERE in client.post(path, {"text": DANGER + words, "then": then}, follow=True).content.decode()


def test_a_draft_that_is_opened_again_shows_it(client, stage, lines):
    client.post("/stages/distance/ask/", {"text": DANGER, "then": "look"})
    assert HERE in client.get("/stages/distance/ask/").content.decode()


# Beside danger nothing else

LIKE = "He has gone quiet. Do I write first?"  # what Ann asked, and the coach has answered
CHEERFUL = ["Answered before", "It sounds like", "Lately half", "too few answers lately"]


def shown(client, path):
    return client.get(path, follow=True).content.decode()


@pytest.fixture
def draft(stage, answered, bob):
    return Draft.objects.create(author=bob, stage=stage, text=f"{LIKE} {DANGER}")


def test_what_others_asked_is_shown_beside_other_words_alone(client, answered):
    found = [client.post("/drafts/alike/", {"text": text}).content.decode() for text in (LIKE, f"{LIKE} {DANGER}")]
    assert "Answered before" in found[0] and found[1].strip() == ""


@pytest.mark.parametrize("path", ["/drafts/{}/", "/drafts/{}/stage/", "/stages/distance/ask/?draft={}"])
def test_pages_with_her_words_show_help_and_nothing_cheerful(as_person, draft, bob, lines, path):
    html = shown(as_person(bob), path.format(draft.key))
    assert HERE in html and "A person will read what you wrote." in html
    assert [line for line in CHEERFUL if line in html] == []


def test_help_comes_before_her_words_when_she_looks_them_over(as_person, draft, bob, lines):
    html = shown(as_person(bob), f"/drafts/{draft.key}/")
    assert html.index(HERE) < html.index("He said he will find me")


def test_after_sending_there_is_no_line_and_no_usual_wait(as_person, stage, ann, lines):
    html = shown(as_person(ann), Thread.ask(stage, ann, DANGER).get_absolute_url())
    assert "A person will read what you wrote." in html and "next in line" not in html
    assert [line for line in CHEERFUL if line in html] == []
