"""Who is waiting for the coach."""

from comments.models import Comment, Thread

MOST = 50  # rows of each list on the first page; the rest comes up as these are answered


def of(user):
    """Return what the first page shows this person: the longest waiting first."""
    threads = Thread.objects.moderated_by(user).with_what_lists_show()
    comments = Comment.objects.moderated_by(user).pending().with_what_desks_show()
    return {
        "waiting": threads.waiting()[:MOST],
        "to_approve": comments.order_by("created_at", "pk")[:MOST],
        "answered": threads.recently_answered(10),
        "most": MOST,
    }


def counts(user):
    """Return how many wait and how many are to approve."""
    return {
        "waiting": Thread.objects.moderated_by(user).waiting().count(),
        "to_approve": Comment.objects.moderated_by(user).pending().count(),
    }
