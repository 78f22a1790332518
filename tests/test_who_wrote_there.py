"""Who of the old site is the coach, and whose her answers are here: told by the plan, chosen at the desk."""

import io
import tomllib

import pytest
from django.core.management import CommandError
from django.urls import reverse

from accounts.roles import Role
from exchange import tasks
from exchange.importing.plan import plan_of
from exchange.models import ImportRun
from tests.conftest import person
from tests.test_importing import bring, comment, export, imported, page  # noqa: F401

WREN = {"author": "Wren", "author_email": "wren@example.com"}
WROTE = (
    "<wp:author><wp:author_id>9</wp:author_id><wp:author_login>heron</wp:author_login>"
    "<wp:author_email>heron@example.com</wp:author_email><wp:author_display_name>Heron</wp:author_display_name></wp:author>"
)
CHOSEN = {"old_questions": "closed", "author-0": "reader", "author-1": "reader", "post-0": "guide|headings"}


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_ROOT, settings.VAR = str(tmp_path / "media"), tmp_path


@pytest.fixture
def other(identity):
    """Another coach here."""
    return person("other@example.org", "Lark", Role.COACH)


@pytest.fixture
def planned(as_person, coach):
    """Return a function that puts a file up as the coach, and her client, with the plan looked through."""

    def upload(source):
        client, file = as_person(coach), io.BytesIO(source.encode())
        file.name = "export.xml"
        client.post(reverse("import_upload"), {"files": file})
        tasks.plan_import.call(ImportRun.objects.get().pk)
        return client

    return upload


def source():
    """Wren answers three times without ever signing in."""
    questions = [comment(number, "How long?") for number in (1, 2, 3)]
    return export(page(*questions, *(comment(number + 3, "A while.", parent=number, **WREN) for number in (1, 2, 3))))


def people(run):
    return {each.name: (each.comments, each.pages, each.is_) for each in plan_of(run.plan).authors}


def shown(client):
    return client.get(reverse("import_run", args=[ImportRun.objects.get().pk])).content.decode()


def say_yes(client, **chosen):
    run = ImportRun.objects.get()
    answer = client.post(reverse("import_bring_in", args=[run.pk]), CHOSEN | chosen)
    if answer.status_code == 302:
        tasks.bring_in_import.call(run.pk)
    return answer


def test_who_often_wrote_without_signing_in_is_named_and_can_be_the_coach(coach, planned):
    client = planned(source())
    body, run = shown(client), ImportRun.objects.get()
    assert people(run)["Wren"] == (3, 0, "reader") and "wren@example.com" not in run.plan + body
    assert "Wren, who never signed in. Comments: 3, pages: 0" in body
    say_yes(client, **{"author-1": "coach"})
    assert (imported(4).kind, imported(4).author) == ("answer", coach)


def test_of_two_who_wrote_pages_both_are_named(coach, planned):
    both = source().replace("<item>", WROTE + "<item>", 1)
    second = page(comment(9, "Why?"), comment(10, "So.", parent=9, author_email="heron@example.com"), number=2)
    client = planned(both.replace("</channel>", second.replace("oriel", "heron") + "</channel>"))
    assert people(ImportRun.objects.get())["Heron"] == (1, 1, "reader")
    say_yes(client, **{"author-1": "coach", "author-2": "reader", "post-1": "library"})
    assert (imported(10).kind, imported(4).kind) == ("answer", "reply")


def test_with_two_coaches_here_she_says_whose_the_answers_are(coach, other, planned):
    client = planned(source())
    body = shown(client)
    assert "Whose answers are these here?" in body and 'value="mara@example.org" selected' in body
    say_yes(client, coach="other@example.org", **{"author-1": "coach"})
    assert imported(4).author == other


def test_what_she_forgot_is_told_and_what_she_chose_stays(other, planned):
    client = planned(source())
    answer = say_yes(client, coach="", **{"author-1": "moderator"})
    body = answer.content.decode()
    assert answer.status_code == 200 and "Choose whose answers these are here." in body and 'href="#id_coach"' in body
    assert '<option value="moderator" selected>' in body and ImportRun.objects.get().state == "waiting"


@pytest.mark.parametrize("wrong", [{"author-1": "queen"}, {"author-0": None}, {"coach": "ann@example.org"}])
def test_nothing_else_can_be_chosen(ann, other, planned, wrong):
    client = planned(source())
    sent = CHOSEN | {"coach": "mara@example.org"} | wrong
    sent = {name: value for name, value in sent.items() if value is not None}
    run = ImportRun.objects.get()
    assert client.post(reverse("import_bring_in", args=[run.pk]), sent).status_code == 200
    assert ImportRun.objects.get().state == "waiting"


def test_with_one_coach_nothing_is_asked(planned):
    assert "Whose answers are these here?" not in shown(planned(source()))


def test_the_command_makes_the_plan_before_it_asks_which(coach, other, bring, tmp_path):  # noqa: F811
    answered = export(page(comment(1), comment(2, "So.", parent=1, user_id=7)))
    bring(answered, dry_run=True)
    [path] = (tmp_path / "imports").glob("*.toml")
    assert tomllib.loads(path.read_text())["coach"] == ""
    with pytest.raises(CommandError, match="say in the plan"):
        bring(answered, plan=path)
    path.write_text(path.read_text().replace('coach = ""', 'coach = "Other@example.org"'))
    bring(answered, plan=path)
    assert imported(2).author == other
