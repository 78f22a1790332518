"""The elements of a WordPress export (WXR 1.0 to 1.2) -> plain records, one at a time. Whatever is missing in it is an empty
text here."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from exchange.importing import opening, others, scanning
from exchange.importing.records import Author, Channel, Post, PostComment
from exchange.importing.rejected import BreaksOff, Rejected

FARTHEST_ZONE = timedelta(hours=14)  # from UTC, in either direction; more is a wrong date, not a time zone
NO_ID = {"", "0"}


def read(path, mended=None, may_break_off=False):
    """Yield the Channel, its Authors, and every Post with its PostComments behind it, of the export (or exports) at `path`.
    Raises Rejected, in the middle of it too; it names the page that it is near."""
    mended = mended if mended is not None else Counter()
    with opening.unpacked(path) as (folder, files):
        for name, raw in files:
            if reader := others.reader_of(raw):
                yield from reader(raw, name)
                continue
            with opening.cleaned(raw, name, folder, mended).open(encoding="utf-8", newline="") as file:
                yield from Reading(name, mended, may_break_off).records(file)


class Reading:
    """One file: what of it is open, and which page was read last."""

    def __init__(self, name, mended, may_break_off):
        self.name, self.mended, self.may_break_off = name, mended, may_break_off
        self.header, self.is_told, self.last_title = {}, False, ""
        self.item = self.comment = self.other = None
        self.terms, self.meta, self.authors, self.waiting = [], {}, [], []
        self.is_closed = False

    def records(self, file):
        for what, name, said in scanning.elements(file, self.mended):
            if what == "text":
                self.take(name, *said)
            elif what == "comment":
                self.waiting.append(said)
            elif what == "open":
                yield from self.close("item") if name == "item" and self.item is not None else ()
                self.open(name)
            else:
                yield from self.close(name)
        yield from self.close("item") if self.item is not None and self.may_break_off else ()
        self.count_lost()
        if not self.is_closed and not self.may_break_off:
            near = _(" near “%(title)s”") % {"title": self.last_title} if self.last_title else ""
            raise BreaksOff(
                _(
                    "%(file)s breaks off%(near)s: download it again. If there is no better one, you can have what is there brought in."
                )
                % {"file": self.name, "near": near}
            )
        yield from self.begin()

    def open(self, name):
        if name == "item":
            self.count_lost()
            self.item, self.terms, self.meta, self.waiting = {}, [], {}, []
        elif name == "wp:comment":
            self.comment = {}
        elif name not in {"rss", "channel"}:
            self.other = {}

    def count_lost(self):
        """Comments that stand in no page and no post belong nowhere."""
        self.mended[noop("comments under no page or post: left out")] += len(self.waiting) if self.item is None else 0
        self.waiting = []

    def take(self, name, words, attributes):
        """Take a text to where it belongs; of several of one name, the first counts."""
        if name == "category" and self.item is not None and self.comment is None:
            self.terms.append((attributes.get("domain", "category"), words.strip()))
            return
        inner = next((each for each in (self.other, self.comment, self.item) if each is not None), self.header)
        inner.setdefault(name, words)
        if name == "title" and self.item is not None:
            self.last_title = " ".join(words.split())[:80]

    def close(self, name):
        """Yield what is whole by now. Something that was not closed in its place ends with what holds it."""
        if name == "wp:comment" and self.comment is not None:
            self.waiting.append(self.comment)
            self.comment = self.other = None
        elif name == "item" and self.item is not None:
            yield from self.begin()
            post, zone = _post(self.item, tuple(self.terms), self.meta)
            comments = [*self.waiting, *([self.comment] if self.comment else [])]
            yield post
            yield from (_comment(each, zone, post.at) for each in comments)
            self.item = self.comment = self.other = None
            self.waiting = []
        elif name == "wp:author" and self.other:
            self.authors.append(_author(self.other))
            self.other = None
        elif name == "wp:postmeta" and self.other:
            self.meta.setdefault(self.other.get("wp:meta_key", ""), self.other.get("wp:meta_value", ""))
            self.other = None
        elif name in scanning.HOLDERS:
            self.other = None
            self.is_closed = self.is_closed or name in {"channel", "rss"}

    def begin(self):
        """Yield what the file says of its site, once."""
        if not self.is_told:
            self.is_told = True
            yield _channel(self.header, self.authors, self.name)
            yield from self.authors


def _channel(header, authors, name):
    if not any(each.startswith("wp:") for each in header) and not authors:
        raise Rejected(_("%(file)s is no WordPress export: it is an RSS feed of another kind.") % {"file": name})
    version = header.get("wp:wxr_version", "").strip()
    if version and not version.startswith("1."):
        raise Rejected(
            _("%(file)s is a WordPress export of version %(version)s; versions 1.0 to 1.2 can be read.")
            % {"file": name, "version": version[:20]}
        )
    address = header.get("wp:base_blog_url") or header.get("wp:base_site_url") or header.get("link", "")
    title = header.get("title", "").strip()
    return Channel(title, address.strip().rstrip("/") or title or "a site without a name")


def _author(texts):
    names = ("wp:author_id", "wp:author_login", "wp:author_email", "wp:author_display_name")
    return Author(*(texts.get(name, "").strip() for name in names))


def _post(texts, terms, meta):
    """Return (the Post, how far its own clock is from UTC)."""
    plain = {name: text.strip() for name, text in texts.items()}.get
    utc, local = _time(plain("wp:post_date_gmt")), _time(plain("wp:post_date"))
    zone = local - utc if utc and local and abs(local - utc) <= FARTHEST_ZONE else timedelta(0)
    post = Post(
        id=plain("wp:post_id") or plain("guid") or plain("link") or _fingerprint(texts),
        kind=plain("wp:post_type") or "post",
        title=texts.get("title", ""),
        slug=plain("wp:post_name") or "",
        link=plain("link") or "",
        status=plain("wp:status") or "publish",
        has_password=bool(plain("wp:post_password")),
        creator=plain("dc:creator") or "",
        at=_in_utc(utc, local, zone) or _time_of_feed(plain("pubDate")),
        content=texts.get("content:encoded", ""),
        excerpt=plain("excerpt:encoded") or "",
        order=plain("wp:menu_order") or "",
        parent=plain("wp:post_parent") or "",
        attachment=plain("wp:attachment_url") or "",
        terms=terms,
        meta=meta,
    )
    return post, zone


def _comment(texts, zone, at_of_post):
    plain = {name: text.strip() for name, text in texts.items()}.get
    number, parent = plain("wp:comment_id") or "", plain("wp:comment_parent") or ""
    utc, local = _time(plain("wp:comment_date_gmt")), _time(plain("wp:comment_date"))
    return PostComment(
        id=_fingerprint(texts) if number in NO_ID else number,
        parent=None if parent in NO_ID else parent,
        name=plain("wp:comment_author") or "",
        email=(plain("wp:comment_author_email") or "").lower(),
        user_id=plain("wp:comment_user_id") or "",
        at=_in_utc(utc, local, zone) or at_of_post,
        is_guessed=utc is None,
        content=texts.get("wp:comment_content", ""),
        approved=plain("wp:comment_approved") or "",
        kind=plain("wp:comment_type") or "",
    )


def _fingerprint(texts):
    """A name for what came without a number, the same each time."""
    return "x" + sha256(repr(sorted(texts.items())).encode("utf-8", "replace")).hexdigest()[:16]


# Times


def _time(typed):
    """Return a naive datetime, or None for `0000-00-00 00:00:00` and anything else that is no time."""
    try:
        at = datetime.fromisoformat(typed if typed and len(typed) == len("2020-01-01 10:00:00") else "")
    except ValueError:
        return None
    return at if at.year >= 1970 else None


def _in_utc(utc, local, zone):
    """The time in UTC; without one the local time, in the zone that the page's own two times tell."""
    naive = utc or (local - zone if local else None)
    return naive.replace(tzinfo=UTC) if naive else None


def _time_of_feed(typed):
    try:
        at = parsedate_to_datetime(typed or "")
    except (TypeError, ValueError):
        return None
    return at.astimezone(UTC) if at.year >= 1970 else None  # a draft's pubDate is in the year -1
