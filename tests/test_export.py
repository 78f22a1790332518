"""Taking the site out, and bringing it back as it was."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from defusedxml.ElementTree import fromstring
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.mail import post
from accounts.models import User
from comments.models import Comment, Notice, Thread
from exchange.export import load, tables
from exchange.importing import running
from exchange.importing.wishes import Wishes
from stages.models import Guidance, Page, Resource, Stage, StagePicture
from tests.test_own_data import her_cookies  # noqa: F401 – a site with one of nearly everything
from tests.upgrading import fill_newer

CAME_LATER = {
    *(
        "letters.Letter",
        "letters.Subscription",
        "practice.Practice",
        "practice.Step",
        "comments.Mute",
        "comments.Snooze",
    ),
    *(
        "exchange.ImportRun",
        "exchange.ImportedPost",
        "exchange.ImportedThread",
        "exchange.OldPlace",
        "exchange.UnclaimedWords",
    ),
    *("exchange.Departure", "exchange.LinkCheck", "comments.Notice", "accounts.PausedAddress", "stages.Example"),
}
WP = "{http://wordpress.org/export/1.2/}"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def export(tmp_path):
    """Return a function that exports into a folder or file, and returns its path."""

    def run(name="out", **options):
        call_command("export", str(tmp_path / name), stdout=io.StringIO(), **options)
        return tmp_path / name

    return run


def everything():
    return {model._meta.label: list(tables.rows_of(model)) for model in tables.exported()}


# JSON and back


def test_the_same_site_comes_back(her_cookies, export):  # noqa: F811
    default_storage.save("stages/a.jpg", ContentFile(b"picture"))
    before, out = everything(), export()
    default_storage.delete("stages/a.jpg")
    Comment.objects.update(text="lost")
    load.load(out, replaces=True)
    assert everything() == before
    assert default_storage.open("stages/a.jpg").read() == b"picture"


def test_letters_practice_imports_and_all_that_came_later_come_back(
    her_cookies,  # noqa: F811
    coach,
    ann,
    bob,
    stage,
    export,
    tmp_path,
):
    Resource.objects.create(slug="soup", title="Soup", body="Stir.")
    talk, waiting = Thread.ask(stage, ann, "Do I wait?"), Thread.ask(stage, bob, "And I?")
    for thread in (talk, waiting):
        if thread.question.is_pending:
            thread.question.approve(coach)
    answer = talk.answer(coach, "1. Breathe.\n2. Wait a week.")
    talk.refresh_from_db()
    waiting.refresh_from_db()
    fill_newer.letters(coach)
    fill_newer.practice(ann, answer)
    fill_newer.vectors(talk)
    fill_newer.imports(coach, tmp_path)
    fill_newer.rest(coach, ann, bob, talk, waiting)
    stays_behind = post(EmailMessage("Hello", "Read me.", to=["ann@example.org"]))
    Notice.objects.create(person=ann, kind="answered", event="mailed", due_at=timezone.now(), mail=stays_behind)
    before = everything()
    assert {label for label in CAME_LATER if not before[label]} == set()
    load.load(export(), replaces=True)
    after = everything()
    assert {label: rows for label, rows in after.items() if rows != before[label]} == {}


def test_after_that_all_rules_hold_and_the_search_finds(her_cookies, export, client):  # noqa: F811
    load.load(export(), replaces=True)
    assert "zanzibar" in client.get("/search/", {"q": "zanzibar"}).content.decode()
    answer = Comment.objects.filter(kind="answer").first()
    with pytest.raises(Exception, match="only a coach answers"):
        Comment.objects.filter(pk=answer.pk).update(author=User.objects.exclude(groups__name="coach").first())


def test_a_zip_and_a_single_file_do_as_well(answered, export):
    before = everything()
    for name in ("site.zip", "site.json"):
        load.load(export(name), replaces=True)
        assert everything() == before


def test_every_table_is_in_it_or_left_out_with_a_reason():
    known = {model._meta.label_lower for model in tables.exported()} | tables.LEFT_OUT.keys()
    managed = {model._meta.label_lower for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    assert managed <= known


def test_a_site_that_is_lived_in_is_not_replaced_unasked(answered, export):
    out = export()
    with pytest.raises(CommandError, match="a site here already"):
        call_command("import_site", str(out))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"format": "other"}, "no export of Leanback"),
        ({"version": 99}, "newer version"),
        ({"migrations": []}, "older version"),
        ({"migrations": [["comments", "9999_from_the_future"]]}, "version"),
    ],
)
def test_what_does_not_fit_is_refused(db, export, change, says):
    out = export()
    site = json.loads((out / "site.json").read_text())
    (out / "site.json").write_text(json.dumps(site | change))
    with pytest.raises(CommandError, match=says):
        call_command("import_site", str(out))


def test_rows_that_do_not_fit_together_change_nothing(answered, export):
    out = export()
    site = json.loads((out / "site.json").read_text())
    site["tables"]["comments.comment"][0]["thread_id"] = 999_999
    (out / "site.json").write_text(json.dumps(site))
    with pytest.raises(CommandError, match="does not fit together"):
        call_command("import_site", str(out), replace=True)


def test_a_place_that_is_taken_is_left_alone(db, export, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter").touch()
    with pytest.raises(CommandError, match="there already"):
        export()


# WXR


@pytest.fixture
def pages(answered, stage):
    Guidance.objects.create(stage=stage, position=9, line="Knit <a> scarf & rest", detail="")
    Resource.objects.create(
        slug="soups", title="Soups ]]> & bread", body="Stir.", published_at=datetime(2020, 1, 1, tzinfo=UTC)
    )
    Page.objects.create(slug="about", title="Me", body="Mine.")
    return answered


def wxr(export):
    return fromstring((export("w", format="wxr") / "site.wordpress.xml").read_bytes()).find("channel")


def test_stages_become_pages_below_their_guide(pages, export):
    items = {item.findtext("title"): item for item in wxr(export).findall("item")}
    stage = items[pages.stage.title]
    assert stage.findtext(f"{WP}post_parent") == items[pages.stage.guide.title].findtext(f"{WP}post_id")
    assert "scarf &amp; rest" in stage.findtext("{http://purl.org/rss/1.0/modules/content/}encoded")
    assert items["Soups ]]> & bread"].findtext(f"{WP}post_type") == "post"


def test_questions_become_comments_that_hang_on_each_other(pages, export):
    question, answer = wxr(export).iter(f"{WP}comment")
    assert answer.findtext(f"{WP}comment_parent") == question.findtext(f"{WP}comment_id")
    assert (answer.findtext(f"{WP}comment_author"), answer.findtext(f"{WP}comment_user_id")) == ("Mara", "1")


def test_private_words_and_addresses_are_in_neither(pages, stage, ann, export):
    private = Thread.ask(stage, ann, "Between us: he has a son.", visibility="private")
    private.question.approve(User.objects.coaches().get())
    out = (export("w", format="wxr") / "site.wordpress.xml").read_text()
    out += "".join(path.read_text() for path in export("m", format="markdown").rglob("*.md"))
    assert "ann@example.org" not in out and private.question.text not in out


def test_our_own_wxr_can_be_imported_again(pages, export, coach):
    out = export("w", format="wxr") / "site.wordpress.xml"
    Thread.objects.all().delete()
    call_command("import_wordpress", str(out), stdout=io.StringIO(), stage_from="pages")
    assert Comment.objects.filter(kind="answer").count() == 1


def test_stages_of_our_own_wxr_are_stages_again(pages, export, stage, coach):
    other = Stage.objects.create(
        guide=stage.guide, position=2, slug="routine", title="Routine", published_at=stage.published_at
    )
    Guidance.objects.create(stage=other, line="Going for a walk.")
    for each in (stage, other):
        each.signs.create(line="He is quiet.", position=1)
    report, plan = running.dry_run([export("w", format="wxr") / "site.wordpress.xml"], Wishes())
    became = {post.title: post.becomes for post in plan.posts}
    assert (became["Distance"], became["Routine"], became["Soups ]]> & bread"]) == ("stage", "stage", "library")


@pytest.mark.parametrize("chosen", ["wxr", "markdown"])
def test_pictures_in_texts_of_the_library_go_along(identity, export, chosen):
    Resource.objects.create(slug="s", title="S", body="![A pot](/media/library/b.jpg)")
    default_storage.save("library/b.jpg", ContentFile(b"picture"))
    out = export("w", format=chosen)
    assert (out / "media/library/b.jpg").read_bytes() == b"picture"
    told = {"wxr": "<title>A pot</title>", "markdown": "![A pot](../media/library/b.jpg)"}
    assert told[chosen] in (out / {"wxr": "site.wordpress.xml", "markdown": "library/s.md"}[chosen]).read_text()


@pytest.mark.parametrize("chosen", ["wxr", "markdown"])
def test_a_picture_whose_file_is_gone_keeps_nobody_from_leaving(pages, stage, tmp_path, chosen):
    StagePicture.objects.create(stage=stage, image="stages/gone.jpg", alt="A lamp.")
    out = io.StringIO()
    call_command("export", str(tmp_path / "x"), format=chosen, stdout=out)
    assert "file is gone, so they stayed out: stages/gone.jpg" in out.getvalue()


def test_old_addresses_are_listed_for_the_next_site(pages, export):
    lines = (export("w", format="wxr") / "redirects.csv").read_text().splitlines()
    assert f"/stages/{pages.stage.slug}/,/{pages.stage.slug}/" in lines and "/library/soups/,/soups/" in lines


# Markdown


def test_markdown_has_a_file_a_page_and_question(pages, export):
    out = export("m", format="markdown")
    assert "- Knit <a> scarf & rest" in (out / f"stages/{pages.stage.slug}.md").read_text()
    [question] = (out / "questions").iterdir()
    assert "## 2. Mara" in question.read_text() and 'title: "' in question.read_text()


# The button


@pytest.fixture
def confirmed(surely, coach):
    return surely(coach)


@pytest.mark.parametrize("chosen", ["json", "wxr", "markdown"])
def test_the_coach_downloads_a_zip(confirmed, pages, chosen):
    response = confirmed.post(reverse("export_site"), {"format": chosen})
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert archive.testzip() is None and len(archive.namelist()) >= 1
    assert Stage.objects.count() and "attachment" in response["Content-Disposition"]


def test_passwords_do_not_go_with_it(confirmed, pages):
    response = confirmed.post(reverse("export_site"), {"format": "json"})
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    site = json.loads(archive.read("site.json"))
    assert {row["password"] for row in site["tables"]["accounts.user"]} == {"!"} and not site["tables"][
        "mfa.authenticator"
    ]


@pytest.mark.parametrize("who", ["mod", "ann", None])
def test_nobody_else_takes_it_out(as_person, request, identity, who):
    client = as_person(who and request.getfixturevalue(who))
    assert client.post(reverse("export_site"), {"format": "json"}).status_code in {302, 403}
