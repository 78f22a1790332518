"""A coach moves over in an evening: whatever file she has, with her letters, pictures and addresses, and can change her mind."""

import csv
import gzip
import io
import json
import re
import tomllib
import zipfile
from datetime import timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from accounts.models import User
from comments.models import Comment, Thread
from exchange import tasks
from exchange.export.wxr import cdata
from exchange.importing import scanning
from exchange.importing.html import Converter, comment_markdown, page_blocks, shortcodes_in
from exchange.importing.places import Links, normal
from exchange.importing.plan import Plan, PlannedAuthor, PlannedPost, plan_of
from exchange.models import ImportRun, OldPlace, UnclaimedWords
from exchange.views.plan_form import PlanForm
from leanback import personal_data
from stages.models import Guide, Page, Resource, Stage, StagePicture
from tests.test_importing import HEAD, bring, comment, export, imported, page, rows  # noqa: F401

LETTER = {
    "post_type": "post",
    "title": "A letter",
    "content": "<p>It is evening.</p>",
    "link": "https://old.example/a-letter/",
}
SHARED = Path(__file__).parents[2] / "shared" / "wxr"


def item(title="A page", content="<h2>One</h2><p>Here.</p>", extra="", link="", comments="", **fields):
    """One post with more of what exports have than `page` writes."""
    plain = {
        "post_id": 1,
        "post_type": "page",
        "status": "publish",
        "post_name": "a-page",
        "post_date_gmt": "2019-05-01 10:00:00",
    }
    inner = "".join(f"<wp:{name}>{escape(str(value))}</wp:{name}>" for name, value in (plain | fields).items())
    return (
        f"<item><title>{escape(title)}</title><link>{link}</link><dc:creator>oriel</dc:creator>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded>{inner}{extra}{comments}</item>"
    )


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.VAR = tmp_path


# Whatever file she has


@pytest.mark.parametrize(
    "broken",
    [
        lambda whole: whole.replace("Here.", "He\x0bre.\x00"),
        lambda whole: whole.replace("A page", "Bread & butter"),
        lambda whole: whole.replace("A page", "Caf&eacute; &nbsp;"),
        lambda whole: "<br />\n<b>Notice</b>: Undefined index in /x.php on line 3\n\n" + whole,
        lambda whole: "\ufeff\n\n" + whole,
        lambda whole: whole.replace('encoding="UTF-8"', 'encoding="klingon"'),
        lambda whole: whole.replace(' xmlns:wp="http://wordpress.org/export/1.2/"', ""),
        lambda whole: whole.replace("</p>]]></content:encoded>", "</p></content:encoded>"),
        lambda whole: whole.replace("Here.", "Here ]]> and there."),
    ],
    ids=[
        "controls",
        "bare &",
        "html entity",
        "php notice",
        "bom",
        "unknown encoding",
        "no namespace",
        "open cdata",
        "]]> inside",
    ],
)
def test_what_xml_forbids_is_read(coach, bring, broken):  # noqa: F811
    bring(broken(export(item(comments=comment(1, "Am I late?")))))
    assert Stage.objects.get().situation.startswith("He") and imported(1).text == "Am I late?"


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16"])
def test_encodings_that_are_declared_wrongly_are_seen_through(coach, bring, encoding):  # noqa: F811
    bring(export(item(title="Café Öl")).encode(encoding))
    assert Guide.objects.get().title == "Café Öl"


def test_single_wrong_bytes_in_utf8_are_read_as_windows_wrote_them(coach, bring):  # noqa: F811
    report = bring(export(item(title="Café ¤ Öl")).encode().replace("¤".encode(), b"\x93"))
    assert Guide.objects.get().title == "Café “ Öl" and "bytes in the wrong encoding" in report


@pytest.mark.parametrize("pack", ["zip", "gz"])
def test_packed_files_are_read(coach, bring, tmp_path, pack):  # noqa: F811
    file = tmp_path / f"export.{pack}"
    if pack == "gz":
        file.write_bytes(gzip.compress(export(page(comment(1))).encode()))
    else:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("a.xml", export(page(comment(1))))
            archive.writestr("__MACOSX/a.xml", "rubbish")
    bring(file)
    assert imported(1).text == "Hello"


def test_a_packed_bomb_is_refused(coach, bring, tmp_path):  # noqa: F811
    file = tmp_path / "bomb.gz"
    file.write_bytes(gzip.compress(gzip.compress(b"<rss>" + b"0" * 300_000_000)[:0] + b"<rss>" + b"0" * 60_000_000))
    with pytest.raises(CommandError, match="beyond all bounds"):
        bring(file)


def test_a_file_that_breaks_off_says_near_which_page(coach, bring):  # noqa: F811
    whole = export(page(title="First"), page(comment(2), number=2, title="The second"))
    before = rows()
    with pytest.raises(CommandError, match="breaks off near “The second”"):
        bring(whole[: whole.index("Hello") + 2])
    assert rows() == before


def test_a_refusal_speaks_the_language_of_who_brings_it(coach, bring):  # noqa: F811
    cut = export(page(title="First"), page(comment(2), number=2, title="La segunda")).partition("Hello")[0]
    with translation.override("es"), pytest.raises(CommandError, match="se corta cerca de «La segunda»"):
        bring(cut)


def test_what_is_there_of_it_can_be_taken(coach, bring):  # noqa: F811
    whole = export(page(comment(1), comment(2, "Cut off here")))
    bring(whole[: whole.index("Cut off") + 3], as_far_as_it_goes=True)
    assert imported(1).text == "Hello"


@given(st.text(max_size=60), st.text(max_size=60))
@hypothesis_settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_what_we_write_is_read_back(words, others):
    source = f"<item><title>x</title>{cdata('content:encoded', words)}\n{cdata('wp:post_id', others)}</item>"
    said = {
        name: value[0] for what, name, value in scanning.elements(io.StringIO(source, newline="")) if what == "text"
    }
    known = [
        text.translate(dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])) for text in (words, others)
    ]
    assert [said["content:encoded"], said["wp:post_id"]] == known


@given(st.text(alphabet="ab c\n\t'.\xa0-1)", max_size=40))
@hypothesis_settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_plain_comments_take_the_short_way_to_the_same(typed):
    long_way = "\n\n".join(block.markdown for block in Converter(is_typed=True).convert(typed) if block.markdown)
    assert comment_markdown(typed) == long_way


# What an ordinary blog becomes


def test_letters_are_entries_of_the_library_with_their_threads(coach, stage, bring):  # noqa: F811
    bring(
        export(
            item(
                **LETTER,
                post_name="a-letter",
                comments=comment(1, "Is it my fault?") + comment(2, "No.", parent=1, user_id=7),
            )
        )
    )
    assert Resource.objects.get().slug == "a-letter" and imported(2).kind == "answer"
    assert imported(1).thread.imported.post.target == Resource.objects.get().pk


def test_a_letter_lists_the_questions_that_stood_under_it(client, coach, stage, bring):  # noqa: F811
    bring(
        export(
            item(
                **LETTER,
                post_name="a-letter",
                comments=comment(1, "Is it my fault?") + comment(2, "Hidden", approved="0"),
            )
        )
    )
    body = client.get("/library/a-letter/").content.decode()
    assert "Is it my fault?" in body and "Hidden" not in body


def test_about_is_about(coach, stage, bring):  # noqa: F811
    bring(export(item(title="About me", content="<p>I write letters.</p>", post_name="about"), page(number=2)))
    assert Page.objects.get().body == "I write letters."


def test_what_she_wrote_about_herself_here_is_left(coach, stage, bring):  # noqa: F811
    Page.objects.create(slug="about", title="Me", body="Mine.")
    bring(export(item(title="About me", content="<p>Old.</p>", post_name="about"), page(number=2)))
    assert Page.objects.get().body == "Mine."


def test_a_blog_of_many_posts_gives_no_path_of_many_stages(coach, stage, bring):  # noqa: F811
    posts = [item(title=f"P{n}", post_id=n, post_name=f"p{n}", post_type="post") for n in range(2, 40)]
    guide = item(content="<h2>A</h2><p>Lean back by</p><ul><li>x</li></ul><h2>B</h2>")
    bring(export(guide, *posts))
    assert Guide.objects.exclude(origin=None).count() == 1 and Resource.objects.count() == 38


def test_bold_lines_alone_can_be_stages(coach, bring):  # noqa: F811
    bold = "".join(f"<p><strong>Room {n}</strong></p><p>Text {n}.</p>" for n in "ABC")
    bring(export(item(content=f"{bold}<p>Lean back by</p><ul><li>Waiting</li></ul>")))
    assert [str(stage) for stage in Stage.objects.order_by("position")] == ["Room A", "Room B", "Room C"]


def test_old_messages_wait_for_nobody(coach, bring):  # noqa: F811
    bring(export(page(comment(1, "So true"), comment(2, "What shall I do?"))))
    assert set(Thread.objects.values_list("state", flat=True)) == {"closed"}


@pytest.mark.parametrize(
    ("kind", "comes"), [("review", 1), ("question", 1), ("", 1), ("pingback", 0), ("order_note", 0)]
)
def test_words_of_people_come_in_and_those_of_machines_do_not(coach, bring, kind, comes):  # noqa: F811
    bring(export(page(comment(1, type=kind))))
    assert Comment.objects.count() == comes


@pytest.mark.parametrize("name", ["ann@mail.example", "https://spam.example", "0172 5550199"])
def test_an_address_or_number_is_no_name(coach, bring, name):  # noqa: F811
    bring(export(page(comment(1, author=name))))
    assert imported(1).byline == ""


def test_nothing_is_of_a_time_to_come(coach, bring):  # noqa: F811
    bring(export(page(comment(1, date_gmt="2099-01-01 10:00:00"))))
    assert imported(1).created_at <= timezone.now()


@pytest.mark.parametrize("nothing", ["  ", "<br />&nbsp;<b></b>", '<img src="https://old.example/a.gif">'])
def test_empty_comments_are_counted_and_not_shown(coach, bring, nothing):  # noqa: F811
    assert "nothing in it: 1" in bring(export(page(comment(1, nothing)))) and not Comment.objects.exists()


def test_a_heart_is_something(coach, bring):  # noqa: F811
    bring(export(page(comment(1, "<3"))))
    assert imported(1).text


def test_brackets_of_builders_go_and_others_are_named(coach, bring):  # noqa: F811
    content = (
        '[et_pb_section fb_built="1"][et_pb_text]<h2>One</h2>Here.[/et_pb_text][/et_pb_section] [contact-form-7 id="3"]'
    )
    report = bring(export(item(content=content)))
    assert "et_pb" not in Stage.objects.get().situation and "[contact-form-7] in A page" in report


def test_builders_leave_their_titles_and_pictures():
    blocks = page_blocks(
        '[vc_row][vc_column][et_pb_image src="https://x/a.jpg" alt="A"][av_heading heading="Hi"][/vc_column][/vc_row]'
    )
    assert [(block.kind, block.words) for block in blocks] == [("picture", "A"), ("heading", "Hi")]
    assert list(shortcodes_in("[note] [[not]] [x](y) [et_pb_text]")) == ["note"]


# Several files, and again


def test_a_reply_in_a_later_file_finds_its_question(coach, bring):  # noqa: F811
    bring(export(page(comment(1, "How?"))))
    bring(export(page(comment(2, "So.", parent=1, user_id=7))))
    assert imported(2).parent == imported(1) and Thread.objects.count() == 1


def test_files_in_any_order_are_one_import(coach, tmp_path):
    for name, source in (
        ("b.xml", export(page(comment(2, "So.", parent=1, user_id=7)))),
        ("a.xml", export(page(comment(1, "How?")))),
    ):
        (tmp_path / name).write_text(source)
    call_command("import_wordpress", tmp_path / "b.xml", tmp_path / "a.xml", stdout=io.StringIO())
    assert imported(2).parent == imported(1)


def test_https_and_www_make_no_other_site(coach, bring):  # noqa: F811
    bring(export(page(comment(1))))
    before = rows()
    bring(export(page(comment(1))).replace("https://old.example", "http://www.old.example"))
    assert rows() == before


def test_two_pages_with_one_number_are_two(coach, stage, bring):  # noqa: F811
    bring(export(item(title="A"), item(title="B", post_name="other", content="<p>Other.</p>")))
    assert Guide.objects.filter(title="A").exists() and Resource.objects.filter(title="B").exists()


# The plan


@pytest.fixture
def plan(bring, tmp_path):  # noqa: F811
    """Return a function that makes a dry run of a source, changes its plan, and imports with that."""

    def run(source, change=lambda text: text, **options):
        bring(source, dry_run=True, **options)
        [path] = (tmp_path / "imports").glob("*.toml")
        path.write_text(change(path.read_text()))
        return bring(source, plan=path)

    return run


def test_a_dry_run_writes_a_plan_and_nothing_else(coach, bring, tmp_path):  # noqa: F811
    before = rows()
    report = bring(export(page(comment(1), comment(2, user_id=7))), dry_run=True)
    [path] = (tmp_path / "imports").glob("*.toml")
    said = tomllib.loads(path.read_text())
    assert said["post"][0]["becomes"] == "guide" and said["author"][0] | {"name": ""} == {
        "id": "7", "login": "oriel", "name": "", "comments": 1, "pages": 1, "is": "coach"
    }  # fmt: skip
    assert "oriel" in report and rows() == before and not ImportRun.objects.exists()


def test_planning_works_out_no_markdown(coach, bring, monkeypatch):  # noqa: F811
    def never(nodes):
        raise AssertionError("it costs ten times what all else does")

    for name in ("as_markdown", "as_bare"):
        monkeypatch.setattr(f"exchange.importing.html.{name}", never)
    assert "library: L" in bring(
        export(item(title="L", post_type="post", content="<p>A *b* <b>c</b>.</p>")), dry_run=True
    )


def test_the_plan_is_followed(coach, stage, plan):
    plan(export(page(comment(1))), lambda text: text.replace('becomes = "guide"', 'becomes = "library"'))
    assert Resource.objects.get().title == "A page" and imported(1).thread.stage == stage


def test_old_questions_can_wait(coach, plan):
    plan(
        export(page(comment(1, "Why?"))),
        lambda text: text.replace('old_questions = "closed"', 'old_questions = "waiting"'),
    )
    assert Thread.objects.get().state == "waiting_for_coach"


@pytest.mark.parametrize("change", [lambda text: text + "}", lambda text: text.replace('"guide"', '"poem"')])
def test_a_plan_that_cannot_be_understood_is_refused(coach, plan, change):
    with pytest.raises(CommandError, match="plan"):
        plan(export(page()), change)
    assert not Guide.objects.exclude(origin=None).exists()


def test_a_second_run_mends_who_was_who(coach, bring, plan):  # noqa: F811
    source = export(page(comment(1, "How?"), comment(2, "So.", parent=1, user_id=7)))
    plan(source, lambda text: text.replace('is = "coach"', 'is = "reader"'))
    assert imported(2).kind == "reply"
    before = rows()
    bring(source)
    assert (imported(2).kind, imported(2).author, imported(2).thread.state) == ("answer", coach, "answered")
    assert rows() == before


def test_a_second_run_mends_what_a_page_becomes(coach, stage, bring, plan):  # noqa: F811
    source = export(page(comment(1)))
    bring(source)
    plan(source, lambda text: text.replace('becomes = "guide"', 'becomes = "library"'))
    assert (
        Resource.objects.count() == 1
        and not Guide.objects.exclude(origin=None).exists()
        and Thread.objects.count() == 1
    )


# Pictures


@pytest.fixture
def uploads(tmp_path):
    """A folder as wp-content/uploads is."""
    folder = tmp_path / "uploads" / "2019" / "05"
    folder.mkdir(parents=True)
    Image.new("RGB", (40, 30), "teal").save(folder / "porch.jpg")
    (folder / "no.png").write_text("no picture")
    return tmp_path / "uploads"


PORCH = '<h2>One</h2><img src="https://old.example/wp-content/uploads/2019/05/porch-300x200.jpg" alt=""><p>Here.</p>'
ATTACHED = item(
    title="porch",
    post_id=40,
    post_type="attachment",
    status="inherit",
    extra="<wp:attachment_url>https://old.example/wp-content/uploads/2019/05/porch.jpg</wp:attachment_url><wp:postmeta>"
    "<wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>A porch at dusk</wp:meta_value></wp:postmeta>",
)


def test_pictures_come_from_a_folder_with_the_words_of_the_media_library(coach, bring, uploads):  # noqa: F811
    bring(export(item(content=PORCH), ATTACHED), media=uploads)
    picture = StagePicture.objects.get()
    assert (picture.alt, picture.width) == ("A porch at dusk", 40)


def test_and_from_an_archive_into_an_entry_of_the_library(coach, stage, bring, uploads, tmp_path):  # noqa: F811
    with zipfile.ZipFile(tmp_path / "up.zip", "w") as archive:
        archive.write(uploads / "2019/05/porch.jpg", "wp-content/uploads/2019/05/porch.jpg")
    bring(
        export(item(title="L", post_type="post", content=PORCH.replace("h2", "p")), ATTACHED), media=tmp_path / "up.zip"
    )
    assert "![A porch at dusk](/media/library/" in Resource.objects.get().body


def test_what_is_missing_or_no_picture_is_named(coach, bring, uploads):  # noqa: F811
    content = PORCH.replace("porch-300x200.jpg", "no.png") + '<img src="https://old.example/gone.jpg" alt="A gate">'
    report = bring(export(item(content=content)), media=uploads)
    assert "gone.jpg – A gate – in One" in report and "no.png" in report and not StagePicture.objects.exists()


def test_a_page_of_hers_keeps_its_pictures(coach, stage, bring, uploads):  # noqa: F811
    about = item(title="About me", content=PORCH.replace("h2", "p"), post_name="about")
    bring(export(about, page(number=2), ATTACHED), media=uploads)
    assert "![A porch at dusk](/media/library/" in Page.objects.get().body


def test_the_plan_names_pictures_as_the_import_does(coach, bring):  # noqa: F811
    source = export(item(content=PORCH), ATTACHED)
    assert "porch-300x200.jpg – A porch at dusk – in" in bring(source, dry_run=True)
    assert "porch-300x200.jpg – A porch at dusk – in" in bring(source)


# What there is no place for is named, in the plan and after it


@pytest.mark.parametrize("becomes", ["library", "guide", "stage", "about"])
@pytest.mark.parametrize("is_dry", [True, False])
def test_what_there_is_no_place_for_is_named(coach, stage, plan, bring, tmp_path, becomes, is_dry):  # noqa: F811
    had = '<category domain="category">Love</category><category domain="post_tag">night</category>'
    had += "<wp:menu_order>3</wp:menu_order><wp:post_parent>9</wp:post_parent><excerpt:encoded>So</excerpt:encoded>"
    source = export(item(content="<h2>One</h2><p>Here.</p>", extra=had), page(number=9, title="Other"))
    said = plan(source, lambda text: re.sub('becomes = ".*"', f'becomes = "{becomes}"', text, count=1))
    if is_dry:
        call_command("import_wordpress", undo=ImportRun.objects.get().pk)
        [path] = (tmp_path / "imports").glob("*.toml")
        said = bring(source, plan=path, dry_run=True)
    for words in ("category: Love: 1", "tag: night: 1", "order of a page", "stood below another: 1"):
        assert words in said
    assert ("excerpt of what becomes" in said) == (becomes in {"stage", "about"})


def test_a_moderator_of_the_old_site_is_told_about(coach, plan):
    said = plan(export(page(comment(1, user_id=7))), lambda text: text.replace('is = "coach"', 'is = "moderator"'))
    assert "make this person a moderator once they have an account here" in said and imported(1).author is None


# Old addresses


def test_old_addresses_lead_to_what_came_in(client, coach, stage, bring):  # noqa: F811
    bring(export(page(number=9), item(**LETTER, post_id=10, post_name="a-letter")))
    for path in (
        "/a-letter/",
        "/2019/05/a-letter/",
        "/2019/05/01/a-letter",
        "/?p=10",
        "/A-LETTER/comment-page-2/",
        "/a-letter/?utm=x",
    ):
        response = client.get(path)
        assert (response.status_code, response.get("Location")) == (301, "/library/a-letter/"), path
    assert client.get("/feed/")["Location"] == "/feeds/stages.atom"
    assert client.get("/a-letter/feed/")["Location"] == "/feeds/answers.atom"


@pytest.mark.parametrize("fields", [{"status": "private"}, {"status": "draft"}, {"post_password": "x"}])
def test_what_was_said_under_a_closed_letter_stays_closed(client, coach, stage, bring, fields):  # noqa: F811
    letter = item(**LETTER, post_id=10, post_name="a-letter", **fields).replace("</item>", f"{comment(1)}</item>")
    report = bring(export(page(number=9), letter))
    assert "1 of all these, under a page that was not open to everybody" in report
    assert imported(1).thread.visibility == "private"
    assert client.get(imported(1).thread.get_absolute_url()).status_code == 404


def test_a_page_that_is_never_closed_and_comments_under_none_are_not_lost(coach, stage, bring):  # noqa: F811
    source = export(page(comment(1)).replace("</item>", ""), page(comment(2), number=2))
    report = bring(source.replace("</channel>", f"{comment(7)}</channel>"))
    assert imported(1).thread_id != imported(2).thread_id
    assert "comments under no page or post: left out: 1" in report


def test_a_draft_is_not_given_away_by_its_old_address(client, coach, stage, bring):  # noqa: F811
    bring(export(page(number=9), item(**LETTER, post_id=10, post_name="a-letter", status="draft")))
    assert client.get("/a-letter/").status_code == 404


def test_a_number_of_the_old_site_leads_to_its_comment(client, coach, bring):  # noqa: F811
    bring(export(page(comment(5), comment(6, approved="0"))))
    assert client.get("/old-comments/5/")["Location"] == imported(5).get_absolute_url()
    assert client.get("/old-comments/7/").status_code == 404
    assert client.get("/old-comments/6/", follow=True).status_code == 404


def test_a_renamed_entry_is_still_found(client, coach, stage, bring):  # noqa: F811
    bring(export(page(number=9), item(**LETTER, post_id=10, post_name="a-letter")))
    Resource.objects.get().move_to_address("evening")
    assert client.get("/a-letter/")["Location"] == "/library/evening/"


def test_links_among_the_words_lead_to_what_came_in(coach, stage, bring):  # noqa: F811
    said = (
        'See <a href="http://www.old.example/a-letter/?x=1">this</a> and <a href="https://old.example/gone/">that</a>.'
    )
    bring(export(page(comment(1, said)), item(**LETTER, post_id=10, post_name="a-letter")))
    assert "](/library/a-letter/)" in imported(1).text and "](https://old.example/gone/)" in imported(1).text


@pytest.mark.parametrize(
    ("path", "query", "known"), [("/", "p=10&x=1", "?p=10"), ("/A/", "", "/a"), ("/a/page/2/", "", "/a")]
)
def test_addresses_are_known_in_every_shape(path, query, known):
    assert normal(path, query) == known


def test_an_address_that_begins_alike_is_another_site():
    links = Links("https://old.example")
    links.known["/a"] = "/library/a/"
    assert links.rewritten("[x](https://old.example.evil.org/a)") == "[x](https://old.example.evil.org/a)"


# Taking it back


def test_an_import_can_be_taken_back_whole(coach, stage, guide, bring):  # noqa: F811
    before = rows()
    bring(
        export(page(comment(1), comment(2, parent=1, user_id=7)), item(**LETTER, post_id=10, post_name="a-letter")),
        primary=True,
    )
    call_command("import_wordpress", undo=ImportRun.objects.get().pk, stdout=io.StringIO())
    guide.refresh_from_db()
    assert rows() == before and guide.is_primary and not OldPlace.objects.exists() and not Resource.objects.exists()


def test_not_once_somebody_has_written_in_it(coach, bob, bring):  # noqa: F811
    bring(export(page(comment(1), comment(2, parent=1, user_id=7))))
    imported(1).reply(bob, "Me too.")
    with pytest.raises(CommandError, match="written in its questions"):
        call_command("import_wordpress", undo=ImportRun.objects.get().pk)


# The state of each thread is what the site itself would make of it


def test_threads_are_in_the_state_in_which_they_would_settle(coach, bring):  # noqa: F811
    said = [comment(1, "How?"), comment(2, "So.", parent=1, user_id=7), comment(3, "Thank you!", parent=2)]
    said += [
        comment(4, "Else", author=""),
        comment(5, "Hm", parent=99),
        comment(6, "?", approved="0"),
        comment(7, "Hello all", user_id=7),
    ]
    bring(export(page(*said)))
    for thread in Thread.objects.all():
        kept = Thread.objects.filter(pk=thread.pk).values().get()
        thread.settle()
        assert Thread.objects.filter(pk=thread.pk).values().get() == kept


def test_the_cost_of_a_comment_is_small(coach, bring, django_assert_max_num_queries):  # noqa: F811
    source = export(page(*(comment(number, f"How? {number}") for number in range(1, 601))))
    with django_assert_max_num_queries(130):
        bring(source)
    assert Thread.objects.count() == 600


# Told row by row


def test_a_table_tells_of_every_row(coach, bring, tmp_path):  # noqa: F811
    bring(export(page(comment(1, author="=cmd()"), comment(2, approved="spam"))))
    [path] = (tmp_path / "imports").glob("*.csv")
    told = {row["number"]: row for row in csv.DictReader(path.open()) if row["what"] == "comment"}
    assert (told["1"]["became"], told["1"]["title or name"]) == ("approved", "'=cmd()")
    assert (told["2"]["became"], told["2"]["why"]) == ("left out", "spam")


def test_a_message_longer_than_one_may_be_comes_in_as_several_and_whole(coach, bring):  # noqa: F811
    words = "\n\n".join(f"Paragraph {number} of a very long night." for number in range(1500))
    report = bring(export(page(comment(1, words), comment(2, "Short.", parent=1))))
    parts = [imported(1), *Comment.objects.filter(origin__contains=":part:").order_by("number")]
    assert "\n\n".join(part.text for part in parts) == words and max(len(part.text) for part in parts) <= 20_000
    assert [part.number for part in parts] == [1, 2, 3] and imported(2).number == 4
    assert {part.parent_id for part in parts[1:]} == {parts[0].pk} and {part.byline for part in parts} == {
        parts[0].byline
    }
    assert "longer than 20,000 characters" in report and "2 public" in report
    assert "2 here already" in bring(export(page(comment(1, words), comment(2, "Short.", parent=1))))
    assert Comment.objects.count() == 4


def test_a_long_answer_is_mended_with_all_its_parts(coach, bring, plan):  # noqa: F811
    long = "word " * 5000
    bring(export(page(comment(1), comment(2, long, parent=1, user_id=7))))
    assert Comment.objects.filter(kind="answer").count() == 2
    plan(
        export(page(comment(1), comment(2, long, parent=1, user_id=7))),
        lambda text: text.replace('is = "coach"', 'is = "reader"'),
    )
    assert not Comment.objects.filter(kind="answer").exists()


# At the desk


CHOSEN = {"old_questions": "closed", "author-0": "coach", "post-0": "guide|headings"}


@pytest.fixture
def put_up(as_person, coach):
    """Return a function that puts a file up as the coach, and the page it leads to."""

    def upload(source, language="en"):
        client = as_person(coach)
        file = io.BytesIO(source.encode())
        file.name = "../my export.xml"
        sent = client.post(reverse("import_upload"), {"files": file}, headers={"accept-language": language})
        return client, sent["Location"]

    return upload


def test_she_puts_a_file_up_reads_the_plan_and_says_yes(put_up):
    client, path = put_up(export(page(comment(1))))
    run = ImportRun.objects.get()
    tasks.plan_import.call(run.pk)
    body = client.get(path).content.decode()
    assert "A page" in body and "its headings are the stages" in body and not Comment.objects.exists()
    client.post(reverse("import_bring_in", args=[run.pk]), CHOSEN)
    tasks.bring_in_import.call(run.pk)
    assert imported(1).text == "Hello" and "taken back" not in client.get(path).content.decode()


def test_the_report_and_its_table_speak_the_language_of_who_imports(put_up):
    client, path = put_up(export(page(comment(1), comment(2, approved="spam"))), "es")
    run = ImportRun.objects.get()
    assert DBTaskResult.objects.get(task_path="exchange.tasks.plan_import").args_kwargs["args"] == [run.pk, "es"]
    tasks.plan_import.call(run.pk, "es")
    assert "Lo que entraría:\n  guía: A page" in ImportRun.objects.get().report
    client.post(reverse("import_bring_in", args=[run.pk]), CHOSEN, headers={"accept-language": "es"})
    tasks.bring_in_import.call(run.pk, "es")
    assert "Comentarios que entraron:\n  1 comentario(s) público(s)" in client.get(path).content.decode()
    table = b"".join(client.get(reverse("import_rows", args=[run.pk])).streaming_content).decode()
    assert table.startswith("qué,número,") and "comentario,2,,se queda fuera,spam" in table


def test_the_table_of_an_import_goes_after_a_month(put_up, tmp_path):
    client, _path = put_up(export(page(comment(1))))
    run = ImportRun.objects.get()
    tasks.plan_import.call(run.pk)
    client.post(reverse("import_bring_in", args=[run.pk]), CHOSEN)
    tasks.bring_in_import.call(run.pk)
    ImportRun.objects.update(at=timezone.now() - timedelta(days=31))
    tasks.uploads.forget_old()
    assert client.get(reverse("import_rows", args=[run.pk])).status_code == 404


def test_what_is_there_of_a_file_that_breaks_off_comes_in_if_she_says_so(as_person, coach):
    client, cut = as_person(coach), export(page(comment(1)), page(comment(2), number=2)).rpartition("<wp:comment>")[0]
    for chosen, state in (({}, "failed"), ({"as_far_as_it_goes": "on"}, "waiting")):
        file = io.BytesIO(cut.encode())
        file.name = "cut.xml"
        client.post(reverse("import_upload"), {"files": file, **chosen})
        run = ImportRun.objects.latest("pk")
        tasks.plan_import.call(run.pk)
        assert ImportRun.objects.get(pk=run.pk).state == state


def test_what_she_chooses_is_what_happens(put_up, stage):
    client, _path = put_up(export(page(comment(1), comment(2, parent=1, user_id=7))))
    run = ImportRun.objects.get()
    tasks.plan_import.call(run.pk)
    client.post(reverse("import_bring_in", args=[run.pk]), CHOSEN | {"post-0": "soup"})
    assert ImportRun.objects.get().state == "waiting"
    chosen = {"post-0": "library", "author-0": "reader", "old_questions": "waiting"}
    client.post(reverse("import_bring_in", args=[run.pk]), CHOSEN | chosen)
    tasks.bring_in_import.call(run.pk)
    assert Resource.objects.get().title == "A page" and imported(1).thread.state == "waiting_for_coach"
    assert imported(2).author is None


def test_a_form_leaves_a_plan_as_it_is_unless_she_changes_it():
    said = [PlannedPost(str(level), "A page", "guide", level, 3) for level in ("headings", "h3", "bold lines")]
    plan = Plan(
        "waiting", [PlannedAuthor("7", "oriel", "Oriel", 4, 2, "moderator")], [*said, PlannedPost("9", "B", "rules")]
    )
    form = PlanForm(plan_of(plan.as_toml()))
    form = PlanForm(form.plan, {field.html_name: field.initial for field in form})
    assert form.is_valid() and form.changed() == plan


def test_a_form_of_a_large_site_is_not_larger_than_the_server_takes(settings):
    authors = [PlannedAuthor(str(number), "a", "A", 1) for number in range(700)]
    posts = [PlannedPost(str(number), "P", "library") for number in range(700)]
    plan = Plan("closed", authors, posts)
    form = PlanForm(plan)
    assert len(form.fields) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS - 10
    assert form.left() == 1400 - len(form.authors()) - len(form.posts())
    sent = PlanForm(plan, {field.html_name: field.initial for field in form})
    assert sent.is_valid() and sent.changed() == plan


def test_a_file_that_is_none_is_told_there(put_up, tmp_path):
    client, path = put_up("<!DOCTYPE html><html></html>")
    tasks.plan_import.call(ImportRun.objects.get().pk)
    body = client.get(path).content.decode()
    assert "is a web page" in body and str(tmp_path) not in body


def test_she_takes_it_back_by_a_button(put_up, coach, bring):  # noqa: F811
    bring(export(page(comment(1))))
    run = ImportRun.objects.get()
    client, _path = put_up(export(page()))
    client.post(reverse("import_undo", args=[run.pk]))
    for path in (reverse("moving"), reverse("import_run", args=[run.pk])):
        body = client.get(path).content.decode()
        assert "being taken back" in body and "coming in" not in body
    tasks.undo_import.call(run.pk)
    assert not Comment.objects.exists() and "coming in" not in client.get(reverse("moving")).content.decode()


def test_what_is_only_read_is_not_said_to_come_in(put_up):
    client, path = put_up(export(page(comment(1))))
    body = client.get(reverse("moving")).content.decode() + client.get(path).content.decode()
    assert "being looked through" in body and "coming in" not in body


def test_files_that_were_put_up_do_not_stay(put_up, tmp_path):
    put_up(export(page(comment(1))))
    ImportRun.objects.update(at=timezone.now() - timedelta(days=8))
    tasks.uploads.forget_old()
    assert not list((tmp_path / "imports").glob("upload-*"))


@pytest.mark.parametrize("who", ["mod", "ann", None])
def test_nobody_else_brings_anything_in(as_person, request, identity, who):
    client = as_person(who and request.getfixturevalue(who))
    run = ImportRun.objects.create()
    for name in ("import_bring_in", "import_undo"):
        assert client.post(reverse(name, args=[run.pk]), {"plan": "x"}).status_code in {302, 403}
    for name in ("import_run", "import_rows"):
        assert client.get(reverse(name, args=[run.pk])).status_code in {302, 403}
    assert ImportRun.objects.get().state == "running" and not User.objects.filter(pen_name="x").exists()


# Whoever wrote there can have it


def test_who_confirms_the_address_can_take_over_what_she_wrote(client, coach, ann, bring, as_person):  # noqa: F811
    bring(
        export(
            page(
                comment(1, "Mine", author="Wren", author_email="Ann@Example.org"),
                comment(2, "No", author_email="x@y.org"),
            )
        )
    )
    body = as_person(ann).get("/me/").content.decode()
    assert "You wrote here before" in body and "Mine" not in body
    client.post("/me/earlier/")
    thread = Thread.objects.get(asker=ann)
    assert (thread.question.author, thread.signed, imported(2).author) == (ann, "Wren", None)
    assert "You wrote here before" not in client.get("/me/").content.decode()


def test_what_a_later_file_adds_to_a_thread_can_be_claimed_too(coach, ann, bring):  # noqa: F811
    first, later = comment(1), comment(2, "Mine", author="Wren", author_email="ann@example.org", parent=1)
    bring(export(page(first)))
    bring(export(page(first, later)))
    assert [words.comment for words in UnclaimedWords.objects.of(ann)] == [imported(2)]


def test_who_leaves_takes_them_along(coach, ann, bring):  # noqa: F811
    bring(export(page(comment(1, "Mine", author="Wren", author_email="ann@example.org"))))
    personal_data.leave(ann, keeps_words=False)
    assert not Comment.objects.filter(text="Mine").exists() and not UnclaimedWords.objects.exists()


def test_nobody_takes_over_by_an_address_that_is_not_confirmed(coach, bob, bring, as_person):  # noqa: F811
    bring(export(page(comment(1, author_email="bob@example.org"))))
    bob.emailaddress_set.update(verified=False)
    as_person(bob).post("/me/earlier/")
    assert imported(1).author is None


# From elsewhere

DISQUS = """<?xml version="1.0" encoding="utf-8"?><disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<category dsq:id="1"><forum>lanterns</forum><title>General</title></category>
<thread dsq:id="5"><link>https://old.example/a-letter/</link><title>A letter</title><createdAt>2020-01-01T10:00:00Z</createdAt>
<isDeleted>false</isDeleted></thread>
<post dsq:id="8"><message><![CDATA[<p>Is it <b>me</b>?</p>]]></message><createdAt>2020-01-02T10:00:00Z</createdAt>
<isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>Wren</name><isAnonymous>true</isAnonymous></author>
<thread dsq:id="5"/></post>
<post dsq:id="9"><message>No.</message><createdAt>2020-01-03T10:00:00Z</createdAt><isDeleted>false</isDeleted>
<isSpam>false</isSpam><author><name>Oriel</name><username>oriel</username></author><thread dsq:id="5"/><parent dsq:id="8"/></post>
<post dsq:id="10"><message>Buy</message><isSpam>true</isSpam><thread dsq:id="5"/></post></disqus>"""


def test_disqus_comes_in(coach, stage, plan):
    plan(DISQUS, lambda text: text.replace('is = "reader"', 'is = "coach"'))
    answer = Comment.objects.get(kind="answer")
    assert (answer.text, answer.parent.text, answer.parent.byline) == ("No.", "Is it **me**?", "Wren")
    assert Comment.objects.count() == 2 and answer.created_at.isoformat() == "2020-01-03T10:00:00+00:00"


def test_ghost_comes_in(coach, stage, bring):  # noqa: F811
    post = {
        "id": "a1",
        "title": "Evening",
        "slug": "evening",
        "html": "<p>It is late.</p>",
        "status": "published",
        "type": "post",
    }
    hidden = post | {"id": "a2", "title": "Paid", "slug": "paid", "visibility": "paid"}
    bring(
        json.dumps({"db": [{"data": {"posts": [post, hidden], "settings": [{"key": "title", "value": "Lanterns"}]}}]})
    )
    assert (
        Resource.objects.get(title="Evening").is_published() and not Resource.objects.get(title="Paid").is_published()
    )
    assert OldPlace.objects.leads("/evening") == "/library/evening/"


SAID = [
    {"id": 1, "text": "How?", "name": "Wren", "at": "2020-01-01T10:00:00"},
    {"id": 2, "parent": 1, "text": "So.", "by_coach": True, "at": "2020-01-02"},
    {"id": 3, "text": "Buy", "status": "spam"},
]


def test_plain_json_comes_in(coach, stage, bring):  # noqa: F811
    source = json.dumps({"site": "https://old.example", "pages": [{"address": "/x/", "title": "X", "comments": SAID}]})
    bring(source)
    before = rows()
    bring(source)
    assert (
        Comment.objects.get(kind="answer").parent.byline == "Wren" and rows() == before and Comment.objects.count() == 2
    )


def test_a_table_comes_in(coach, stage, bring):  # noqa: F811
    bring('id,page,parent,name,text,at,by_coach\n1,/x/,,Wren,How?,2020-01-01,\n2,/x/,1,,"So, dear.",2020-01-02,yes\n')
    assert Comment.objects.get(kind="answer").text == "So, dear."


@pytest.mark.parametrize(
    "source", ['{"a": 1}', "[1, 2", '{"db": []}', '{"format": "leanback"}', "<disqus><a></disqus>", DISQUS[:300]]
)
def test_what_is_none_of_them_is_refused_in_a_sentence(coach, stage, bring, source):  # noqa: F811
    with pytest.raises(CommandError) as refusal:
        bring(source)
    assert "\n" not in str(refusal.value)


# The examples


@pytest.mark.parametrize("path", sorted(SHARED.glob("*.xml")) if SHARED.exists() else [], ids=lambda path: path.stem)
def test_files_of_every_known_kind_come_in(coach, stage, path):
    if path.stem == "html-login-page":
        with pytest.raises(CommandError, match="web page"):
            call_command("import_wordpress", path, stdout=io.StringIO())
        return
    call_command("import_wordpress", path, stdout=io.StringIO())
    assert Comment.objects.exists() and not Thread.objects.filter(state="waiting_for_coach").exists()
