"""What a reader wants to do something with: hers to do it with, or not there at all."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from comments.models import Comment, Thread


def comment_open_to(user, pk, act):
    """Return the comment if this person may do `act` with it; else 404, as for one that is not there."""
    threads = Thread.objects.visible_to(user)
    comment = get_object_or_404(
        Comment.objects.visible_to(user).select_related("thread__stage__guide", "thread__asker", "author", "parent"),
        pk=pk,
        thread__in=threads,
    )
    if act not in comment.acts_open_to(user):
        raise Http404
    return comment


def own_comment(user, pk):
    """Return what this person wrote and may take back, wherever it stands: in a question, too, that its asker has made
    private since; else 404."""
    own = Comment.objects.written_by(user).select_related("thread__stage__guide", "author")
    comment = get_object_or_404(own, pk=pk)
    if "delete" not in comment.acts_open_to(user):
        raise Http404
    return comment


def thread_open_to(user, pk, act):
    """Return the thread if this person may do `act` with it; else 404, as for one that is not there."""
    thread = get_object_or_404(Thread.objects.visible_to(user).with_what_lists_show(), pk=pk)
    if act not in thread.acts_open_to(user):
        raise Http404
    return thread
