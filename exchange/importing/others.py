"""Exports of other systems -> the same records as WordPress's: Disqus (XML), Ghost (JSON), and plain JSON or CSV in the shape
that docs/moving.md describes. A file is known by what is in it, not by its name."""

import codecs
import csv
import io
import json
from datetime import UTC, datetime

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, parse
from django.utils.translation import gettext as _

from exchange.importing.addresses import urlsplit
from exchange.importing.opening import FORBIDDEN
from exchange.importing.records import Author, Channel, Post, PostComment
from exchange.importing.rejected import Rejected

LARGEST = 500 << 20  # bytes: these are read whole
DISQUS = "{http://disqus.com}"
ID = "{http://disqus.com/disqus-internals}id"
CSV_COLUMNS, CSV_BETWEEN = {"id", "text"}, (",", ";", "\t")
csv.field_size_limit(LARGEST)
TRUE = {"1", "true", "yes", "approved"}


def reader_of(raw):
    """Return what reads the file at `raw`, or None if it may be WordPress's."""
    with raw.open("rb") as file:
        begins = file.read(4000).lstrip(b"\xef\xbb\xbf \t\r\n")
    if begins[:1] in (b"{", b"["):
        return json_records
    if b"<disqus" in begins:
        return disqus_records
    header = _decoded(begins[: len(begins) // 2 * 2], "replace").lstrip().partition("\n")[0]
    return csv_records if not header.startswith("<") and _between(header) else None


def _between(header):
    """Return what stands between the cells of a table, or None if it has not the columns that it needs."""
    return next((sign for sign in CSV_BETWEEN if set(_cells(header, sign)) >= CSV_COLUMNS), None)


def _cells(line, between):
    return [cell.strip().lower() for cell in next(csv.reader([line], delimiter=between), [])]


def _text_of(raw, name):
    if raw.stat().st_size > LARGEST:
        raise Rejected(
            _("%(file)s is larger than %(most)s MB: cut it into several.") % {"file": name, "most": LARGEST >> 20}
        )
    return _decoded(raw.read_bytes())


def _decoded(content, otherwise="strict"):
    """Return text: what is no UTF-8 was written by a spreadsheet, as UTF-16 or as Windows has it."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig", otherwise)
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def words(value):
    """Return a value of a file as text: of whatever is none and no number, nothing; and no sign that no text may hold."""
    is_one = isinstance(value, str | int | float) and not isinstance(value, bool)
    return FORBIDDEN.sub("", str(value)) if is_one else ""


def rows_in(value):
    """Return those of a list that have names, whatever else a file has in their place."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def time(typed):
    """Return a moment of any form of ISO 8601, in UTC where none is said, or None, also for one before there was a net."""
    try:
        at = datetime.fromisoformat(str(typed or "").strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    if not 1970 <= at.year < 9999:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _comment(said, number):
    """Return one message of plain JSON or CSV."""
    status = said.get("status")
    status = "approved" if status is None else str(status).strip().lower()
    parent = words(said.get("parent"))
    return PostComment(
        id=words(said.get("id")) or f"row{number}",
        parent=None if parent in {"", "0"} else parent,
        name=words(said.get("name")),
        email=words(said.get("email")).strip().lower(),
        user_id="coach" if str(said.get("by_coach", "")).strip().lower() in TRUE else "",
        at=time(said.get("at")),
        is_guessed=False,
        content=words(said.get("text")),
        approved="1" if status in TRUE else "0" if status in {"pending", ""} else status,
        kind="",
    )


def _post(key, title, content="", link="", **more):
    slug = urlsplit(link).path.strip("/").rpartition("/")[2]
    fields = {"kind": "post", "status": "publish", "has_password": False, "creator": "", "at": None} | more
    return Post(id=str(key), title=title, slug=fields.pop("slug", slug), link=link, content=content, **fields)


COACH = Author("coach", "coach", "", "")


# Plain JSON and CSV


def json_records(raw, name):
    """Yield the records of Ghost's export, of {"site", "pages": [{…, "comments": [{…}]}]}, or of comments alone: a list, or one a
    line. Raises Rejected."""
    said = _loaded(_text_of(raw, name), name)
    if isinstance(said, list) and any("text" in each for each in rows_in(said)):
        yield from _under_their_pages(rows_in(said), name)
        return
    data = said.get("data") if isinstance(said, dict) else None
    if isinstance(said, dict) and ("db" in said or (isinstance(data, dict) and "posts" in data)):
        yield from ghost_records(said if "db" in said else {"db": [said]}, name)
        return
    if isinstance(said, dict) and said.get("format") == "leanback":
        raise Rejected(
            _("%(file)s is an export of Leanback: bring it in with `manage.py import_site`.") % {"file": name}
        )
    if not isinstance(said, dict) or not isinstance(said.get("pages"), list):
        raise Rejected(
            _('%(file)s is JSON, but not in the shape that docs/moving.md describes: it has no "pages".')
            % {"file": name}
        )
    yield Channel(words(said.get("title")), words(said.get("site")) or name)
    yield COACH
    for number, page in enumerate(rows_in(said["pages"])):
        about = {"at": time(page.get("at")), "creator": "coach"}
        key, link = words(page.get("id")) or number, words(page.get("address"))
        yield _post(key, words(page.get("title")), words(page.get("html")), link, **about)
        for at, comment in enumerate(rows_in(page.get("comments"))):
            yield _comment(comment, f"{number}-{at}")


def _loaded(source, name):
    """Return what JSON says, or of JSON a line the list of it."""
    try:
        return json.loads(source)
    except RecursionError as error:
        raise Rejected(_("%(file)s is no whole JSON file (%(error)s).") % {"file": name, "error": "[[[[…"}) from error
    except ValueError as error:
        try:
            return [json.loads(line) for line in source.splitlines() if line.strip()]
        except (ValueError, RecursionError):
            raise Rejected(_("%(file)s is no whole JSON file (%(error)s).") % {"file": name, "error": error}) from error


def csv_records(raw, name):
    """Yield the records of a table with the columns id and text, and any of page, parent, name, email, at, status, by_coach."""
    source = _text_of(raw, name)
    rows = csv.DictReader(io.StringIO(source), delimiter=_between(source.lstrip().partition("\n")[0]) or ",")
    try:
        rows.fieldnames = [cell.strip().lower() for cell in rows.fieldnames]
        yield from _under_their_pages(rows, name)
    except csv.Error as error:
        raise Rejected(_("%(file)s is no whole table (%(error)s).") % {"file": name, "error": error}) from error


def _under_their_pages(rows, name):
    pages = {}
    for number, row in enumerate(rows):
        pages.setdefault(words(row.get("page")), []).append(_comment(row, number))
    yield Channel("", f"table/{name.rpartition('/')[2]}")
    yield COACH
    for link, comments in pages.items():
        yield _post(link or "table", link or "Conversations", "", link, creator="coach")
        yield from comments


# Ghost


def ghost_records(said, name):
    """Yield the records of Ghost's export: posts and pages. (It has no comments in it.)"""
    try:
        data = said["db"][0]["data"]
        posts = rows_in(data["posts"])
    except (KeyError, IndexError, TypeError) as error:
        raise Rejected(_("%(file)s is no export of Ghost: it has no posts.") % {"file": name}) from error
    settings = {words(each.get("key")): words(each.get("value")) for each in rows_in(data.get("settings"))}
    tags = {words(each.get("id")): words(each.get("name")) for each in rows_in(data.get("tags"))}
    yield Channel(settings.get("title", ""), f"ghost/{settings.get('title') or name}")
    for user in rows_in(data.get("users")):
        yield Author(*(words(user.get(column)) for column in ("id", "slug", "email", "name")))
    tagged = {}
    for each in rows_in(data.get("posts_tags")):
        tagged.setdefault(words(each.get("post_id")), []).append(("post_tag", tags.get(words(each.get("tag_id")), "")))
    for number, post in enumerate(posts):
        key, slug = words(post.get("id")) or f"post{number}", words(post.get("slug"))
        status = {"published": "publish"}.get(post.get("status"), words(post.get("status")) or "draft")
        open_to_all = post.get("visibility", "public") == "public"
        yield _post(
            key,
            words(post.get("title")),
            words(post.get("html")),
            f"/{slug}/",
            kind="page" if post.get("type") == "page" or post.get("page") else "post",
            status=status if open_to_all else "private",
            slug=slug,
            at=time(post.get("published_at") or post.get("created_at")),
            excerpt=words(post.get("custom_excerpt")),
            terms=tuple(tagged.get(key, ())),
        )


# Disqus


def disqus_records(raw, name):
    """Yield the records of Disqus's export: a page for each of its threads, and what was said there. Raises Rejected."""
    try:
        root = parse(str(raw), forbid_dtd=True).getroot()
    except ParseError as error:
        raise Rejected(
            _("%(file)s is no whole XML file (%(error)s): download it again.") % {"file": name, "error": error}
        ) from error
    except DefusedXmlException as error:
        raise Rejected(
            _("%(file)s declares a document type or entities, which no export of Disqus does.") % {"file": name}
        ) from error
    said = {}
    for post in root.findall(f"{DISQUS}post"):
        thread = post.find(f"{DISQUS}thread")
        said.setdefault(thread.get(ID) if thread is not None else "", []).append(_of_disqus(post))
    forums = [each.findtext(f"{DISQUS}forum", "") for each in root.findall(f"{DISQUS}category")]
    yield Channel("", f"disqus/{next(filter(None, forums), name.rpartition('/')[2])}")
    for thread in root.findall(f"{DISQUS}thread"):
        key = thread.get(ID)
        if not said.get(key) or thread.findtext(f"{DISQUS}isDeleted") == "true":
            continue
        at, link = time(thread.findtext(f"{DISQUS}createdAt")), thread.findtext(f"{DISQUS}link", "")
        yield _post(key, thread.findtext(f"{DISQUS}title", ""), "", link, at=at)
        yield from said[key]


def _of_disqus(post):
    author, parent = post.find(f"{DISQUS}author"), post.find(f"{DISQUS}parent")
    who = {
        name: author.findtext(f"{DISQUS}{name}", "") if author is not None else ""
        for name in ("name", "email", "username")
    }
    gone = post.findtext(f"{DISQUS}isDeleted") == "true"
    spam = post.findtext(f"{DISQUS}isSpam") == "true"
    return PostComment(
        id=post.get(ID, ""),
        parent=parent.get(ID) if parent is not None else None,
        name=who["name"],
        email=who["email"].lower(),
        user_id=who["username"],
        at=time(post.findtext(f"{DISQUS}createdAt")),
        is_guessed=False,
        content=post.findtext(f"{DISQUS}message", ""),
        approved="spam" if spam else "deleted" if gone else "1",
        kind="",
    )
