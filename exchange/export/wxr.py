"""WXR 1.2, as WordPress's own importer takes it: guides and stages become pages (a stage below its guide), entries of the
library posts, public questions the comments under their stage. No address of a reader is in it."""

from datetime import UTC
from urllib.parse import urljoin
from xml.sax.saxutils import escape, quoteattr  # nosec B406

from django.conf import settings
from django.utils import timezone

from comments.models import Comment
from exchange.export import pages, redirects
from stages.models import Identity

MAIN = "site.wordpress.xml"
HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
"""
FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])  # XML 1.0, 2.2
COACH = "coach"
ATTACHMENTS_FROM = 1_000_000  # numbers of pictures, behind those of pages
QUESTIONS_AT_ONCE = 500


def write(target):
    """Write the file, the pictures and where the old addresses lead; yield the name of each."""
    target.write(MAIN, pieces())
    yield MAIN
    yield from pages.write_pictures(target)
    yield from redirects.write(target)


def pieces():
    """Yield the file, a page or comment at a time."""
    identity = Identity.objects.current()
    timezone.activate(identity.zone)
    home, coach = settings.SITE_URL.geturl(), identity.coach_name or COACH
    yield HEAD
    yield tag("title", identity.title) + tag("link", home) + tag("description", identity.tagline)
    yield tag("pubDate", rfc(timezone.now())) + tag("language", identity.language) + tag("wp:wxr_version", "1.2")
    yield tag("wp:base_site_url", home) + tag("wp:base_blog_url", home)
    yield f"<wp:author>{tag('wp:author_id', 1)}{cdata('wp:author_login', COACH)}"
    yield f"{cdata('wp:author_email', '')}{cdata('wp:author_display_name', coach)}</wp:author>\n"
    for page in pages.all_of_them():
        yield from item(page, home, coach)
    for number, picture in enumerate(pages.pictures(), start=ATTACHMENTS_FROM):
        yield attachment(number, picture, home)
    yield "</channel>\n</rss>\n"


def item(page, home, coach):
    """Yield a page or post with its comments."""
    yield f"<item>{tag('title', page.title)}{tag('link', urljoin(home, page.address))}"
    yield f"{tag('pubDate', rfc(page.at))}{cdata('dc:creator', COACH)}"
    yield f"<guid isPermaLink={quoteattr('false')}>{escape(home)}/?p={page.number}</guid>{tag('description', '')}"
    yield cdata("content:encoded", absolute(page.html(), home)) + cdata("excerpt:encoded", page.summary)
    yield from about(page)
    if page.stage:
        yield from comments(page.stage, coach)
    yield "</item>\n"


def about(page):
    """Yield what WordPress keeps of a page beside its words."""
    yield tag("wp:post_id", page.number) + times("post", page.at)
    yield cdata("wp:comment_status", "open" if page.stage else "closed") + cdata("wp:ping_status", "closed")
    yield cdata("wp:post_name", page.slug) + cdata("wp:status", "publish" if page.is_published else "draft")
    yield tag("wp:post_parent", page.parent) + tag("wp:menu_order", page.position)
    yield cdata("wp:post_type", page.kind) + cdata("wp:post_password", "") + tag("wp:is_sticky", 0)
    if page.category:
        yield f'<category domain="category" nicename={quoteattr(page.category)}><![CDATA[{page.category}]]></category>'


def comments(stage, coach):
    """Yield the public words under a stage, each behind what it replies to. A place whose message is gone is kept, as a line."""
    shown = Comment.objects.filter(is_shown=True, thread__in=stage.threads.public().filter(is_demo=False))
    shown = shown.select_related("author", "thread__asker").order_by("thread", "number")
    for comment in shown.iterator(chunk_size=QUESTIONS_AT_ONCE):
        yield f"\n<wp:comment>{tag('wp:comment_id', comment.pk)}"
        yield cdata("wp:comment_author", coach if comment.is_answer else comment.signed)
        yield (
            cdata("wp:comment_author_email", "") + tag("wp:comment_author_url", "") + cdata("wp:comment_author_IP", "")
        )
        yield times("comment", comment.created_at)
        yield cdata("wp:comment_content", comment.html or str(comment.words_in_its_place()))
        yield cdata("wp:comment_approved", "1") + cdata("wp:comment_type", "comment")
        yield tag("wp:comment_parent", comment.parent_id or 0)
        yield tag("wp:comment_user_id", 1 if comment.is_answer else 0) + "</wp:comment>"


def attachment(number, picture, home):
    """Return the entry of the media library for a picture, with its words."""
    address = urljoin(home, picture.url)
    return (
        f"<item>{tag('title', picture.alt)}{tag('link', address)}{cdata('dc:creator', COACH)}{cdata('content:encoded', '')}"
        f"{tag('wp:post_id', number)}{times('post', timezone.now())}{cdata('wp:post_name', f'picture-{number}')}"
        f"{cdata('wp:status', 'inherit')}{tag('wp:post_parent', picture.page)}{cdata('wp:post_type', 'attachment')}"
        f"{cdata('wp:attachment_url', address)}"
        f"<wp:postmeta>{cdata('wp:meta_key', '_wp_attachment_image_alt')}{cdata('wp:meta_value', picture.alt)}</wp:postmeta>"
        "</item>\n"
    )


def absolute(html, home):
    """Return HTML whose links to pages and pictures of the site name it: they are followed from elsewhere."""
    return html.replace('href="/', f'href="{home}/').replace('src="/', f'src="{home}/')


def clean(words):
    return str(words).translate(FORBIDDEN)


def tag(name, words):
    return f"<{name}>{escape(clean(words))}</{name}>"


def cdata(name, words):
    return f"<{name}><![CDATA[{clean(words).replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"


def times(noun, at):
    """Return its moment in the coach's zone and in UTC, as WordPress writes both."""
    local, written = timezone.localtime(at), "%Y-%m-%d %H:%M:%S"
    utc = at.astimezone(UTC)
    return cdata(f"wp:{noun}_date", local.strftime(written)) + cdata(f"wp:{noun}_date_gmt", utc.strftime(written))


def rfc(at):
    return at.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
