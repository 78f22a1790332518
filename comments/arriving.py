"""Conversations that were held elsewhere come in whole: with their dates, names, places and gaps."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

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
    """Return the messages, the beginning first, each behind its parent, else by time; what hangs on a message that is
    not there, or on itself in a circle, gets a missing one to hang on."""
    known = {spoken.key for spoken in conversation}
    children = defaultdict(list)
    for spoken in sorted(conversation, key=lambda spoken: spoken.at):
        children[spoken.parent if spoken.parent in known else None].append(spoken)
    order, left = [], [children[None][0]] if children[None] else []
    while left:
        spoken = left.pop(0)
        order.append(spoken)
        left += children[spoken.key]
    return order


@transaction.atomic
def bring_in(stage, conversation, coach, **about_thread):
    """Make one thread of a list of Spoken (exactly one of them has no parent; the parents of all others are among them)
    and return it. `coach` is the User who answers; readers stay names without accounts."""
    order = _in_order(conversation)
    if len(order) != len(conversation):
        raise ValueError("every message but one needs a parent in the same conversation")
    first = order[0]
    thread = Thread(stage=stage, asked_at=first.at, waiting_since=first.at, **about_thread)
    thread.name_after(first.text)
    thread.save()
    rows = _rows(thread, order, coach)
    _write_by_depth(rows)
    thread.settle()
    return thread


def _rows(thread, order, coach):
    """Return {key: Comment}, numbered by time behind the first."""
    by_time = [order[0], *sorted(order[1:], key=lambda spoken: spoken.at)]
    numbers = {spoken.key: number for number, spoken in enumerate(by_time, start=1)}
    rows = {}
    for spoken in order:
        approved = spoken.status == Comment.Status.APPROVED
        rows[spoken.key] = Comment(
            thread=thread,
            number=numbers[spoken.key],
            kind=Comment.Kind.QUESTION
            if spoken.parent is None
            else Comment.Kind.ANSWER
            if spoken.by_coach
            else Comment.Kind.REPLY,
            parent=rows.get(spoken.parent),
            author=coach if spoken.by_coach and spoken.status != Comment.Status.MISSING else None,
            byline=spoken.name[:LONGEST_NAME],
            status=spoken.status,
            text=spoken.text,
            created_at=spoken.at,
            published_at=spoken.at if approved else None,
            origin=spoken.origin,
        )
    _show(rows.values())
    return rows


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
        if level == 1:
            for comment in levels[level]:
                comment.branch = comment
            Comment.objects.bulk_update(levels[level], ["branch"], batch_size=500)
