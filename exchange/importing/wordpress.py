"""A WordPress export (WXR 1.0 to 1.2) as plain records, read item by item: a file may be larger than the memory.

The file is a stranger's: no DTD, no entities, nothing from outside; whatever is missing in it is an empty text here."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from hashlib import sha256

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

DEEPEST = 50  # elements in elements; a true export has five
FARTHEST_ZONE = timedelta(hours=14)  # from UTC, in either direction; more is a wrong date, not a time zone
NO_ID = {"", "0"}


class Rejected(Exception):
    """The import cannot be done; the text says why, in one sentence, for the person who runs the site."""


@dataclass(frozen=True)
class Author:
    """Somebody who may sign in to the old site."""

    id: str
    login: str
    email: str


@dataclass(frozen=True)
class Channel:
    """The old site: its name, its address without a slash at the end, who writes there."""

    title: str
    address: str
    authors: tuple[Author, ...]


@dataclass(frozen=True)
class PostComment:
    """A comment. `parent` is None for one that replies to nothing; `is_guessed` says that only the local time is known."""

    id: str
    parent: str | None
    name: str
    email: str
    user_id: str
    at: datetime | None
    is_guessed: bool
    content: str
    approved: str
    kind: str


@dataclass(frozen=True)
class Post:
    """A page or a post, or one of the many other things that WordPress keeps in the same table."""

    id: str
    kind: str
    title: str
    slug: str
    status: str
    has_password: bool
    creator: str
    at: datetime | None
    content: str
    comments: tuple[PostComment, ...]


def read(path):
    """Yield the Channel, then every Post of the file at `path` (a Path). Raises Rejected, in the middle of it too."""
    try:
        with path.open("rb") as file:
            if not file.read(1):
                raise Rejected(f"{path} is empty.")
            file.seek(0)
            yield from _records(file, path)
    except ParseError as error:
        raise Rejected(
            f"{path} is no whole XML file ({error}): it is damaged, breaks off, or is something else."
        ) from error
    except DefusedXmlException as error:
        raise Rejected(f"{path} declares a document type or entities, which no WordPress export does.") from error
    except OSError as error:
        raise Rejected(f"{path} cannot be opened: {error.strerror or error}.") from error
    except (ValueError, LookupError) as error:
        raise Rejected(f"{path} cannot be read: its encoding is unknown or wrong ({error}).") from error


# Elements to records


def _records(file, path):
    """Yield what `read` yields; the tree is cut back behind us as we go."""
    opened, header, authors, comments = [], {}, [], []
    is_told = False
    for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            opened.append(element)
            _check_place(opened, path)
            continue
        opened.pop()
        where = [_name(each.tag) for each in opened[1:]] if len(opened) < 4 else None
        name = _name(element.tag)
        if where == ["channel", "item"] and name == "wp:comment":
            comments.append(_texts(element))
            element.clear()
        elif where == ["channel"] and name == "item":
            if not is_told:
                is_told = True
                yield _channel(header, authors, path)
            yield _post(_texts(element), comments)
            comments = []
            opened[-1].clear()
        elif where == ["channel"] and name == "wp:author":
            authors.append(_texts(element))
        elif where == ["channel"]:
            header.setdefault(name, (element.text or "").strip())
    if not is_told:
        yield _channel(header, authors, path)


def _check_place(opened, path):
    """Refuse what is no RSS at its very beginning, and a tower of elements before it fills the memory."""
    if len(opened) == 1 and opened[0].tag != "rss":
        raise Rejected(f"{path} is no WordPress export: it is XML of another kind (<{_name(opened[0].tag)}>).")
    if len(opened) > DEEPEST:
        raise Rejected(f"{path} is no WordPress export: its elements are nested {DEEPEST} deep and more.")


NAMESPACES = [
    (re.compile(r"\{https?://(?:www\.)?wordpress\.org/export/\d\.\d/?\}"), "wp:"),
    (re.compile(r"\{https?://(?:www\.)?wordpress\.org/export/\d\.\d/excerpt/?\}"), "excerpt:"),
    (re.compile(r"\{http://purl\.org/rss/1\.0/modules/content/\}"), "content:"),
    (re.compile(r"\{http://purl\.org/dc/elements/1\.1/\}"), "dc:"),
]


@lru_cache(maxsize=1000)
def _name(tag):
    """`{http://wordpress.org/export/1.1/}comment` is `wp:comment` in every version of the format."""
    for namespace, prefix in NAMESPACES:
        tag = namespace.sub(prefix, tag)
    return tag.rpartition("}")[2]


def _texts(element):
    """Return {name: text} of an element's children; of several of one name, the first."""
    texts = {}
    for child in element:
        texts.setdefault(_name(child.tag), child.text or "")
    return texts


def _channel(header, authors, path):
    if not any(name.startswith("wp:") for name in header) and not authors:
        raise Rejected(f"{path} is no WordPress export: it is an RSS feed of another kind.")
    version = header.get("wp:wxr_version", "")
    if version and not version.startswith("1."):
        raise Rejected(f"{path} is a WordPress export of version {version[:20]}; versions 1.0 to 1.2 can be read.")
    address = header.get("wp:base_blog_url") or header.get("wp:base_site_url") or header.get("link", "")
    address = address.rstrip("/") or header.get("title") or "a site without a name"
    return Channel(header.get("title", ""), address, tuple(_author(texts) for texts in authors))


def _author(texts):
    names = ("wp:author_id", "wp:author_login", "wp:author_email")
    return Author(*(texts.get(name, "").strip() for name in names))


def _post(texts, comments):
    plain = {name: text.strip() for name, text in texts.items()}.get
    utc, local = _time(plain("wp:post_date_gmt")), _time(plain("wp:post_date"))
    zone = local - utc if utc and local and abs(local - utc) <= FARTHEST_ZONE else timedelta(0)
    at = _in_utc(utc, local, zone) or _time_of_feed(plain("pubDate"))
    return Post(
        id=plain("wp:post_id") or plain("guid") or plain("link") or _fingerprint(texts),
        kind=plain("wp:post_type") or "post",
        title=texts.get("title", ""),
        slug=plain("wp:post_name") or "",
        status=plain("wp:status") or "publish",
        has_password=bool(plain("wp:post_password")),
        creator=plain("dc:creator") or "",
        at=at,
        content=texts.get("content:encoded", ""),
        comments=tuple(_comment(comment, zone, at) for comment in comments),
    )


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
        at = datetime.strptime(typed or "", "%Y-%m-%d %H:%M:%S")
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
