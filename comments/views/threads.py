"""Reading: all public threads, one of them, and where a comment is in it."""

from django.core.paginator import InvalidPage
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from comments.forms import QuestionsForm
from comments.models import Comment, Thread
from comments.models.position import in_branches
from stages.addresses import LastingRedirect, stage_renamed_in
from stages.models import Stage
from stages.pages import page_of


@require_safe
def questions(request):
    """All public threads: by stage, answered or waiting."""
    if renamed := stage_renamed_in(request):
        return renamed
    stages = Stage.objects.published().in_order()
    form = QuestionsForm(request.GET, stages=stages)
    try:
        threads = form.narrow(Thread.objects.for_pages_of(request.user)).with_what_lists_show()
        page = page_of(threads, request.GET.get("page"), 30, is_counted=True)
    except InvalidPage as error:
        raise Http404 from error
    chosen = QuestionsForm(initial=form.cleaned_data, stages=stages)
    return render(request, "comments/thread_list.html", {"form": chosen, "page": page})


@require_safe
def thread(request, pk, slug=""):
    """One question and all that follows it."""
    thread = Thread.objects.open_to(request.user, pk)
    if thread is None:
        return redirect(get_object_or_404(Thread.objects.visible_to(request.user).part_of(pk)))
    if request.user.is_authenticated and thread.is_for_the_desk(request.user):
        return redirect("admin:desk_thread", thread.pk)
    if slug != thread.address:
        return LastingRedirect(request, thread.get_absolute_url())
    try:
        page = thread.page_of_comments(request.user, request.GET.get("page"))
    except InvalidPage as error:
        raise Http404 from error
    Comment.objects.marked_for(request.user, page.items)
    thread.acts, thread.is_followed = thread.acts_open_to(request.user), thread.is_followed_by(request.user)
    opening = [comment for comment in page.items if comment.is_question]
    question = opening[0] if opening else thread.question
    is_its_own_title = bool(opening) and not thread.own_title
    context = {
        "thread": thread,
        "page": page,
        "question": question,
        "opening": opening,
        "branches": in_branches(page.items),
        "is_its_own_title": is_its_own_title,
        "opens_large": is_its_own_title and question.opens_briefly(),
        "guidance": thread.stage.first_guidance(),
        "path": thread.stage.path(),
        "is_mine": thread.is_asked_by(request.user),
        "needs_help": any(comment.calls_for_help_of(request.user) for comment in page.items),
    }
    if context["is_mine"]:
        place = thread.place_in_line() if thread.is_in_line() else None
        context["standing"] = thread.standing_in_words(context["question"], place)
        context["moves"] = thread.moves_in_words()
        context |= {"way": thread.way(context["question"].status), "how_told": thread.telling_in_words()}
        context |= {"place": place, "waits": Thread.objects.waits_lately()} if place else {}
    response = render(request, "comments/thread_detail.html", context)
    if not thread.is_told_of():
        response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def comment(request, pk):
    """A comment's lasting address: leads to it in its thread."""
    comment = get_object_or_404(
        Comment.objects.visible_to(request.user).select_related("thread"),
        pk=pk,
        thread__in=Thread.objects.visible_to(request.user),
    )
    page = comment.page_for(request.user)
    query = f"?page={page}" if page > 1 else ""
    return redirect(f"{comment.thread.get_absolute_url()}{query}#comment-{comment.pk}")
