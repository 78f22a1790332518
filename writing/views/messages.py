"""Writing: asking, replying, and changing or withdrawing what one wrote."""

from django.contrib import messages
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.adults import adults_only
from accounts.forms import WhereToSend
from accounts.login_required import login_required
from accounts.rate_limits import limited
from checks import safety
from comments.access import comment_open_to, own_comment
from comments.models import Rejected, StaleObject, Thread, not_now
from stages.addresses import LastingRedirect, moved
from stages.models import Stage
from writing import draft_session
from writing.forms import AskForm, EditForm, HowItWentForm, ReplyForm
from writing.hints import hints_for, sent_words
from writing.models import Draft


@never_cache
@limited("write", "POST")
@adults_only
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, slug):
    """Ask about a stage: write first, sign up last."""
    stages = Stage.objects.published().select_related("guide")
    stage = stages.at(slug)
    if stage is None:
        kept = Stage.objects.at(slug)
        draft = kept and draft_session.find(request, stage=kept)
        request.words = draft.text if draft else ""  # so that a page that says no gives them back
        return LastingRedirect(request, reverse("ask", args=[moved(stages, slug).slug]))
    draft = draft_session.find(request, stage=stage)
    form = AskForm(request.POST or None, person=request.user, draft=draft)
    if form.is_ready():
        if form.is_to_be_sent():
            said, how = form.cleaned_data, form.choices() | {"signs": form.signs()}
            try:
                thread = Thread.ask(stage, request.user, said["text"], said["submission"], **how)
                draft_session.drop(request, form)
                return redirect(thread)
            except (StaleObject, Rejected) as refused:
                draft_session.keep_rejected(request, form, refused, stage=stage)
        elif response := draft_session.put_by(request, form, stage=stage):
            return response
    context = {"stage": stage, "form": form, "draft": draft, "place": f"stage={stage.slug}"}
    return write_question(request, context)


@never_cache
@limited("write", "POST")
@require_http_methods(["GET", "HEAD", "POST"])
def ask_anywhere(request):
    """Ask without knowing the stage: that comes last."""
    draft = draft_session.find(request)
    form = AskForm(request.POST or None, person=request.user, draft=draft, needs_stage=True)
    if form.is_ready() and (response := draft_session.put_by(request, form)):
        return response
    return write_question(request, {"stage": None, "form": form, "draft": draft})


def write_question(request, context):
    """The page on which somebody asks."""
    name = getattr(request.user, "pen_name", "")
    more = {"comes_next": context["form"].comes_next(name), "waits": Thread.objects.waits_lately()}
    return write(request, "writing/ask.html", context | more)


def write(request, template, context):
    """The page on which somebody writes, with what waits for her from another device and what keeps her from
    writing."""
    person = request.user
    elsewhere = Draft.objects.waiting_for(person).with_what_lists_show() if person.is_authenticated else []
    context |= {"elsewhere": elsewhere, "not_now": not_now(person)}
    return render(request, template, context | where_to_send(request, context["form"]))


def where_to_send(request, form):
    """What a page with words asks of whoever isn't signed in, as soon as they can go."""
    return (
        {}
        if request.user.is_authenticated or form.needs_stage
        else {"address": WhereToSend(is_answered=isinstance(form, AskForm))}
    )


@limited("listen")
@require_POST
def listen(request):
    """Answer words that are being written with where help is, if they speak of danger, and with what could tell who she is.
    Nothing is kept."""
    words = sent_words(request)
    context = {"needs_help": bool(safety.check(words)), "told": hints_for(words)}
    return render(request, "writing/_hints.html", context)


@never_cache
@limited("write", "POST")
@adults_only
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, pk):
    """Reply to a comment."""
    draft = draft_session.find(request, parent=pk)
    request.words = draft.text if draft else ""  # so that a page that says no gives them back
    comment = comment_open_to(request.user, pk, "reply")
    form = ReplyForm(HowItWentForm.as_reply(request.POST) or None, person=request.user, draft=draft)
    if form.is_ready():
        if form.is_to_be_sent():
            try:
                said = form.cleaned_data
                written = comment.reply(request.user, said["text"], said["submission"], signs=form.signs())
                draft_session.drop(request, form)
                return redirect(written)
            except (StaleObject, Rejected) as refused:
                draft_session.keep_rejected(request, form, refused, parent=comment)
        elif response := draft_session.put_by(request, form, parent=comment):
            return response
    context = {"comment": comment, "form": form, "draft": draft, "place": f"parent={pk}"}
    name = comment.thread.signed_by(request.user) if request.user.is_authenticated else ""
    context["comes_next"] = form.comes_next(name or _("A reader"))
    return write(request, "writing/reply.html", context)


@login_required
@limited("write", "POST")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Mend one's own words."""
    comment = comment_open_to(request.user, pk, "edit")
    form = EditForm(request.POST or None, comment=comment)
    if form.is_ready():
        try:
            said = form.cleaned_data
            comment.edit(said["text"], said["revision"], said.get("own_title"))
            return redirect(comment)
        except StaleObject as changed:
            comment.refresh_from_db(fields=["html"])  # it stands beside what she typed
            form.add_error(None, str(changed))
    form.look_again(comment.revision)
    return render(request, "writing/edit.html", {"comment": comment, "form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request, pk):
    """Withdraw one's own words."""
    comment = own_comment(request.user, pk)
    if request.method == "POST":
        comment.withdraw()
        messages.success(request, _("Your message has been deleted."))
        return redirect("me")
    back = comment.thread if comment.thread.may_be_read_by(request.user) else "said_to_others"
    return render(request, "writing/delete.html", {"comment": comment, "back": resolve_url(back)})
