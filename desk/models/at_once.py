"""One act done with many comments at once: what follows it is done for all of them together, so that a hundred cost little
more than one. Each stands for itself all the same: where somebody was faster, the others are done."""

from collections import defaultdict

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from accounts.task_queue import enqueue
from comments.models.comment import Comment
from comments.models.moderation_log import TIME_TO_UNDO, ModerationEntry, OverLimit, StaleObject
from comments.models.notice import Notice
from comments.models.report import Report
from comments.models.spam import SpamCount
from comments.models.status import FOLLOWS
from comments.models.thread import Thread


@transaction.atomic
def carry_out_all(act, by, read, reason=""):
    """Give comments the status that an act gives, and do what follows. `read` is {key: the revision that was read}, of comments
    that this person moderates. Return those with which it was done, and (comment, StaleObject) of the others."""
    threads, comments = locked(read)
    picked, told = to_be_done(act, by, [(comments[pk], revision) for pk, revision in read.items() if pk in comments])
    now, before = timezone.now(), {comment.pk: comment.status for comment in picked}
    SpamCount.objects.learn([lesson for comment in picked for lesson in comment.take_status(act, now)])
    save_all(picked, now)
    Notice.objects.filter(comment__in=picked).take_back()
    let_follow(act, by, picked, before, reason)
    for pk in sorted({comment.thread_id for comment in picked}):
        threads[pk].settle()
    return picked, told


def locked(read):
    """Return {key: Thread}, all locked and always in one order, and {key: Comment} as they are now."""
    among = Comment.objects.filter(pk__in=read)
    threads = Thread.objects.with_lock().filter(pk__in=set(among.values_list("thread", flat=True))).order_by("pk")
    threads = {thread.pk: thread for thread in threads}
    comments = among.select_related("author").in_bulk()
    for comment in comments.values():
        if comment.thread_id in threads:
            comment.thread = threads[comment.thread_id]
    return threads, comments


def to_be_done(act, by, read):
    """Return the comments with which it may be done, and (comment, StaleObject) of those with which it may not. What would be
    over her limit ends it: the same would be said of all that follow."""
    left, picked, told = ModerationEntry.left_this_hour(by), [], []
    for comment, revision in read:
        try:
            comment.refuse_if_changed(revision)
            if not comment.allows(act):
                raise StaleObject.of(comment)
            if left is not None and len(picked) >= left:
                raise OverLimit.of(by)
            picked.append(comment)
        except StaleObject as changed:
            told.append((comment, changed))
            if isinstance(changed, OverLimit):
                break
    return picked, told


def save_all(picked, now):
    """Save their new status, and what is shown of them and of what they hang on."""
    before = {comment.pk: comment.is_shown for comment in picked}
    show_or_hide(picked)
    alike = defaultdict(list)
    for comment in picked:
        said = {name: getattr(comment, name) for name in ("status", "judged", "attended_at", "is_shown")}
        said |= {"published_at": now} if comment.published_at == now else {}
        alike[tuple(said.items())].append(comment.pk)
    for said, keys in alike.items():
        Comment.objects.filter(pk__in=keys).update(revision=F("revision") + 1, **dict(said))
    changed = [comment for comment in picked if comment.is_shown != before[comment.pk]]
    beside = {comment.parent_id for comment in changed} - before.keys()
    above = Comment.objects.filter(pk__in=beside, status__in=Comment.GONE)
    gone = set(above.values_list("pk", flat=True))
    for comment in changed:
        if comment.parent_id in gone:
            comment.climb()


def show_or_hide(picked):
    """Work out of each whether it is shown, what hangs on it first: that has the higher number."""
    hanging, shown = defaultdict(list), {}
    for pk, parent, is_shown in Comment.objects.filter(parent__in=picked).values_list("pk", "parent", "is_shown"):
        hanging[parent].append(pk)
        shown[pk] = is_shown
    for comment in sorted(picked, key=lambda comment: -comment.number):
        carries = any(shown[pk] for pk in hanging[comment.pk])
        comment.is_shown = shown[comment.pk] = comment.is_to_be_shown(carries)


def let_follow(act, by, picked, before, reason):
    """Write it into the log, and do what FOLLOWS says of reports and mail."""
    follows = FOLLOWS[act]
    ModerationEntry.objects.bulk_create(
        ModerationEntry.line(by, act, comment=comment, before=before[comment.pk], after=comment.status, reason=reason)
        for comment in picked
    )
    if follows.settles:
        last = ModerationEntry.objects.filter(comment=OuterRef("comment")).order_by("-pk").values("at")[:1]
        Report.objects.filter(comment__in=picked).settle(by, Subquery(last))
    for comment in picked if follows.tell else ():
        told = [getattr(comment, name) for name in follows.told]
        enqueue(follows.tell, *told, at=timezone.now() + TIME_TO_UNDO)
