"""What somebody has written and not sent: saved as she writes, looked over, thrown away."""

import uuid

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.converters import key_in
from accounts.login_required import login_required
from accounts.rate_limits import limited
from accounts.visitor import visitor_id
from checks import safety
from comments.access import comment_open_to, own_comment
from stages.models import Stage
from writing import draft_session
from writing.forms import DraftForm, StageForm, form_of
from writing.hints import marked
from writing.models import Draft, NotSaved
from writing.views.messages import where_to_send


def page_named(request):
    """Return what the words are about, as the page on which they are written says it. A stage that is gone meanwhile is
    asked for again before they are sent."""
    if parent := key_in(request.GET.get("parent")):
        return {"parent": comment_open_to(request.user, parent, "reply")}
    stage = Stage.objects.published().found(request.GET.get("stage", ""))
    return {"stage": stage} if stage else {}


@never_cache
@limited("keep_draft")
@require_POST
def keep_draft(request):
    """Save what is being written, and say so; or say why not, in a sentence for the page."""
    form = DraftForm(request.POST, person=request.user)
    if not form.is_ready():
        status = 409 if form.non_field_errors() else 422
        return JsonResponse(
            {"said": " ".join(why for reasons in form.errors.values() for why in reasons)}, status=status
        )
    try:
        draft = draft_session.keep(request, form, late=True, **page_named(request))
    except NotSaved as reason:
        return JsonResponse({"said": str(reason)}, status=409)
    is_apart = draft.key != form.cleaned_data["submission"]
    said = _("Another tab has changed or sent this draft. We kept both: what you see here is a draft of its own now.")
    kept = {"key": draft.key, "revision": draft.revision, "said": said if is_apart else ""}
    return draft_session.with_mark(request, JsonResponse(kept), draft)


@never_cache
@limited("look")
@require_safe
def draft(request, key):
    """Look over what one has written: as it will stand."""
    draft = draft_session.held(request).filter(key=key).first()
    if draft is None and request.user.is_authenticated and "draft" in request.GET:
        return redirect("me")  # she has signed in with another address than the one it waits for
    if draft is None:
        raise Http404
    request.words = draft.text  # so that a page that says no gives them back
    comment = draft.parent and comment_open_to(request.user, draft.parent_id, "reply")
    form = form_of(draft, request.user)
    asked = where_to_send(request, form)
    context = asked | {
        "draft": draft,
        "comment": comment,
        "form": form,
        "marked": marked(draft.html, form.told),
        "byline": byline_of(draft, request.user, asked),
        "signing": draft.signing_in_words(request.user),
    }
    return render(request, "writing/draft.html", context)


@never_cache
@limited("look")
@require_http_methods(["GET", "HEAD", "POST"])
def draft_stage(request, key):
    """Which stage is it about? Asked last."""
    draft = draft_session.get_or_404(request, key)
    form = StageForm(request.POST or None)
    if form.is_valid():
        draft.be_about(form.cleaned_data["stage"])
        return redirect("draft", draft.key)
    context = {"draft": draft, "form": form, "needs_help": bool(safety.check(draft.text))}
    return render(request, "writing/draft_stage.html", context)


def byline_of(draft, person, asked):
    """Return the name above a draft: for whoever has none yet, the one that this page offers her."""
    offered = asked["address"].initial["pen_name"] if asked else ""
    return (offered if not draft.signature else "") or draft.byline_for(person)


@login_required
@never_cache
@require_POST
def take_draft(request, key):
    """It was she who wrote this on another device."""
    draft = get_object_or_404(Draft.objects.waiting_for(request.user), pk=key)
    draft.pass_to(request.user)
    return redirect(draft)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete_draft(request, key):
    """Throw away what one has written."""
    drafts = Draft.objects.held_by(request.user, visitor_id(request))
    if request.user.is_authenticated:
        drafts = drafts | Draft.objects.waiting_for(request.user)
    draft = get_object_or_404(drafts.with_what_lists_show(), pk=key)
    if request.method == "POST":
        draft.delete()
        return redirect("me" if request.user.is_authenticated else reverse("home"))
    is_shown = draft.is_held_by(request.user, visitor_id(request))
    return render(
        request,
        "writing/draft_delete.html",
        {"draft": draft, "shown": [draft.html] if is_shown else [], "back": resolve_url(draft if is_shown else "me")},
    )


@login_required
@limited("write", "POST")
@require_http_methods(["GET", "HEAD", "POST"])
def again(request, pk):
    """Take up what was not published: her own words become a draft, to be changed and sent again."""
    comment = own_comment(request.user, pk)
    if not comment.is_put_aside:
        return redirect(comment)
    if request.method == "POST":
        try:
            return redirect(Draft.objects.take_up(comment, request.user, visitor_id(request) or uuid.uuid4()))
        except NotSaved as full:
            messages.error(request, str(full))
    return render(request, "writing/again.html", {"comment": comment})
