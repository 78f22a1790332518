"""Conversations that were held elsewhere come in whole: with their dates, names, places and gaps."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from comments.models import Comment, Thread

LONGEST_NAME = 60


@dataclass(frozen=True)
class Spoken:
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


@transaction.atomic
def bring_in(stage, conversation, coach, **about_thread):
    """Make one thread of a list of Spoken (exactly one of them has no parent; the parents of all others are among them)
    and return it. `coach` is the User who answers; readers stay names without accounts."""
    order = _in_order(conversation)
    known = {spoken.key for spoken in order}
    if len(order) != len(conversation) or any(spoken.parent not in known for spoken in order[1:]):
        raise ValueError("every message but one needs a parent in the same conversation")
    first = order[0]
    thread = Thread(stage=stage, asked_at=first.at, waiting_since=first.at, **about_thread)
    thread.save()
    rows = _rows(thread, order, coach)
    _write_by_depth(rows)
    thread.settle()
    return thread


@transaction.atomic
def add_to(thread, conversation, coach):
    """Add what was said since to a thread that came in before. The parent of each Spoken is the key of another one, or
    the origin of a comment that the thread has."""
    thread.refresh_from_db(from_queryset=Thread.objects.select_for_update())
    rows = {comment.origin: comment for comment in thread.adopt(thread.comments.exclude(origin=None))}
    last = thread.comments.aggregate(last=models.Max("number"))["last"]
    for number, spoken in enumerate(_in_order(conversation), start=last + 1):
        rows[spoken.key] = comment = _row(thread, spoken, number, rows[spoken.parent], coach)
        comment.put_in_place()
    thread.settle()


@transaction.atomic
def fill_in(missing, spoken, coach):
    """What was missing at the beginning of a thread has come after all: it takes the place that was kept for it."""
    thread = missing.thread
    thread.refresh_from_db(from_queryset=Thread.objects.select_for_update())
    found = _row(thread, spoken, missing.number, None, coach)
    found.pk, found.branch, found.kind = missing.pk, missing.branch, missing.kind
    found.save_shown_or_hidden()
    thread.asked_at = spoken.at
    thread.save(update_fields=["asked_at"])
    thread.settle()


def _rows(thread, order, coach):
    """Return {key: Comment}, numbered by time behind the first."""
    by_time = [order[0], *sorted(order[1:], key=lambda spoken: spoken.at)]
    numbers = {spoken.key: number for number, spoken in enumerate(by_time, start=1)}
    rows = {}
    for spoken in order:
        rows[spoken.key] = _row(thread, spoken, numbers[spoken.key], rows.get(spoken.parent), coach)
    _show(rows.values())
    return rows


def _row(thread, spoken, number, parent, coach):
    """Return a message as a Comment, not yet saved."""
    return Comment(
        thread=thread,
        number=number,
        kind=_kind(spoken, parent),
        parent=parent,
        author=coach if spoken.by_coach and spoken.status != Comment.Status.MISSING else None,
        byline=spoken.name[:LONGEST_NAME],
        status=spoken.status,
        text=spoken.text,
        created_at=spoken.at,
        published_at=spoken.at if spoken.status == Comment.Status.APPROVED else None,
        origin=spoken.origin,
    )


def _kind(spoken, parent):
    if parent is None:
        return Comment.Kind.QUESTION
    return Comment.Kind.ANSWER if spoken.by_coach else Comment.Kind.REPLY


def _show(comments):
    """Set `is_shown`: from the leaves up, so that what is gone knows whether anything shown hangs on it."""
    held = set()
    for comment in reversed(list(comments)):
        comment.is_shown = comment.status == Comment.Status.APPROVED or (comment.is_gone and id(comment) in held)
        if comment.is_shown and comment.parent:
            held.add(id(comment.parent))


def _write_by_depth(rows):
    """Save the rows level by level, since a row needs the keys of its parent and its branch."""
    levels = defaultdict(list)
    depth = {}
    for comment in rows.values():
        depth[id(comment)] = depth[id(comment.parent)] + 1 if comment.parent else 0
        levels[depth[id(comment)]].append(comment)
    for level in sorted(levels):
        for comment in levels[level]:
            comment.parent = comment.parent  # takes over the key that the parent has by now
            comment.branch = comment.parent and (comment.parent if level == 1 else comment.parent.branch)
        Comment.objects.bulk_create(levels[level], batch_size=500)
        for comment in levels[level]:
            comment.keep_mentions()
        if level == 1:
            for comment in levels[level]:
                comment.branch = comment
            Comment.objects.bulk_update(levels[level], ["branch"], batch_size=500)
