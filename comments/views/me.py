"""A reader's own pages."""

from django.core.paginator import InvalidPage
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.login_required import login_required
from comments.models import Comment, Thread
from stages.models import SavedStage
from stages.pages import page_of

MOST_FOLLOWED = 50  # of the questions that a reader follows stand on her page


@login_required
@require_safe
def me(request):
    """My own page: what she asked and where it stands, what she saved, her account."""
    asked = Thread.objects.asked_by(request.user).with_what_lists_show().with_question_status()
    try:
        page = page_of(asked, request.GET.get("page"), 30)
    except InvalidPage as error:
        raise Http404 from error
    for thread in page.items:
        thread.promises = thread.promises_to_asker(request.identity)
    hers = {
        "following": Thread.objects.followed_by(request.user).with_what_lists_show()[:MOST_FOLLOWED],
        "saved_stages": SavedStage.objects.of(request.user),
    }
    return render(request, "comments/me.html", {"page": page, **hers})


@login_required
@require_safe
def said_to_others(request):
    """All that she said in the questions of others, for her to find, mend and take back."""
    said = Comment.objects.said_to_others_by(request.user)
    try:
        page = page_of(said, request.GET.get("page"), 30)
    except InvalidPage as error:
        raise Http404 from error
    for comment in page.items:
        comment.can_be_read = comment.thread.may_be_read_by(request.user)
        comment.acts = comment.acts_open_to(request.user) if comment.can_be_read else {"delete"}
    return render(request, "comments/said_to_others.html", {"page": page})
