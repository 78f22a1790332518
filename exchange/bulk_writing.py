"""Conversations that were held elsewhere come in whole: with their dates, names, places and gaps."""

import itertools
from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from django.db import connection, models, transaction
from django.utils import timezone

from comments.models import Comment, Thread
from exchange.inserting import fresh, insert
from stages import text
from stages.models import Term

LONGEST_NAME = 60


class Spoken(NamedTuple):
    """One message of a conversation. `key` names it among the others, `parent` the one it replies to (None: it begins
    the conversation), `origin` where it comes from for ever (None: nowhere that could come again)."""

    key: str
    parent: str | None
    name: str
    by_coach: bool
    at: datetime
    status: str
    text: str
    origin: str | None = None


def _in_order(conversation):
    """Return the messages, each behind what it replies to, else by time. What replies to nothing that is here begins;
    what hangs on itself in a circle is left out."""
    known = {spoken.key for spoken in conversation}
    children = defaultdict(list)
    for spoken in sorted(conversation, key=lambda spoken: spoken.at):
        children[spoken.parent if spoken.parent in known else None].append(spoken)
    order = children[None]
    for spoken in order:
        order += children.get(spoken.key, [])
    return order


class NewThread(NamedTuple):
    """A conversation that is to be a thread: exactly one of its Spoken has no parent, the parents of all others are among
    them. `about` are fields of the Thread; `rests` says that nobody waits in it, whatever was said last."""

    stage: object
    conversation: list
    about: dict
    rests: str = ""


def bring_in(stage, conversation, coach, **about_thread):
    """Make one thread of a list of Spoken and return it. `coach` is the User who answers; readers stay names without
    accounts."""
    return write_threads([NewThread(stage, conversation, about_thread)], coach)[0][0]


def write_threads(news, coach):
    """Write many NewThreads in two statements, each in the state in which `settle()` would leave it, and return (the
    Threads, their Comments). Raises ValueError for a message that hangs on nothing."""
    threads, comments = made_of(news, coach)
    write(threads, comments)
    return threads, comments


def made_of(news, coach):
    """Return (Threads, Comments) that only lack their keys: each is named by its place, from 1 on. Nothing is written, so
    nobody waits meanwhile."""
    orders = [_whole(new.conversation) for new in news]
    places, terms = itertools.count(1), Term.objects.as_texts_need_them()
    threads, comments = [], []
    for place, (new, order) in enumerate(zip(news, orders, strict=True), start=1):
        thread = _thread(place, new, order[0].at)
        rows = _rows(thread, order, coach and coach.pk, places)
        for row in rows:
            row.html = _html(row, terms)
        _settle(thread, rows, new.rests)
        threads.append(thread)
        comments += rows
    return threads, comments


@transaction.atomic
def write(threads, comments):
    """Give what `made_of` made its keys, and write it."""
    of_threads, of_comments = [None, *next_keys(Thread, len(threads))], [None, *next_keys(Comment, len(comments))]
    for row in comments:
        columns = row.__dict__
        columns["thread_id"] = of_threads[columns["thread_id"]]
        for name in ("id", "parent_id", "branch_id"):
            columns[name] = of_comments[columns[name] or 0]
    for thread in threads:
        thread.pk, thread.last_answer_id = of_threads[thread.pk], of_comments[thread.last_answer_id or 0]
    insert(Thread, threads)
    insert(Comment, comments)
    for comment in comments:
        if comment.is_answer and "[[" in comment.text:
            comment.keep_mentions()


def _thread(key, new, asked_at):
    thread = fresh(Thread, id=key, asked_at=asked_at, waiting_since=asked_at)
    for name, value in {"stage": new.stage, **new.about}.items():
        setattr(thread, name, value)
    return thread


def _html(row, terms):
    """Return the HTML of a message, as saving it would make it; the coach's own words were asked for once."""
    if row.kind == Comment.Kind.ANSWER and "[[" not in row.text:
        return text.coach_html(row.text, terms=terms)
    return row.rules()(row.text)


def _whole(conversation):
    order = _in_order(conversation)
    known = {spoken.key for spoken in order}
    if len(order) != len(conversation) or any(spoken.parent not in known for spoken in order[1:]):
        raise ValueError("every message but one needs a parent in the same conversation")
    return order


def next_keys(model, count):
    """Return keys for so many new rows, which nobody else will get: of PostgreSQL's sequence, or behind SQLite's last, which
    has no other writer in this transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, count])
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = max((cursor.fetchone() or [0])[0], model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0)
    return range(last + 1, last + count + 1)


def _settle(thread, rows, rests):
    """Let the thread keep about its comments what `settle()` would find in them."""
    question, by_number = rows[0], sorted(rows, key=lambda row: row.number)
    thread.name_after("" if question.is_gone else question.html)
    answers = [row for row in by_number if row.is_answer and row.is_approved]
    asker = question.byline
    spoke = [row for row in by_number if row.status in Comment.LIVE and _counts(row, asker)]
    last = spoke[-1] if spoke else None
    thread.is_shown = question.is_shown
    thread.comment_count = sum(row.is_shown for row in rows)
    thread.answered_at = min((row.created_at for row in answers), default=None)
    last_answer = last if last and last.is_answer else answers[-1] if answers else None
    thread.last_answer_id = last_answer and last_answer.pk
    thread.last_answered_at = last_answer and last_answer.created_at
    if rests and last:
        thread.set_state, thread.set_at = rests, timezone.now()
    thread.state = thread.set_state or _state_after(last)
    thread.waiting_since = last.created_at if thread.state == Thread.State.WAITING_FOR_COACH else None


def _counts(row, asker):
    """Does a thread's state follow from these words? From the question, answers, and what else the asker said."""
    return row.kind != Comment.Kind.REPLY or bool(asker and row.author_id is None and row.byline == asker)


def _state_after(last):
    if last is None:
        return Thread.State.CLOSED
    return Thread.State.ANSWERED if last.is_answer else Thread.State.WAITING_FOR_COACH


@transaction.atomic
def add_to(thread, conversation, coach):
    """Add what was said since to a thread that came in before. The parent of each Spoken is the key of another one, or
    the origin of a comment that the thread has."""
    thread.refresh_from_db(from_queryset=Thread.objects.select_for_update())
    rows = {comment.origin: comment for comment in thread.adopt(thread.comments.exclude(origin=None))}
    last = thread.comments.aggregate(last=models.Max("number"))["last"]
    for number, spoken in enumerate(_in_order(conversation), start=last + 1):
        parent = rows[spoken.parent]
        rows[spoken.key] = comment = Comment(**_columns(spoken, number, parent, coach and coach.pk))
        comment.thread, comment.parent = thread, parent
        comment.put_in_place()
    thread.settle()


@transaction.atomic
def fill_in(missing, spoken, coach):
    """What was missing at the beginning of a thread has come after all: it takes the place that was kept for it. Returns
    the thread."""
    thread = missing.thread
    thread.refresh_from_db(from_queryset=Thread.objects.select_for_update())
    found = Comment(**_columns(spoken, missing.number, None, coach and coach.pk))
    found.pk, found.branch, found.kind, found.thread = missing.pk, missing.branch, missing.kind, thread
    found.save_shown_or_hidden()
    thread.asked_at = spoken.at
    thread.save(update_fields=["asked_at"])
    thread.settle()
    return thread


def _rows(thread, order, coach, keys):
    """Return the Comments of a thread, parents first, numbered by time behind the first; `coach` is a key."""
    by_time = [order[0], *sorted(order[1:], key=lambda spoken: spoken.at)]
    numbers = {spoken.key: number for number, spoken in enumerate(by_time, start=1)}
    rows = {}
    for spoken in order:
        parent, key = rows.get(spoken.parent), next(keys)
        row = fresh(Comment, id=key, thread_id=thread.pk, **_columns(spoken, numbers[spoken.key], parent, coach))
        if parent:
            row.__dict__["branch_id"] = key if parent.kind == Comment.Kind.QUESTION else parent.branch_id
        rows[spoken.key] = row
    rows = list(rows.values())
    _show(rows)
    return rows


def _columns(spoken, number, parent, coach):
    """Return what a message is as columns of a Comment. `coach` is the key of who answers, `parent` a Comment."""
    return {
        "number": number,
        "kind": _kind(spoken, parent),
        "parent_id": parent and parent.pk,
        "author_id": coach if spoken.by_coach and spoken.status != Comment.Status.MISSING else None,
        "byline": spoken.name[:LONGEST_NAME],
        "status": spoken.status,
        "text": spoken.text,
        "created_at": spoken.at,
        "published_at": spoken.at if spoken.status == Comment.Status.APPROVED else None,
        "origin": spoken.origin,
    }


def _kind(spoken, parent):
    if parent is None:
        return Comment.Kind.QUESTION
    return Comment.Kind.ANSWER if spoken.by_coach else Comment.Kind.REPLY


def _show(rows):
    """Set `is_shown`: from the leaves up, so that what is gone knows whether anything shown hangs on it."""
    held = set()
    for row in reversed(rows):
        row.is_shown = row.status == Comment.Status.APPROVED or (row.is_gone and row.pk in held)
        if row.is_shown:
            held.add(row.parent_id)
