"""A coach moves in from WordPress: her page, her readers' questions, her answers, once and whole."""

from io import StringIO
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from comments.models import Comment, Thread
from exchange.importing.html import comment_markdown, page_blocks
from exchange.importing.outline import enumerated, outline, sentences
from exchange.importing.staging import staged
from stages import text
from stages.models import Guidance, Guide, Resource, Stage

THREE_STAGES = Path(__file__).parent / "importing" / "three-stages.wordpress.xml"
SEED = Path(__file__).parents[2] / "shared" / "seed" / "leaning-back.wordpress.xml"
ORIGIN = "wordpress:https://lamp.example"

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/{version}/"><channel><title>Old site</title><link>https://old.example/</link>
<wp:wxr_version>{version}</wp:wxr_version><wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_id>7</wp:author_id><wp:author_login>oriel</wp:author_login>
<wp:author_email>oriel@old.example</wp:author_email></wp:author>"""
COMMENT = {
    "approved": "1",
    "type": "comment",
    "parent": "0",
    "user_id": "0",
    "author": "Wren",
    "date_gmt": "2020-01-01 10:00:00",
}


def element(prefix, fields):
    return "".join(f"<wp:{prefix}{name}>{escape(str(value))}</wp:{prefix}{name}>" for name, value in fields.items())


def comment(number, content="Hello", **fields):
    inner = element("comment_", COMMENT | {"id": number, "content": content} | fields)
    return f"<wp:comment>{inner}</wp:comment>"


def page(*comments, content="<h2>One</h2><p>Here.</p>", number=1, title="A page", **fields):
    plain = {
        "post_type": "page",
        "status": "publish",
        "post_name": f"page-{number}",
        "post_date_gmt": "2019-01-01 10:00:00",
    }
    return (
        f"<item><title>{escape(title)}</title><dc:creator>oriel</dc:creator><content:encoded>{escape(content)}</content:encoded>"
        f"{element('', plain | {'post_id': number} | fields)}{''.join(comments)}</item>"
    )


def export(*items, version="1.2"):
    return HEAD.format(version=version) + "".join(items) + "</channel></rss>"


@pytest.fixture
def bring(tmp_path):
    """Return a function that imports a file, or a text as a file, and returns what the command printed."""

    def run(source, **options):
        file = source
        if not isinstance(source, Path):
            file = tmp_path / "export.xml"
            file.write_bytes(source if isinstance(source, bytes) else source.encode())
        out = StringIO()
        call_command("import_wordpress", file, stdout=out, **options)
        return out.getvalue()

    return run


def imported(number):
    return Comment.objects.get(origin=f"wordpress:https://old.example:comment:{number}")


def rows():
    return {model: model.objects.count() for model in (Guide, Stage, Guidance, Thread, Comment, User)}


# A whole page


def test_the_page_becomes_a_guide_and_its_headings_stages(coach, bring):
    bring(THREE_STAGES)
    guide = Guide.objects.get()
    assert (guide.title, guide.slug, guide.origin) == ("Three rooms & a door", "three-rooms", f"{ORIGIN}:post:40")
    assert [stage.title for stage in guide.stages.all()] == ["The Hall", "The Kitchen (soup)", "The Attic"]
    assert guide.published_at.isoformat() == "2019-03-05T18:30:00+00:00"


def test_the_text_before_the_stages_is_the_guides(coach, bring):
    bring(THREE_STAGES)
    guide = Guide.objects.get()
    assert "a small light" in guide.what_it_is and "> “Who leaves it on\n> need not" in guide.what_it_is
    assert guide.how_it_helps.endswith("- It waits\n- It warms & says nothing")


def test_a_lead_in_parts_the_situation_from_the_guidance(coach, bring):
    bring(THREE_STAGES)
    hall, kitchen, attic = Stage.objects.order_by("position")
    assert (hall.situation, hall.lead_in) == ("You have only just rung the bell.", "with")
    assert [str(line) for line in hall.guidance.all()] == [
        "Dry socks",
        "An open coat",
        "Small questions (about bread, dogs and weather)",
        "Time.",
    ]
    assert [str(line) for line in attic.guidance.all()] == ["Opening one box.", "Laughing at the hats."]
    assert kitchen.lead_in == "by" and "clatter . . . somebody" in kitchen.situation


def test_sentences_become_lines_and_a_link_stands_in_the_detail(coach, bring):
    bring(THREE_STAGES)
    *lines, last = Stage.objects.get(position=2).guidance.all()
    assert [line.line for line in lines] == [
        "Sitting down.",
        "Say “I am hungry. You too?” and wait.",
        "Ask yourself: Is it the onions? Is it you?",
    ]
    assert last.line == "Read the “List of Soups”."
    assert "[open the “List of Soups”](https://lamp.example/soups/)" in last.detail


def test_comments_become_threads_with_their_names_times_and_parents(coach, bring):
    bring(THREE_STAGES)
    thread = Thread.objects.get(title__startswith="Every supper")
    question, answer, reply = thread.comments.order_by("number")
    assert [each.signed for each in (question, answer, reply)] == ["Wren O’Dell", "Oriel", "Oriel"]
    assert [each.kind for each in (question, answer, reply)] == ["question", "answer", "reply"]
    assert (answer.parent, reply.parent, answer.author, reply.author) == (question, answer, coach, None)
    assert question.created_at.isoformat() == thread.asked_at.isoformat() == "2020-06-02T04:15:00+00:00"
    assert thread.state == "answered" and thread.stage.title == "The Kitchen (soup)"


def test_text_arrives_as_it_was_typed(coach, bring):
    bring(THREE_STAGES)
    answer = Comment.objects.get(origin=f"{ORIGIN}:comment:502")
    assert "Dear Wren &lt;3" in answer.html and "<ol>" in answer.html and "*this*" in answer.html
    assert '<a href="https://lamp.example/soups/">the soups</a>' in answer.html
    assert 'href="https://lamp.example/plates_and_bowls/"' in answer.html and "week &amp; a day" in answer.html


def test_a_reply_to_what_is_not_in_the_file_stays_visible(client, coach, bring):
    bring(THREE_STAGES)
    orphan = Comment.objects.get(origin=f"{ORIGIN}:comment:504")
    assert (orphan.parent.status, orphan.parent.is_shown, orphan.thread.is_public()) == ("missing", True, True)
    body = client.get(orphan.thread.get_absolute_url()).content.decode()
    assert "You are welcome" in body


def test_what_waited_still_waits_and_spam_and_pingbacks_stay_behind(coach, bring):
    report = bring(THREE_STAGES)
    assert Comment.objects.pending().get().signed == "Bram"
    assert not Comment.objects.filter(origin__in=[f"{ORIGIN}:comment:506", f"{ORIGIN}:comment:507"]).exists()
    assert "comment: pingback: 1" in report and "comment: spam: 1" in report and "4 public" in report


def test_pictures_are_told_about_with_their_words(coach, bring):
    report = bring(THREE_STAGES)
    assert "– a hall with one lamp – in The Hall" in report
    assert "– soup on a stove – in The Kitchen (soup)" in report


def test_no_address_of_a_reader_is_kept(coach, bring):
    bring(THREE_STAGES)
    everything = repr([list(model.objects.values()) for model in (Comment, Thread, User, Guide, Stage)])
    for private in ("wren@mail", "wren.example", "192.0.2.80", "lamps@mail"):
        assert private not in everything


def test_twice_adds_nothing(coach, bring):
    bring(THREE_STAGES)
    before = rows()
    assert "5 here already" in bring(THREE_STAGES)
    assert rows() == before


def test_what_the_coach_changed_here_is_never_overwritten(coach, bring):
    bring(THREE_STAGES)
    Guide.objects.update(title="My rooms")
    Stage.objects.filter(position=1).update(title="Hello", position=9)
    bring(THREE_STAGES)
    assert Guide.objects.get().title == "My rooms"
    assert Stage.objects.get(position=9).title == "Hello"


def test_a_guide_whose_stages_are_gone_needs_another_place(coach, stage, bring):
    source = export(page(comment(1)))
    bring(export(page()))
    Stage.objects.filter(guide__title="A page").delete()
    bring(source, threads_to=stage.slug)
    assert imported(1).thread.stage == stage


def test_a_dry_run_tells_and_changes_nothing(coach, bring):
    before = rows()
    report = bring(THREE_STAGES, dry_run=True)
    assert "Nothing has been changed" in report and "The Attic" in report
    assert rows() == before


def test_addresses_that_are_taken_get_a_number(coach, guide, stage, bring):
    Stage.objects.filter(pk=stage.pk).update(slug="the-hall")
    bring(THREE_STAGES)
    assert Stage.objects.filter(slug="the-hall-2", title="The Hall").exists()
    assert Guide.objects.get(is_primary=True) == guide
    bring(export(page()), primary=True)
    assert Guide.objects.get(is_primary=True).title == "A page"


def test_the_page_that_this_site_replaces_comes_in_whole(coach, bring):
    if not SEED.exists():
        pytest.skip("the seed is not part of the project")
    bring(SEED)
    before = rows()
    bring(SEED)
    assert rows() == before
    assert (Stage.objects.count(), Comment.objects.approved().count(), Comment.objects.pending().count()) == (10, 13, 1)
    assert Comment.objects.filter(kind="answer", author=coach).count() == 7
    assert Thread.objects.filter(comments__status="missing", is_shown=True).count() == 1
    answer = Comment.objects.filter(kind="answer").order_by("created_at").first()
    assert (answer.text[-2:], answer.created_at.isoformat()) == ("<3", "2020-08-22T03:58:00+00:00")


# Who is the coach


def test_a_name_alone_makes_nobody_the_coach(coach, bring):
    bring(export(page(comment(1), comment(2, parent=1, author="Mara", author_email="x@else.example"))))
    assert (imported(2).kind, imported(2).author) == ("reply", None)


def test_her_address_makes_the_coach_where_she_was_not_signed_in(coach, bring):
    hers = comment(2, parent=1, user_id=7, author_email="lamps@old.example")
    bring(export(page(comment(1), hers, comment(3, parent=1, author_email="Lamps@old.example"))))
    assert {imported(2).kind, imported(3).kind} == {"answer"}


def test_her_address_in_a_comment_that_nobody_approved_proves_nothing(coach, bring):
    bring(export(page(comment(1), comment(2, parent=1, author_email="oriel@old.example", approved="0"))))
    assert imported(2).kind == "reply"


def test_the_coach_can_be_named(coach, bring):
    bring(
        export(page(comment(1), comment(2, parent=1, author_email="other@old.example"))),
        coach_email="other@old.example",
    )
    assert imported(2).kind == "answer"


def test_a_login_that_nobody_has_is_refused(coach, bring):
    with pytest.raises(CommandError, match="Known there: oriel"):
        bring(export(page(comment(1))), coach_login="assistant")


def test_without_a_coach_here_the_import_says_what_to_do(identity, bring):
    with pytest.raises(CommandError, match="first_coach"):
        bring(THREE_STAGES)
    assert not Guide.objects.exists()


def test_with_two_coaches_it_asks_which(coach, bring):
    other = User.objects.create_coach("other@example.org", "Nell")[0]
    with pytest.raises(CommandError, match="--coach EMAIL"):
        bring(THREE_STAGES)
    bring(THREE_STAGES, coach="Other@example.org")
    assert set(Comment.objects.filter(kind="answer").values_list("author", flat=True)) == {other.pk}


def test_the_coach_with_the_old_address_is_known(coach, bring):
    oriel = User.objects.create_coach("oriel@lamp.example", "Oriel")[0]
    bring(THREE_STAGES)
    assert Comment.objects.filter(kind="answer", author=oriel).count() == 2


# How replies hang on each other


def test_a_chain_of_1500_replies_arrives(coach, bring):
    chain = [comment(number, parent=number - 1) for number in range(1, 1501)]
    bring(export(page(*reversed(chain))))
    thread = Thread.objects.get()
    assert (thread.comment_count, imported(1500).parent) == (1500, imported(1499))


def test_circles_begin_with_the_earliest(coach, bring):
    circle = [
        comment(1, parent=3, date_gmt="2020-01-03 10:00:00"),
        comment(2, parent=1, date_gmt="2020-01-01 10:00:00"),
        comment(3, parent=2, date_gmt="2020-01-02 10:00:00"),
    ]
    bring(export(page(*circle, comment(4, parent=4), comment(5, parent=3))))
    assert imported(2).kind == imported(4).kind == "question"
    assert (imported(3).parent, imported(1).parent, imported(5).parent) == (imported(2), imported(3), imported(3))


def test_orphans_of_one_missing_message_share_its_place(coach, bring):
    bring(
        export(page(comment(2, parent=99), comment(3, parent=99), comment(98, approved="spam"), comment(4, parent=98)))
    )
    assert imported(2).parent == imported(3).parent
    assert imported(4).parent.status == "missing" and imported(4).thread != imported(2).thread


def test_a_parent_under_another_page_is_found_all_the_same(coach, bring):
    source = export(page(comment(1)), page(comment(2, parent=1), number=2))
    bring(source)
    before = rows()
    bring(source)
    assert imported(2).parent == imported(1) and rows() == before


def test_of_two_comments_with_one_number_the_first_comes_in(coach, bring):
    report = bring(export(page(comment(1, "First"), comment(1, "Second"))))
    assert imported(1).text == "First" and "its number was in the file before: 1" in report


def test_new_replies_in_a_newer_export_join_their_thread(coach, bring):
    old = [comment(1, "How?"), comment(2, "So.", parent=1, user_id=7)]
    bring(export(page(*old)))
    new = [comment(3, "And now?", parent=2), comment(4, "Now this.", parent=3, user_id=7), comment(5, "Else?")]
    bring(export(page(*old, *new)))
    thread = imported(1).thread
    assert list(thread.comments.order_by("number").values_list("number", "text")) == [
        (1, "How?"),
        (2, "So."),
        (3, "And now?"),
        (4, "Now this."),
    ]
    thread.refresh_from_db()
    assert (thread.comment_count, thread.last_answer, imported(4).depth) == (4, imported(4), 2)
    assert imported(5).thread != thread


def test_a_message_that_was_missing_takes_its_place_when_it_comes(coach, bring):
    orphan = comment(2, "So.", parent=1, user_id=7)
    bring(export(page(orphan)))
    bring(export(page(comment(1, "How?"), orphan)))
    assert (imported(2).parent, imported(1).status, imported(1).is_shown) == (imported(1), "approved", True)
    assert Thread.objects.get().title == "How?"


def test_what_the_coach_said_unasked_waits_for_no_answer(coach, bring):
    bring(export(page(comment(1, "A word to all of you.", user_id=7))))
    assert Thread.objects.get().state == "waiting_for_reader"


# Times, names, gaps


def test_without_a_time_in_utc_the_local_one_is_taken(coach, bring):
    bring(THREE_STAGES)
    bram = Comment.objects.get(byline="Bram")
    assert bram.created_at.isoformat() == "2022-02-03T06:22:00+00:00"  # the page's own two times are eight hours apart


def test_without_any_time_the_pages_is_taken(coach, bring):
    bring(export(page(comment(1, date_gmt="0000-00-00 00:00:00", date="yesterday"))))
    assert imported(1).created_at.isoformat() == "2019-01-01T10:00:00+00:00"


def test_a_name_that_is_an_address_is_not_shown(coach, bring):
    bring(export(page(comment(1, author="ann@mail.example"), comment(2, author=""))))
    assert imported(1).byline == imported(2).byline == ""


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_every_version_of_the_format_is_read(coach, bring, version):
    bring(export(page(comment(1)), version=version))
    assert imported(1).text == "Hello"


def test_empty_and_missing_elements_are_no_obstacle(coach, bring):
    bare = "<wp:comment><wp:comment_content>Hm</wp:comment_content><wp:comment_parent/></wp:comment>"
    bring(
        export(
            f"<item><title/><content:encoded>&lt;h2&gt;One&lt;/h2&gt;</content:encoded><wp:post_type>page</wp:post_type>{bare}</item>"
        )
    )
    assert Comment.objects.get().status == "pending"


# What was not open to everybody


@pytest.mark.parametrize(
    "fields",
    [{"status": "draft"}, {"status": "private"}, {"status": "pending"}, {"status": "future"}, {"post_password": "x"}],
)
def test_what_was_not_public_comes_in_as_a_draft(client, coach, bring, fields):
    report = bring(export(page(comment(1), **fields)))
    assert Guide.objects.get().published_at is None and not Thread.objects.public().exists()
    assert client.get(imported(1).thread.get_absolute_url()).status_code == 404
    assert "A page" in report.partition("Drafts")[2]


def test_trash_and_wordpress_own_things_stay_behind(coach, bring):
    report = bring(export(page(), page(number=2, status="trash"), page(comment(5), number=3, post_type="attachment")))
    assert Guide.objects.count() == 1 and not Comment.objects.exists()
    assert "page or post: in the bin: 1" in report and "WordPress's own: files of the media library" in report


# What makes a stage


def test_the_level_of_headings_can_be_named(coach, bring):
    content = "<h2>A</h2><p>x</p><h3>a1</h3><p>y</p><h3>a2</h3><h2>B</h2>"
    bring(export(page(content=content)), stage_from="h2")
    first, second = Stage.objects.order_by("position")
    assert (first.title, second.title, first.situation) == ("A", "B", "x\n\n## a1\n\ny\n\n## a2")


def test_a_page_can_be_a_stage(coach, bring):
    pages = (
        page(comment(1), content="<p>Near.</p>", title="Near"),
        page(comment(2), content="<p>Far.</p>", number=2, title="Far"),
    )
    bring(export(*pages), stage_from="pages")
    assert [str(stage) for stage in Guide.objects.get(title="Old site").stages.all()] == ["Near", "Far"]
    assert imported(2).thread.stage.title == "Far"
    before = rows()
    bring(export(*pages), stage_from="pages")
    assert rows() == before


def test_a_page_without_headings_becomes_an_entry_of_the_library(coach, bring):
    bring(export(page(), page(comment(1), content="<p>Plain</p>", number=2, title="A letter")))
    assert Guide.objects.count() == 1 and Resource.objects.get().body == "Plain"
    assert imported(1).thread.stage.title == "One"


def test_all_threads_can_be_put_under_one_stage(coach, bring, stage):
    bring(THREE_STAGES, threads_to="distance")
    assert set(Thread.objects.values_list("stage", flat=True)) == {stage.pk}
    with pytest.raises(CommandError, match="no stage at /stages/nowhere/"):
        bring(export(page(comment(1))), threads_to="nowhere")


# Files that are no whole export

BOMB = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE rss SYSTEM "https://evil.example/x.dtd">'
FILE_ENTITY = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("", "is empty"),
        ("Dear diary, this is no XML.", "is no whole XML"),
        ("<!DOCTYPE html><html></html>", "web page"),
        (BOMB + "<rss><channel>&b;</channel></rss>", "document type"),
        (OUTSIDE + "<rss/>", "document type"),
        (FILE_ENTITY + "<rss><channel><title>&x;</title></channel></rss>", "document type"),
        ('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "another kind"),
        (
            '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><generator>Blogger</generator></feed>',
            "another kind",
        ),
        ("<rss><channel><title>News</title><item><title>x</title></item></channel></rss>", "another kind"),
        ("<rss><channel>" + "<a>" * 90, "breaks off|another kind"),
        (HEAD.format(version="2.0") + "</channel></rss>", "version 2.0"),
        (export(), "no pages or posts"),
        ('<?xml version="1.0" encoding="klingon"?><rss/>', "breaks off|another kind"),
    ],
)
def test_a_file_that_is_no_export_is_refused_in_a_sentence(coach, bring, source, says):
    with pytest.raises(CommandError, match=says) as refusal:
        bring(source)
    assert "\n" not in str(refusal.value)


def test_a_file_that_breaks_off_changes_nothing(coach, bring):
    whole = export(page(comment(1)), page(comment(2), number=2))
    before = rows()
    with pytest.raises(CommandError, match="breaks off"):
        bring(whole[:-200])
    assert rows() == before


def test_a_file_that_is_not_there_or_a_folder_is_refused(coach, bring, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        bring(tmp_path / "nothing.xml")
    with pytest.raises(CommandError, match="directory"):
        bring(tmp_path)


def test_a_large_file_is_read_item_by_item(tmp_path):
    file = tmp_path / "large.xml"
    file.write_text(export(*(page(comment(number), number=number) for number in range(300))))
    with staged([file]) as staging:
        assert [count for *_post, count in staging.posts()] == [1] * 300


# HTML to Markdown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("I <3 you, a < b <- so", "I <3 you, a < b <- so"),
        ("a</3 <heart> <script>x</script>", "a</3 <heart> <script>x</script>"),
        ("*hug* _x_ ^_^ 2*3*4 \\*", "*hug* _x_ ^_^ 2*3*4 \\*"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("# one\n---\n> two", "# one --- > two"),
        ("&lt;3 &amp; &#8217; &copy=1", "<3 & ’ &copy=1"),
        ("¯\\_(ツ)_/¯", "¯\\_(ツ)_/¯"),
        ("<b>Really?</b>! un<i>believ</i>able", "Really?! unbelievable"),
        ("<a href='javascript:x()'>bad</a> <a href='//x.org/'>too</a>", "bad too"),
        ("<del>no</del> <code>*a*</code> <cite>b</cite>", "no *a* b"),
        ("<b>not closed <i>at all", "not closed at all"),
    ],
)
def test_typed_text_reads_the_same_here(typed, shown):
    source = comment_markdown(typed)
    assert text.plain_text(text.reader_html(source)) == shown
    assert text.plain_text(text.coach_html(source)) == shown


def test_tags_become_markdown():
    source = comment_markdown(
        "<strong>Yes</strong>, <em>so</em><br />\nthen\n\n<ul><li>a</li><li>b</li></ul><blockquote>He\nsaid</blockquote>"
    )
    assert source == "**Yes**, *so*\nthen\n\n- a\n- b\n\n> He\n> said"


def test_links_keep_their_address():
    source = comment_markdown(
        'See <a href="https://a.example/p_(q)?x=1&amp;y=2">this [1]</a> and <a href="/about/">us</a>'
    )
    html = text.reader_html(source)
    assert (
        'href="https://a.example/p_%28q%29?x=1&amp;y=2"' in html
        and ">this [1]</a>" in html
        and 'href="/about/"' in html
    )


def test_steps_become_the_list_that_they_are():
    html = text.coach_html(comment_markdown("1. <b>Breathe</b> out\n\n2. Wait\n\nStep 3. Go"))
    assert html.count("<li") == 2 and "<strong>Breathe</strong>" in html and "Step 3. Go" in html


def test_classic_pages_have_lines_and_shortcodes():
    blocks = page_blocks(
        '<h2>T</h2>\none\ntwo\n\n[caption id="1"]<img src="x" alt="A &lt; B"> Below[/caption]\n<!--more-->three'
    )
    assert [(block.kind, block.words) for block in blocks] == [
        ("heading", "T"),
        ("paragraph", "one\ntwo"),
        ("picture", "A < B"),
        ("paragraph", "Below"),
        ("paragraph", "three"),
    ]


def test_tables_and_nested_lists_arrive():
    table, listed = page_blocks("<table><tr><th>A<th>B</tr><tr><td>1<td>2 | 3</table><ul><li>a<ul><li>b</ul></ul>")
    assert "<th" in text.coach_html(table.markdown) and "2 | 3" in text.plain_text(text.coach_html(table.markdown))
    assert listed.markdown == "- a\n  - b"


@pytest.mark.parametrize(
    "hostile", ["<b>", "<blockquote>", "<", "<a ", "[caption ", "*a ", "<table><tr><td>", "<!--", "&", "<li>"]
)
def test_hostile_html_is_read_in_no_time(hostile):
    assert isinstance(page_blocks(hostile * 5000 + "end"), list)
    assert "end" in comment_markdown(hostile * 5000 + "end")


# Guidance


def test_sentences_keep_brackets_quotes_dots_and_questions():
    assert sentences("Do (this. That). Say “No. Never.” Wait . . . Then go! Mr. X? Really?") == [
        "Do (this. That).",
        "Say “No. Never.”",
        "Wait . . . Then go!",
        "Mr. X? Really?",
    ]


def test_a_list_with_commas_is_cut_outside_brackets():
    assert enumerated("a, b (c, d and e) and f") == ["A", "B (c, d and e)", "F"]
    assert enumerated("a, b, and f and g") == ["A", "B", "F and g"]
    assert enumerated("warmth and care") == ["warmth and care"]


def test_a_long_line_stands_whole_in_its_detail():
    words = "very " * 150 + "long"
    stage = outline(page_blocks(f"<h2>S</h2><p><strong>Lean back by</strong> being {words}</p>")).stages[0]
    [(line, detail)] = stage.guidance
    assert len(line) <= 500 and line.startswith("Being very") and detail.endswith("long")


def test_nothing_of_a_stage_is_lost():
    content = "<h2>S</h2><p>One.</p><p>Two.<br>Leaning back by</p><ul><li>Three</li></ul><p>Four. Five.</p><h3>Six</h3><p>Seven.</p>"
    stage = outline(page_blocks(content), stage_level=2).stages[0]
    assert stage.situation == "One.\n\nTwo.\n\n## Six\n\nSeven."
    assert [line for line, detail in stage.guidance] == ["Three", "Four.", "Five."]
