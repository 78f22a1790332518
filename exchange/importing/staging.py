"""What was read, on disk: so that all of it is looked at before anything is done, several files are one import in any order,
and no more is in memory than one page and the shape of its conversation."""

import json
import re
import sqlite3
from collections import Counter
from contextlib import closing, contextmanager
from datetime import datetime

from django.utils.translation import gettext as _

from exchange.importing import workplace
from exchange.importing.records import Author, Channel, Post, PostComment
from exchange.importing.rejected import Rejected
from exchange.importing.wordpress import read

TABLES = """
CREATE TABLE post (number INTEGER PRIMARY KEY, key TEXT UNIQUE, id TEXT, slug TEXT, title TEXT, file INTEGER, data TEXT);
CREATE TABLE comment (number INTEGER PRIMARY KEY, post INTEGER, id TEXT UNIQUE, parent TEXT, at TEXT, approved TEXT, kind TEXT,
    user_id TEXT, email TEXT, is_empty INTEGER, name TEXT, is_guessed INTEGER, content TEXT);
CREATE INDEX of_post ON comment (post);
CREATE TABLE author (id TEXT, login TEXT, email TEXT, name TEXT, UNIQUE (login, id));
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
"""
COLUMNS = ", ".join(PostComment._fields)
KEEP_COMMENT = (
    f"INSERT INTO comment (post, is_empty, {COLUMNS})"  # noqa: S608 – names of our own
    f" VALUES (?, ?, {', '.join('?' * len(PostComment._fields))})"
)
TAGS = re.compile(r"</?[a-z][^<>]*>|&nbsp;", re.IGNORECASE)


@contextmanager
def staged(paths, may_break_off=False):
    """Lend a Staging of these files, which must all be of one site. Raises Rejected."""
    with workplace.folder() as folder, closing(sqlite3.connect(folder / "staged", isolation_level=None)) as database:
        database.executescript(TABLES)
        staging = Staging(database)
        try:
            database.execute("BEGIN")
            for number, path in enumerate(paths):
                staging.take(number, path, may_break_off)
            database.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise Rejected(
                _("The files could not be laid out on the disk of %(folder)s: %(error)s.")
                % {"folder": folder, "error": error}
            ) from error
        yield staging


def bare(address):
    """Return an address without what makes no other site of it: scheme, www, a slash at its end, capitals."""
    return re.sub(r"^https?://(?:www\.)?", "", address.strip(), flags=re.IGNORECASE).rstrip("/").lower()


class Staging:
    """All files of one import."""

    def __init__(self, database):
        self.database, self.channel = database, None
        self.mended, self.left_out = Counter(), Counter()

    def take(self, number, path, may_break_off):
        post = None
        for record in read(path, self.mended, may_break_off):
            if isinstance(record, Channel):
                self.begin(record, path)
            elif isinstance(record, Author):
                self.database.execute("INSERT OR IGNORE INTO author VALUES (?, ?, ?, ?)", tuple(vars(record).values()))
            elif isinstance(record, Post):
                post = self.add_post(number, record)
            else:
                self.add_comment(post, record)

    def begin(self, channel, path):
        if self.channel and bare(channel.address) != bare(self.channel.address):
            raise Rejected(
                _("%(file)s is of another site (%(address)s) than the first file: import them one by one.")
                % {"file": path, "address": channel.address}
            )
        self.channel = self.channel or channel

    def add_post(self, file, post):
        """Keep a post and return its row. Of one number, another address and title make another post; in a later file it
        is the same one, as it is by then."""
        key = post.id
        for row, _known, slug, title, from_file in self.database.execute(
            "SELECT number, key, slug, title, file FROM post WHERE id = ?", (post.id,)
        ).fetchall():
            is_same = slug == post.slug or (from_file != file and title == post.title)
            if is_same:
                self.database.execute("UPDATE post SET data = ? WHERE number = ?", (_json(post), row))
                return row
            key = f"{post.id}~{post.slug or _hash(post.title)}"
        values = (key, post.id, post.slug, post.title, file, _json(post))
        return self.database.execute(
            "INSERT INTO post (key, id, slug, title, file, data) VALUES (?, ?, ?, ?, ?, ?)", values
        ).lastrowid

    def add_comment(self, post, comment):
        at = comment.at.isoformat() if comment.at else ""
        values = comment._replace(at=at)
        try:
            self.database.execute(KEEP_COMMENT, (post, _is_empty(comment.content), *values))
        except sqlite3.IntegrityError:
            same = self.comments([comment.id])[comment.id] == comment
            self.left_out[
                _("comment: in another file too") if same else _("comment: its number was in the file before")
            ] += 1

    # What is asked of it

    def authors(self):
        return [Author(*row) for row in self.database.execute("SELECT id, login, email, name FROM author")]

    def posts(self):
        """Yield (row, key, Post, how many comments), in the order of the files."""
        query = """SELECT number, key, data, (SELECT COUNT(*) FROM comment WHERE post = post.number) FROM post ORDER BY number"""
        for number, key, data, count in self.database.execute(query).fetchall():
            yield number, key, _post(data), count

    def shapes(self, post):
        """Return {id: (parent, at, approved, kind, user_id, email, is_empty)} of a post's comments, in the file's order."""
        query = "SELECT id, parent, at, approved, kind, user_id, email, is_empty FROM comment WHERE post = ? ORDER BY number"
        return {row[0]: Shape(*row) for row in self.database.execute(query, (post,))}

    def comments(self, ids):
        """Return {id: PostComment}."""
        found = {}
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            marks = ", ".join("?" * len(some))
            query = f"SELECT {COLUMNS} FROM comment WHERE id IN ({marks})"  # noqa: S608 – names of our own
            found |= {row[0]: _comment(row) for row in self.database.execute(query, some)}
        return found

    def signed_in(self):
        """Return [(user_id, how many comments, the name shown most)] of who commented while signed in."""
        query = """SELECT user_id, SUM(times), name, MAX(times) FROM (SELECT user_id, name, COUNT(*) AS times FROM comment
            WHERE user_id NOT IN ('', '0') GROUP BY user_id, name) GROUP BY user_id ORDER BY SUM(times) DESC"""
        return [(user, count, name) for user, count, name, _most in self.database.execute(query)]

    def by_address(self):
        """Return {address: (how many approved comments, the name shown most)} of who commented without signing in, ever, the
        most first."""
        query = """SELECT email, SUM(times) AS said, name, MAX(times) FROM (SELECT email, name, COUNT(*) AS times FROM comment
            WHERE user_id IN ('', '0') AND email != '' AND approved IN ('1', 'approve', 'approved') AND email NOT IN
            (SELECT email FROM comment WHERE user_id NOT IN ('', '0')) GROUP BY email, name) GROUP BY email ORDER BY said DESC"""
        return {email: (count, name) for email, count, name, _most in self.database.execute(query)}


class Shape:
    """What hangs on what, without the words."""

    __slots__ = ("approved", "at", "email", "id", "is_empty", "kind", "parent", "user_id")

    def __init__(self, id, parent, at, approved, kind, user_id, email, is_empty):
        self.id, self.parent, self.approved, self.kind = id, parent, approved, kind
        self.at = datetime.fromisoformat(at) if at else None
        self.user_id, self.email, self.is_empty = user_id, email, bool(is_empty)


def _is_empty(words):
    """Nothing but blanks and tags: a picture alone, too, which no reader's words can hold here."""
    return not (TAGS.sub("", words) if "<" in words or "&" in words else words).strip()


def _json(record):
    return json.dumps(vars(record), default=lambda at: at.isoformat())


def _post(data):
    fields = json.loads(data)
    at = fields["at"] and datetime.fromisoformat(fields["at"])
    return Post(**fields | {"at": at, "terms": tuple(map(tuple, fields["terms"]))})


def _comment(row):
    id, parent, name, email, user_id, at, is_guessed, *rest = row
    at = datetime.fromisoformat(at) if at else None
    return PostComment(id, parent, name, email, user_id, at, bool(is_guessed), *rest)


def _hash(words):
    return re.sub(r"\W+", "-", words.lower())[:60]
