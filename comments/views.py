from django.contrib import messages
from django.core.paginator import InvalidPage
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.adults import adults_only
from comments import drafting, holding, safety
from comments.forms import AskForm, EditForm, QuestionsForm, ReplyForm
from comments.models import Changed, Comment, Draft, Refused, Thread
from comments.opening import comment_open_to, own_comment
from comments.pointing_out import pointed_out
from comments.signed_out import signed_in
from stages.addresses import LastingRedirect, moved
from stages.models import SavedStage, Stage
from stages.pages import page_of

MOST_FOLLOWED = 50  # of the questions that a reader follows stand on her page


@require_safe
def questions(request):
    """All public threads: by stage, answered or waiting."""
    form = QuestionsForm(request.GET)
    try:
        page = page_of(form.narrow(Thread.objects.public()).with_what_lists_show(), request.GET.get("page"), 30)
    except InvalidPage as error:
        raise Http404 from error
    context = {"form": form, "chosen": form.cleaned_data, "page": page, "stages": Stage.objects.published().in_order()}
    return render(request, "comments/thread_list.html", context)


@require_safe
def thread(request, pk, slug=""):
    """One question and all that follows it."""
    threads = Thread.objects.visible_to(request.user).with_what_lists_show()
    if into := threads.part_of(pk).first():
        return redirect(into)
    thread = get_object_or_404(threads, pk=pk)
    if request.user.is_authenticated and thread.is_for_the_desk(request.user):
        return redirect("admin:desk_thread", thread.pk)
    if slug != thread.address:
        return (
            redirect(thread, permanent=True)
            if "page" not in request.GET
            else redirect(f"{thread.get_absolute_url()}?{request.GET.urlencode()}")
        )
    try:
        page = thread.page_of_comments(request.user, request.GET.get("page"))
    except InvalidPage as error:
        raise Http404 from error
    Comment.objects.marked_for(request.user, page.items)
    thread.acts, thread.is_followed = thread.acts_open_to(request.user), thread.is_followed_by(request.user)
    context = {
        "thread": thread,
        "page": page,
        "question": next(filter(lambda comment: comment.is_question, page.items), None) or thread.question,
        "is_mine": thread.is_asked_by(request.user),
        "needs_help": any(comment.calls_for_help_of(request.user) for comment in page.items),
    }
    if context["is_mine"] and thread.is_in_line():
        context |= {"place": thread.place_in_line(), "waits": Thread.objects.waits_lately()}
    response = render(request, "comments/thread_detail.html", context)
    if not thread.is_told_of():
        response["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@adults_only
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, slug):
    """Ask about a stage: write first, sign up last."""
    stages = Stage.objects.published().select_related("guide")
    stage = stages.at(slug)
    if stage is None:
        kept = Stage.objects.at(slug)
        draft = kept and drafting.find(request, stage=kept)
        request.words = draft.text if draft else ""  # so that a page that says no gives them back
        return LastingRedirect(request, reverse("ask", args=[moved(stages, slug).slug]))
    draft = drafting.find(request, stage=stage)
    form = AskForm(request.POST or None, person=request.user, draft=draft)
    if form.is_ready():
        if form.is_to_be_sent():
            said, how = form.cleaned_data, form.choices() | {"signs": form.signs()}
            try:
                thread = Thread.ask(stage, request.user, said["text"], said["submission"], **how)
                drafting.drop(request, form)
                return redirect(thread)
            except Refused as refused:
                form.add_error(None, str(refused))
        elif response := drafting.put_by(request, form, stage=stage):
            return response
    context = {"stage": stage, "form": form, "draft": draft, "place": f"stage={stage.slug}"}
    return write(request, "comments/ask.html", context | {"waits": Thread.objects.waits_lately()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_anywhere(request):
    """Ask without knowing the stage: that comes last."""
    draft = drafting.find(request)
    form = AskForm(request.POST or None, person=request.user, draft=draft)
    if form.is_ready() and (response := drafting.put_by(request, form)):
        return response
    context = {"stage": None, "form": form, "draft": draft}
    return write(request, "comments/ask.html", context | {"waits": Thread.objects.waits_lately()})


def write(request, template, context):
    """The page on which somebody writes, with what waits for her from another device and what keeps her from
    writing."""
    person = request.user
    elsewhere = Draft.objects.waiting_for(person).with_what_lists_show() if person.is_authenticated else []
    return render(request, template, context | {"elsewhere": elsewhere, "not_now": holding.not_now(person)})


@require_POST
def listen(request):
    """Answer words that are being written with where help is, if they speak of danger, and with what could tell who she is.
    Nothing is kept."""
    words = request.POST.get("text", "")
    context = {"needs_help": bool(safety.check(words)), "told": pointed_out(words)}
    return render(request, "comments/_listening.html", context)


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


@never_cache
@adults_only
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, pk):
    """Reply to a comment."""
    draft = drafting.find(request, parent=pk)
    request.words = draft.text if draft else ""  # so that a page that says no gives them back
    comment = comment_open_to(request.user, pk, "reply")
    form = ReplyForm(request.POST or None, person=request.user, draft=draft)
    if form.is_ready():
        if form.is_to_be_sent():
            try:
                said = form.cleaned_data
                written = comment.reply(request.user, said["text"], said["submission"], signs=form.signs())
                drafting.drop(request, form)
                return redirect(written)
            except (Changed, Refused) as refused:
                form.add_error(None, str(refused))
        elif response := drafting.put_by(request, form, parent=comment):
            return response
    context = {"comment": comment, "form": form, "draft": draft, "place": f"parent={pk}"}
    if request.user.is_authenticated:
        context["signed"] = comment.thread.signed_by(request.user)
    return write(request, "comments/reply.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Mend one's own words."""
    comment = comment_open_to(request.user, pk, "edit")
    form = EditForm(request.POST or None, initial={"text": comment.source, "revision": comment.revision})
    if form.is_ready():
        try:
            comment.edit(form.cleaned_data["text"], form.cleaned_data["revision"])
            return redirect(comment)
        except Changed as changed:
            form.add_error(None, str(changed))
    form.look_again(comment.revision)
    return render(request, "comments/edit.html", {"comment": comment, "form": form})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request, pk):
    """Withdraw one's own words."""
    comment = own_comment(request.user, pk)
    if request.method == "POST":
        comment.withdraw()
        messages.success(request, _("Your words are gone."))
        return redirect("me")
    may_read_on = comment.thread.may_be_read_by(request.user)
    return render(
        request, "comments/delete.html", {"comment": comment, "back": comment.thread if may_read_on else None}
    )


@signed_in
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


@signed_in
@require_safe
def me(request):
    """My own page: what she asked and where it stands, what she saved, her account."""
    asked = Thread.objects.asked_by(request.user).with_what_lists_show().with_question_status()
    try:
        page = page_of(asked, request.GET.get("page"), 30)
    except InvalidPage as error:
        raise Http404 from error
    hers = {
        "drafts": request.user.drafts.with_what_lists_show(),
        "elsewhere": Draft.objects.waiting_for(request.user).with_what_lists_show(),
        "following": Thread.objects.followed_by(request.user).with_what_lists_show()[:MOST_FOLLOWED],
        "saved_stages": SavedStage.objects.of(request.user),
    }
    return render(request, "comments/me.html", {"page": page, **hers})
