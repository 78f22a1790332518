"""Exports of other systems -> the same records as WordPress's: Disqus (XML), Ghost (JSON), and plain JSON or CSV in the shape
that docs/moving.md describes. A file is known by what is in it, not by its name."""

import csv
import io
import json
from datetime import UTC, datetime
from urllib.parse import urlsplit

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, parse
from django.utils.translation import gettext as _

from exchange.importing.records import Author, Channel, Post, PostComment
from exchange.importing.rejected import Rejected

LARGEST = 500 << 20  # bytes: these are read whole
DISQUS = "{http://disqus.com}"
ID = "{http://disqus.com/disqus-internals}id"
CSV_COLUMNS = {"id", "text"}
TRUE = {"1", "true", "yes", "approved"}


def reader_of(raw):
    """Return what reads the file at `raw`, or None if it may be WordPress's."""
    with raw.open("rb") as file:
        begins = file.read(4000).lstrip(b"\xef\xbb\xbf \t\r\n")
    if begins[:1] in (b"{", b"["):
        return json_records
    if b"<disqus" in begins:
        return disqus_records
    header = begins.split(b"\n")[0].decode("utf-8", "replace")
    return csv_records if not begins.startswith(b"<") and set(_cells(header)) >= CSV_COLUMNS else None


def _cells(line):
    return [cell.strip().lower() for cell in next(csv.reader([line]), [])]


def _text_of(raw, name):
    if raw.stat().st_size > LARGEST:
        raise Rejected(
            _("%(file)s is larger than %(most)s MB: cut it into several.") % {"file": name, "most": LARGEST >> 20}
        )
    return raw.read_text("utf-8-sig", "replace")


def time(typed):
    """Return a moment of any form of ISO 8601, in UTC where none is said, or None."""
    try:
        at = datetime.fromisoformat(str(typed or "").strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _comment(said, number):
    """Return one message of plain JSON or CSV."""
    text = str(said.get("text") or "")
    status = str(said.get("status", "approved")).strip().lower()
    return PostComment(
        id=str(said.get("id") or f"row{number}"),
        parent=str(said["parent"]) if said.get("parent") not in (None, "", 0, "0") else None,
        name=str(said.get("name") or ""),
        email=str(said.get("email") or "").strip().lower(),
        user_id="coach" if str(said.get("by_coach", "")).strip().lower() in TRUE else "",
        at=time(said.get("at")),
        is_guessed=False,
        content=text,
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
    """Yield the records of Ghost's export, or of {"site", "pages": [{…, "comments": [{…}]}]}. Raises Rejected."""
    try:
        said = json.loads(_text_of(raw, name))
    except ValueError as error:
        raise Rejected(_("%(file)s is no whole JSON file (%(error)s).") % {"file": name, "error": error}) from error
    if isinstance(said, dict) and "db" in said:
        yield from ghost_records(said, name)
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
    yield Channel(str(said.get("title", "")), str(said.get("site") or name))
    yield COACH
    for number, page in enumerate(said["pages"]):
        link = str(page.get("address") or "")
        about = {"at": time(page.get("at")), "creator": "coach"}
        yield _post(
            page.get("id") or number,
            str(page.get("title") or ""),
            str(page.get("html") or ""),
            link,
            **about,
        )
        for at, comment in enumerate(page.get("comments") or []):
            yield _comment(comment, f"{number}-{at}")


def csv_records(raw, name):
    """Yield the records of a table with the columns id and text, and any of page, parent, name, email, at, status, by_coach."""
    rows = csv.DictReader(io.StringIO(_text_of(raw, name)))
    rows.fieldnames = [cell.strip().lower() for cell in rows.fieldnames]
    pages = {}
    for number, row in enumerate(rows):
        pages.setdefault(row.get("page") or "", []).append(_comment(row, number))
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
        settings = {each["key"]: each["value"] for each in data.get("settings", [])}
        posts, tags = data["posts"], {each["id"]: each["name"] for each in data.get("tags", [])}
    except (KeyError, IndexError, TypeError) as error:
        raise Rejected(_("%(file)s is no export of Ghost: it has no posts.") % {"file": name}) from error
    yield Channel(str(settings.get("title") or ""), f"ghost/{settings.get('title') or name}")
    for user in data.get("users", []):
        yield Author(str(user["id"]), user.get("slug", ""), user.get("email", ""), user.get("name", ""))
    tagged = {}
    for each in data.get("posts_tags", []):
        tagged.setdefault(each["post_id"], []).append(("post_tag", tags.get(each["tag_id"], "")))
    for post in posts:
        status = {"published": "publish"}.get(post.get("status"), post.get("status") or "draft")
        open_to_all = post.get("visibility", "public") == "public"
        yield _post(
            post["id"],
            post.get("title") or "",
            post.get("html") or "",
            f"/{post.get('slug', '')}/",
            kind="page" if post.get("type") == "page" or post.get("page") else "post",
            status=status if open_to_all else "private",
            slug=post.get("slug") or "",
            at=time(post.get("published_at") or post.get("created_at")),
            excerpt=post.get("custom_excerpt") or "",
            terms=tuple(tagged.get(post["id"], ())),
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
