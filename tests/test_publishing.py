"""What machines read of the site: search engines, feed readers, shared links, and who looks for a contact or a form."""

import json
import re
from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from PIL import Image

from comments.models import Comment, Thread
from exchange.bulk_writing import Spoken, bring_in
from leanback import environment
from leanback.publishing import sitemap
from stages.drawing.scenes import SCENES
from stages.drawing.share import draw
from stages.models import Guide, Identity, Resource, Stage
from tests.lasting import lasting
from tests.test_reading import be_pending, be_removed_after_an_answer, be_withdrawn_after_an_answer

SITE = "http://localhost:8000"
ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/feeds/stages.atom", "/feeds/answers.atom", "/stages/distance/answers.atom"]
SECRET = "Zanzibar my heart"
Status = Comment.Status


def html_of(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def meta(html, name):
    return re.findall(rf'<meta (?:name|property)="{name}" content="([^"]*)">', html)


def canonical(html):
    return re.findall(r'<link rel="canonical" href="([^"]*)">', html)


def data_on(html):
    """The things that a page says of itself, by type."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    things = [thing for block in blocks for thing in json.loads(block)["@graph"]]
    return {thing["@type"]: thing for thing in things}


def feed_at(client, path):
    return ElementTree.fromstring(client.get(path).content)


def entries(client, path):
    return feed_at(client, path).findall(f"{ATOM}entry")


def listed(client, path="/sitemap.xml"):
    tree = ElementTree.fromstring(client.get(path).content)
    return [found.text for found in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def conversation(stage, coach, words="How long is long?", answer="Breathe.", at=None, replies=0, **about):
    """A thread that came in whole: a question, replies, and an answer if there is one."""
    at = at or timezone.now() - timedelta(days=9)
    said = [Spoken("0", None, "Iris", False, at, Status.APPROVED, words)]
    said += [Spoken(f"r{n}", "0", f"Reader {n}", False, at, Status.APPROVED, f"Word {n}") for n in range(replies)]
    said += [Spoken("a", "0", "", True, at, Status.APPROVED, answer)] if answer else []
    return bring_in(stage, said, coach, **about)


def queries(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


# The head of a page

PUBLIC = ["/", "/stages/distance/", "/guides/for-men/", "/library/", "/library/walk/", "/questions/"]
OWN = ["/about/", "/privacy/", "/rules/"]


@lasting
def filled(answered, stage):
    """A site with one of everything that is public."""
    Guide.objects.create(slug="for-men", title="For men", summary="The other side.")
    Resource.objects.create(slug="walk", title="A walk", body="Go & look.")
    return answered


@pytest.mark.parametrize("path", PUBLIC + OWN)
def test_a_public_page_says_what_it_is(client, filled, path):
    html = html_of(client, path)
    assert re.search(r"<title>[^<]{3,}</title>", html)
    assert meta(html, "description")[0] and canonical(html) == [SITE + path]


@pytest.mark.parametrize("path", PUBLIC + OWN)
def test_a_shared_link_to_a_public_page_has_words_and_a_picture(client, filled, path):
    html = html_of(client, path)
    assert meta(html, "og:url") == [SITE + path] and meta(html, "og:site_name") == ["Leanback"]
    assert meta(html, "og:title") == meta(html, "twitter:title") != [""]
    assert meta(html, "og:type")[0] in {"website", "article"} and meta(html, "og:locale") == ["en_GB"]
    assert client.get(meta(html, "og:image")[0].removeprefix(SITE)).headers["Content-Type"] == "image/png"


def test_a_thread_says_what_it_is_in_the_words_of_its_question(client, public):
    html = html_of(client, public.get_absolute_url())
    assert meta(html, "description") == ["He has gone quiet. Do I write first?"]
    assert canonical(html) == [SITE + public.get_absolute_url()]
    assert meta(html, "og:image") == [f"{SITE}/stages/distance/share.png"]


def test_the_canonical_address_leaves_the_query_out_but_for_further_pages(client, stage, coach):
    for _number in range(11):
        conversation(stage, coach)
    assert canonical(html_of(client, "/stages/distance/?utm=x&page=1")) == [f"{SITE}/stages/distance/"]
    assert canonical(html_of(client, "/stages/distance/?x=1&page=2")) == [f"{SITE}/stages/distance/?page=2"]


def test_the_canonical_address_is_the_public_one_whatever_the_host(client, stage):
    assert canonical(client.get("/stages/distance/", headers={"host": "127.0.0.1"}).content.decode()) == [
        f"{SITE}/stages/distance/"
    ]


def test_the_primary_guide_lives_on_the_home_page(client, stage):
    assert canonical(html_of(client, "/guides/leaning-back/")) == [f"{SITE}/"]


def test_an_address_in_another_script_is_encoded_once(client, stage, coach):
    thread = Thread.ask(stage, coach, "Он молчит. Что делать?")
    assert canonical(html_of(client, thread.get_absolute_url())) == [SITE + thread.get_absolute_url()]


def test_words_with_signs_of_html_stay_words_in_the_head(client, public, coach, stage):
    thread = conversation(stage, coach, 'A "quote" & <b>more</b>')
    html = html_of(client, thread.get_absolute_url())
    assert meta(html, "og:title") == ["A &quot;quote&quot; &amp; &lt;b&gt;more&lt;/b&gt;"]


@pytest.mark.parametrize("path", ["/accounts/login/", "/stages/distance/ask/", "/no-such-page/"])
def test_a_page_that_is_not_to_be_shared_says_nothing_of_itself(client, stage, path):
    html = client.get(path).content.decode()
    assert not canonical(html) and not meta(html, "og:title") and not data_on(html)


# What search engines may not list


@pytest.mark.parametrize("page", ["", "?page=2"])
def test_a_question_that_is_not_to_be_listed_says_so_in_page_and_header(client, stage, coach, page):
    thread = conversation(stage, coach, replies=60, is_listed=False)
    response = client.get(thread.get_absolute_url() + page)
    html = response.content.decode()
    assert meta(html, "robots") == ["noindex"] and response["X-Robots-Tag"] == "noindex"
    assert not meta(html, "og:title") and not meta(html, "description") and not data_on(html)


def test_a_question_that_may_be_listed_has_no_such_header(client, public):
    response = client.get(public.get_absolute_url())
    assert "X-Robots-Tag" not in response and meta(response.content.decode(), "robots") == []


def test_her_own_pending_question_is_not_told_of(as_person, asked, ann):
    response = as_person(ann).get(asked.get_absolute_url())
    assert response["X-Robots-Tag"] == "noindex" and not data_on(response.content.decode())


def test_the_page_of_her_own_question_has_a_plain_title_and_nothing_to_share(as_person, public, ann):
    html = html_of(as_person(ann), public.get_absolute_url())
    assert "<title>Leanback</title>" in html and not meta(html, "og:title")


# Structured data


def test_the_home_page_is_a_web_site(client, stage):
    assert data_on(html_of(client, "/"))["WebSite"]["url"] == f"{SITE}/"


def test_a_stage_is_an_article(client, stage):
    article = data_on(html_of(client, "/stages/distance/"))["Article"]
    assert article["headline"] == "Distance" and article["author"]["name"] == "Mara"
    assert article["image"] == [f"{SITE}/stages/distance/share.png"]
    assert parse_datetime(article["datePublished"]) <= parse_datetime(article["dateModified"])


def test_a_stage_and_a_thread_tell_the_way_to_them(client, public):
    way = data_on(html_of(client, public.get_absolute_url()))["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"]) for step in way] == [(1, "Leanback"), (2, "Distance"), (3, public.title)]
    assert [step["item"] for step in way] == [f"{SITE}/", f"{SITE}/stages/distance/", SITE + public.get_absolute_url()]
    assert len(data_on(html_of(client, "/stages/distance/"))["BreadcrumbList"]["itemListElement"]) == 2


def test_the_way_to_a_stage_of_another_guide_leads_through_that_guide(client, stage):
    men = Guide.objects.create(slug="for-men", title="For men")
    Stage.objects.create(guide=men, position=1, slug="his", title="His")
    way = data_on(html_of(client, "/stages/his/"))["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in way] == ["Leanback", "For men", "His"]


def test_a_thread_is_a_discussion_and_never_a_page_of_questions_and_answers(client, answered):
    html = html_of(client, answered.get_absolute_url())
    posting = data_on(html)["DiscussionForumPosting"]
    assert posting["author"] == {"@type": "Person", "name": "Ann of the Hills"}
    assert posting["text"] == "He has gone quiet. Do I write first?" and posting["headline"] == answered.title
    assert posting["url"] == SITE + answered.get_absolute_url() and posting["commentCount"] == 1
    assert "QAPage" not in html


def test_the_answers_and_replies_are_comments_of_the_discussion(client, answered):
    [comment] = data_on(html_of(client, answered.get_absolute_url()))["DiscussionForumPosting"]["comment"]
    assert comment["@type"] == "Comment" and comment["author"]["name"] == "Mara"
    assert comment["text"].startswith("Step 1. Breathe.")
    assert comment["url"] == f"{SITE}/comments/{answered.last_answer.pk}/"


def test_times_of_a_discussion_are_exact_and_an_edit_is_told(client, answered):
    answer = answered.last_answer
    before = data_on(html_of(client, answered.get_absolute_url()))["DiscussionForumPosting"]
    assert "dateModified" not in before["comment"][0]
    answer.edit("Mended.", answer.revision)
    comment = data_on(html_of(client, answered.get_absolute_url()))["DiscussionForumPosting"]["comment"][0]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", comment["dateModified"])
    assert comment["dateModified"] >= comment["datePublished"] and comment["text"] == "Mended."


def test_a_signature_stands_in_the_place_of_the_pen_name_everywhere(client, answered):
    Thread.objects.update(signature="Waiting in Ohio")
    html = html_of(client, answered.get_absolute_url())
    assert data_on(html)["DiscussionForumPosting"]["author"]["name"] == "Waiting in Ohio"
    assert "Ann of the Hills" not in html


def test_a_further_page_of_a_thread_tells_its_question_and_its_own_comments(client, stage, coach):
    thread = conversation(stage, coach, replies=60)
    posting = data_on(html_of(client, thread.get_absolute_url() + "?page=2"))["DiscussionForumPosting"]
    assert posting["text"] == "How long is long?" and posting["author"]["name"] == "Iris"
    assert len(posting["comment"]) == 12 and posting["commentCount"] == 61


def test_a_thread_whose_question_is_gone_is_no_discussion_any_more(client, answered):
    answered.question.withdraw()
    answered.refresh_from_db()
    data = data_on(html_of(client, answered.get_absolute_url()))
    assert set(data) == {"BreadcrumbList"}


def test_what_would_end_the_script_is_escaped(client, stage, coach):
    thread = conversation(stage, coach, "</script><script>alert(1)</script> & \u2028 <!-- x", "</SCRIPT >")
    html = html_of(client, thread.get_absolute_url())
    posting = data_on(html)["DiscussionForumPosting"]
    assert "alert(1)" in posting["text"] and posting["comment"][0]["text"] == "</SCRIPT >"
    assert len(re.findall("</script", html, re.IGNORECASE)) == len(re.findall("<script", html))


# The picture of a shared link


@pytest.mark.parametrize("path", ["/share.png", "/stages/distance/share.png"])
def test_the_picture_has_the_size_that_previews_want_and_may_be_kept_for_a_day(client, stage, path):
    response = client.get(path)
    image = Image.open(BytesIO(response.content))
    assert (image.format, image.size) == ("PNG", (1200, 630)) and len(response.content) < 100_000
    assert response["Cache-Control"] == "public, max-age=86400" and "Set-Cookie" not in response


def test_who_has_the_picture_is_told_that_it_is_the_same_until_it_changes(client, stage):
    etag = client.get("/stages/distance/share.png")["ETag"]
    ask = {"if-none-match": etag}
    assert client.get("/stages/distance/share.png", headers=ask).status_code == 304
    Stage.objects.update(title="Far away")
    assert client.get("/stages/distance/share.png", headers=ask).status_code == 200


def test_a_stage_that_is_not_published_has_no_picture(client, stage):
    Stage.objects.update(published_at=None)
    assert client.get("/stages/distance/share.png").status_code == 404


def test_each_of_the_ten_stages_has_a_picture_of_its_own():
    assert len({draw("", name) for name in SCENES}) == len(SCENES) == 10


def test_the_picture_of_a_stage_has_the_drawing_of_its_page_wherever_it_stands(client, stage):
    before = client.get("/stages/distance/share.png").content
    Stage.objects.update(position=7)
    drawn = draw("Distance", "distance", Identity.objects.current().title)
    assert client.get("/stages/distance/share.png").content == before == drawn


@pytest.mark.parametrize("title", ["", "A" * 120, "Wo rd " * 20, "Déjà vu", "Лето", "عن الحب", "🙂", "\x00\n\u2028"])
def test_any_title_can_be_drawn(title):
    assert Image.open(BytesIO(draw(title, "conflict"))).size == (1200, 630)


# The sitemap


def test_the_sitemap_has_exactly_what_is_public(client, filled):
    pages = ["/", "/guides/for-men/", "/stages/distance/", "/library/walk/", *OWN, filled.get_absolute_url()]
    assert sorted(listed(client)) == sorted(SITE + path for path in pages)


def test_every_address_of_the_sitemap_opens_and_is_its_own_canonical_one(client, filled):
    for address in listed(client):
        assert canonical(html_of(client, address.removeprefix(SITE))) == [address]


def test_the_sitemap_leaves_out_drafts_links_outside_and_what_is_not_to_be_listed(client, filled, coach, stage):
    before = listed(client)
    Resource.objects.create(slug="away", title="Away", url="https://example.org/")
    Resource.objects.create(slug="draft", title="Draft", body="x", published_at=None)
    Guide.objects.create(slug="later", title="Later", published_at=timezone.now() + timedelta(days=1))
    Stage.objects.create(guide=stage.guide, position=2, slug="draft", title="Draft", published_at=None)
    conversation(stage, coach, is_listed=False)
    conversation(stage, coach, visibility="private")
    assert listed(client) == before


def test_the_sitemap_says_when_a_page_really_changed(client, stage, coach):
    at = timezone.now().replace(microsecond=0) - timedelta(days=400)
    thread = conversation(stage, coach, at=at)
    lines = {found[0].text: found[1].text for found in ElementTree.fromstring(client.get("/sitemap.xml").content)[:3]}
    assert lines[SITE + thread.get_absolute_url()][:10] == at.date().isoformat()
    answer = thread.last_answer
    answer.edit("Mended.", answer.revision)
    assert (
        f"<lastmod>{timezone.now().date().isoformat()}"
        in client.get("/sitemap.xml").content.decode().split(f"/questions/{thread.pk}/")[1].partition("</url>")[0]
    )


def test_a_large_sitemap_is_split(client, stage, coach, monkeypatch):
    monkeypatch.setattr(sitemap.Section, "limit", 2)
    threads = [conversation(stage, coach) for _number in range(3)]
    files = [address.removeprefix(SITE) for address in listed(client)]
    assert "/sitemap-questions.xml?p=2" in files
    told = [address for file in files for address in listed(client, file)]
    assert {SITE + thread.get_absolute_url() for thread in threads} < set(told) and len(told) == len(set(told))


@pytest.mark.parametrize("path", ["/sitemap-nothing.xml", "/sitemap-questions.xml?p=9", "/sitemap-questions.xml?p=x"])
def test_a_file_of_the_sitemap_that_is_not_there_is_404(client, stage, path):
    assert client.get(path).status_code == 404


def test_the_sitemap_of_an_empty_site_is_one_too(client, identity):
    assert listed(client) == [f"{SITE}{path}" for path in ("/", *OWN)]


# Feeds


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_is_atom_with_all_that_it_needs(client, answered, path):
    response = client.get(path)
    feed = ElementTree.fromstring(response.content)
    assert response["Content-Type"].startswith("application/atom+xml") and feed.tag == f"{ATOM}feed"
    for part in [feed, *feed.findall(f"{ATOM}entry")]:
        assert part.find(f"{ATOM}title").text and part.find(f"{ATOM}id").text.startswith("tag:localhost,2026:")
        assert parse_datetime(part.find(f"{ATOM}updated").text)
    assert feed.find(f"{ATOM}author/{ATOM}name").text == "Mara" and len(feed.findall(f"{ATOM}entry")) == 1
    assert f'<link rel="self" href="{SITE}{path}"' in response.content.decode().replace(
        f'<link href="{SITE}{path}" rel="self"', f'<link rel="self" href="{SITE}{path}"'
    )


def test_an_empty_feed_is_a_feed(client, stage):
    assert feed_at(client, "/feeds/answers.atom").find(f"{ATOM}updated") is not None


def test_the_feed_of_answers_has_the_whole_answer_with_absolute_links(client, stage, coach):
    conversation(stage, coach, answer='See [the walk](/library/walk/) ![a path](/media/a.png) <script> "href="/x"')
    content = entries(client, "/feeds/answers.atom")[0].find(f"{ATOM}content")
    assert content.get("type") == "html"
    assert f'href="{SITE}/library/walk/"' in content.text and f'src="{SITE}/media/a.png"' in content.text
    assert "<script" not in content.text and '"href="/x"' in content.text


def test_the_feed_of_answers_has_the_thirty_newest(client, stage, coach):
    now = timezone.now()
    for number in range(32):
        conversation(stage, coach, f"Question {number}", at=now - timedelta(days=number))
    titles = [entry.find(f"{ATOM}title").text for entry in entries(client, "/feeds/answers.atom")]
    assert titles == [f"Question {number}" for number in range(30)]


def test_the_feed_of_a_stage_has_its_own_answers_alone(client, answered, coach, stage):
    other = Stage.objects.create(guide=stage.guide, position=2, slug="routine", title="Routine")
    conversation(other, coach, "Elsewhere")
    titles = [entry.find(f"{ATOM}title").text for entry in entries(client, "/stages/routine/answers.atom")]
    assert titles == ["Elsewhere"]


def test_the_name_of_an_entry_stays_and_its_time_moves_when_it_is_mended(client, answered, time_machine):
    [before] = entries(client, "/feeds/answers.atom")
    time_machine.move_to(timezone.now() + timedelta(days=2))
    answer = answered.last_answer
    answer.edit("Mended.", answer.revision)
    [after] = entries(client, "/feeds/answers.atom")
    assert before.find(f"{ATOM}id").text == after.find(f"{ATOM}id").text
    assert before.find(f"{ATOM}published").text == after.find(f"{ATOM}published").text
    assert before.find(f"{ATOM}updated").text < after.find(f"{ATOM}updated").text


@pytest.mark.parametrize("become", ["remove", "withdraw", "undo"])
def test_an_answer_that_is_taken_away_is_gone_from_the_feed_at_once(client, answered, coach, become):
    assert client.get("/feeds/answers.atom")["Cache-Control"] == "no-cache"
    answer = answered.last_answer
    {
        "remove": lambda: answer.remove(coach, "No."),
        "withdraw": answer.withdraw,
        "undo": lambda: answer.undo(coach),
    }[become]()
    assert entries(client, "/feeds/answers.atom") == entries(client, "/stages/distance/answers.atom") == []


def test_a_sign_that_xml_forbids_does_not_make_a_feed_unreadable(client, stage, coach):
    conversation(stage, coach, "Odd \uffff sign", "Odd \ufffe too")
    assert entries(client, "/feeds/answers.atom")[0].find(f"{ATOM}content").text.startswith('<p dir="auto">Odd ')


def test_a_stage_that_is_a_draft_has_no_feed(client, stage):
    Stage.objects.update(published_at=None)
    assert client.get("/stages/distance/answers.atom").status_code == 404
    assert entries(client, "/feeds/stages.atom") == []


@pytest.mark.parametrize(("path", "feeds"), [("/", FEEDS[:2]), ("/stages/distance/", FEEDS)])
def test_home_and_stages_lead_to_the_feeds(client, stage, path, feeds):
    link = r'<link\s+rel="alternate"\s+type="application/atom\+xml"\s+title="[^"]+"\s+href="([^"]+)">'
    assert re.findall(link, html_of(client, path)) == feeds


# What is in none of these


def be_spam(thread, coach):
    thread.answer(coach, f"Breathe, {SECRET}.")
    thread.question.mark_spam(coach)


def be_private(thread, coach):
    thread.answer(coach, f"Breathe, {SECRET}.")
    Thread.objects.filter(pk=thread.pk).update(visibility="private")


def be_under_a_draft(thread, coach):
    thread.answer(coach, f"Breathe, {SECRET}.")
    Stage.objects.filter(pk=thread.stage_id).update(published_at=None)


def be_under_a_draft_of_a_guide(thread, coach):
    thread.answer(coach, f"Breathe, {SECRET}.")
    Guide.objects.update(published_at=None)


def be_unlisted(thread, coach):
    thread.answer(coach, f"Breathe, {SECRET}.")
    Thread.objects.filter(pk=thread.pk).update(is_listed=False)


HIDDEN = [
    be_pending,
    be_spam,
    be_removed_after_an_answer,
    be_withdrawn_after_an_answer,
    be_private,
    be_under_a_draft,
    be_under_a_draft_of_a_guide,
    be_unlisted,
]


@pytest.mark.parametrize("become", HIDDEN)
def test_what_is_not_public_or_not_listed_is_in_no_feed_and_no_sitemap(client, stage, ann, coach, become):
    thread = Thread.ask(stage, ann, f"{SECRET}, what now?")
    become(thread, coach)
    for path in ["/sitemap.xml", *FEEDS, "/robots.txt"]:
        text = client.get(path).content.decode()
        assert SECRET not in text and "zanzibar" not in text, path


@pytest.mark.parametrize("become", HIDDEN)
@pytest.mark.parametrize("who", ["nobody", "bob", "ann", "coach"])
def test_what_is_not_public_is_in_no_head_of_a_page_whoever_looks(as_person, request, stage, ann, coach, become, who):
    thread = Thread.ask(stage, ann, f"{SECRET}, what now?")
    become(thread, coach)
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    html = client.get(f"/questions/{thread.pk}/", follow=True).content.decode()
    told = [*meta(html, "description"), *meta(html, "og:title"), *meta(html, "og:description"), str(data_on(html))]
    assert not any(SECRET in text for text in told)


@pytest.mark.parametrize("become", ["pending", "spam", "removed", "withdrawn"])
@pytest.mark.parametrize("who", ["nobody", "bob", "coach"])
def test_a_reply_that_is_not_public_is_no_comment_of_the_discussion(
    as_person, request, answered, bob, coach, become, who
):
    reply = answered.question.reply(bob, f"{SECRET}, I say.")
    {
        "pending": lambda: None,
        "spam": lambda: reply.mark_spam(coach),
        "removed": lambda: reply.remove(coach, "No."),
        "withdrawn": reply.withdraw,
    }[become]()
    client = as_person(None if who == "nobody" else request.getfixturevalue(who))
    assert SECRET not in str(data_on(html_of(client, answered.get_absolute_url())))


def test_no_address_of_anyone_is_in_any_of_these(client, filled, ann, coach):
    for path in [*PUBLIC, *FEEDS, "/sitemap.xml", filled.get_absolute_url()]:
        text = client.get(path).content.decode()
        assert ann.email not in text and coach.email not in text, path


# Small files in their places


def test_robots_are_kept_out_of_what_is_private_and_shown_the_sitemap(client, db):
    text = client.get("/robots.txt").content.decode()
    for path in ("/admin/", "/accounts/", "/me/", "/comments/", "/search/", "/stages/*/ask/"):
        assert f"Disallow: {path}\n" in text
    assert f"Sitemap: {SITE}/sitemap.xml" in text and "Disallow: /questions" not in text


def test_who_finds_a_hole_finds_whom_to_tell(client, db):
    response = client.get("/.well-known/security.txt")
    lines = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert lines["Contact"].startswith("mailto:security@") and lines["Preferred-Languages"] == "en"
    assert lines["Canonical"] == f"{SITE}/.well-known/security.txt"
    assert timedelta(days=30) < parse_datetime(lines["Expires"]) - timezone.now() < timedelta(days=365)


@pytest.mark.parametrize("value", ["mailto:a@example.org", "https://example.org/report", "tel:+44-20-7946-0000"])
def test_a_contact_can_be_a_mail_address_a_page_or_a_number(monkeypatch, value):
    monkeypatch.setenv("SECURITY_CONTACT", value)
    assert environment.contact("SECURITY_CONTACT", default="") == value


@pytest.mark.parametrize("value", ["a@example.org", "http://example.org/", "mailto:", "mailto:a@b.c\nContact: x"])
def test_a_contact_that_nobody_could_use_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("SECURITY_CONTACT", value)
    with pytest.raises(ImproperlyConfigured, match="SECURITY_CONTACT"):
        environment.contact("SECURITY_CONTACT", default="")


def test_password_managers_find_the_form(client, db):
    response = client.get("/.well-known/change-password")
    assert (response.status_code, response["Location"]) == (302, "/accounts/password/change/")


@pytest.mark.parametrize(("path", "kind"), [("/favicon.ico", "ICO"), ("/apple-touch-icon.png", "PNG")])
def test_the_site_has_its_icon_where_browsers_look(client, db, path, kind):
    response = client.get(path)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert Image.open(BytesIO(content)).format == kind


@pytest.mark.parametrize("path", [*FEEDS, "/sitemap.xml", "/robots.txt", "/share.png", "/.well-known/security.txt"])
def test_none_of_these_takes_posts_or_leaves_a_cookie(client, answered, path):
    assert client.post(path).status_code == 405
    client.get(path)
    assert not client.cookies


# What it costs


@pytest.mark.parametrize("path", [*FEEDS, "/sitemap.xml"])
def test_feeds_and_sitemap_cost_the_same_with_one_thread_and_with_five(client, stage, coach, path):
    counts = []
    for more in (1, 4):
        for _number in range(more):
            conversation(stage, coach)
        counts.append(queries(client, path))
    assert counts[0] == counts[1] <= 14


def test_the_page_of_a_thread_costs_the_same_with_one_comment_and_with_fifty(client, stage, coach):
    paths = [conversation(stage, coach, replies=replies).get_absolute_url() for replies in (0, 48)]
    counts = [queries(client, path) for path in paths]
    assert counts[0] == counts[1] <= 6


def test_a_stage_says_what_it_is_without_a_further_query(client, stage, coach):
    conversation(stage, coach)
    assert queries(client, "/stages/distance/") <= 8
