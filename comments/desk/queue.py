"""Who is waiting for the coach."""

from comments.models import Comment, Report, Thanks, Thread

MOST = 50  # rows of each list on the first page; the rest comes up as these are answered
MOST_THANKS = 10


def of(user):
    """Return what the first page shows this person: the longest waiting first."""
    threads = Thread.objects.moderated_by(user).with_what_lists_show()
    comments = Comment.objects.moderated_by(user).pending().with_what_desks_show()
    return {
        "to_be_seen_to": Comment.objects.moderated_by(user).to_be_seen_to().with_what_desks_show()[:MOST],
        "waiting": threads.waiting()[:MOST],
        "to_approve": comments.order_by("created_at", "pk")[:MOST],
        "reports": Report.objects.open().moderated_by(user).with_what_desks_show()[:MOST],
        "thanks": thanks_for(user),
        "answered": threads.recently_answered(10),
        "may_answer": user.is_coach(),
        "most": MOST,
    }


def thanks_for(user):
    """Return the newest thanks with their lines: these are the coach's alone."""
    newest = Thanks.objects.newest_first().with_what_desks_show()
    return newest[:MOST_THANKS] if user.is_coach() else newest.none()


def counts(user):
    """Return how many wait, how many are to approve and how many reports are open."""
    return {
        "waiting": Thread.objects.moderated_by(user).waiting().count(),
        "to_approve": Comment.objects.moderated_by(user).pending().count(),
        "reports": Report.objects.open().moderated_by(user).count(),
    }
