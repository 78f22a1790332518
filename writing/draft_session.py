"""Keeping what somebody writes until she sends it. Whose it is, the person and the visitor id of her browser say together.

A draft has the key (submission) of the comment that it becomes. While nobody is known it belongs to the browser's visitor
id; it passes to a person only through the sign-in that it opened (`accounts/sign_in_for_draft.py`, decision 0011). Every
form of it says for whom its page was made.

`page` is what the words are about: `stage=`, `parent=` (a comment that they reply to), or nothing yet."""

import uuid

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import sign_in_for_draft
from accounts.visitor import remember_visitor, visitor_id
from comments.models import SentBefore
from writing.models import Draft, NotSaved


def held(request):
    """Return the drafts that whoever asks may read: her own; for nobody, those of her browser."""
    return Draft.objects.held_by(request.user, visitor_id(request)).with_what_lists_show()


def find(request, **page):
    """Return the draft of this page that the address names, else the newest one, else None."""
    drafts = list(held(request).for_page(**page))
    named = request.GET.get("draft")
    return next((draft for draft in drafts if str(draft.key) == named), drafts[0] if drafts else None)


def get_or_404(request, key):
    draft = held(request).filter(key=key).first()
    if draft is None:
        raise Http404
    return draft


def keep(request, form, *, late=False, **page):
    """Save the words of a form and return their Draft. Raises NotSaved."""
    said = form.cleaned_data
    refuse_floods(request, said["submission"])
    return Draft.objects.keep(
        said["submission"],
        request.user,
        visitor_id(request) or uuid.uuid4(),
        revision=said["revision"],
        tab=said["tab"],
        turn=said["turn"],
        late=late,
        **page,
        **form.said(),
    )


def refuse_floods(request, key):
    """Of people who are not signed in, an address of the net may begin so many drafts; going on with one is free."""
    if request.user.is_authenticated or Draft.objects.filter(key=key).exists():
        return
    if not ratelimit.consume(request, action="draft"):
        raise NotSaved(
            _(
                "A lot of drafts have been started from your connection. Please try again in an hour; your words are still here."
            )
        )


def keep_rejected(request, form, rejected, **page):
    """Say why the words of a form are not sent. What would have been a second message under one key gets a key of its own,
    and is kept as a draft: whatever she does next, they are hers to send."""
    form.add_error(None, str(rejected))
    if not isinstance(rejected, SentBefore):
        return
    form.begin_anew()
    try:
        draft = keep(request, form, **page)
        form.put(submission=draft.key, revision=draft.revision)
    except NotSaved as reason:
        form.add_error(None, str(reason))


def put_by(request, form, **page):
    """Save the words of a complete form and lead on: to look them over, or to sign in and come back. Returns None where
    they could not be saved; the form says why."""
    try:
        draft = keep(request, form, **page)
    except NotSaved as reason:
        form.add_error(None, str(reason))
        return None
    if draft.key != form.cleaned_data["submission"]:
        messages.info(
            request,
            _("These words were changed elsewhere in the meantime. We kept both; you're looking at these."),
        )
    return with_mark(request, lead_on(request, form, draft), draft)


def lead_on(request, form, draft):
    if form.is_to_be_changed():
        return redirect(draft)
    if form.is_to_be_looked_over():
        return redirect("draft", draft.key)
    if not draft.is_about_something() and not form.leads_to_a_door():
        return redirect("draft_stage", draft.key)
    if request.user.is_authenticated:
        return redirect("draft", draft.key)
    is_typed = bool(request.POST.get("email")) and not form.leads_to_a_door()
    return sign_in_for_draft.begin(request, draft, form.door(), with_form=is_typed)


def with_mark(request, response, draft):
    """Let the browser find the draft again."""
    if not request.user.is_authenticated:
        remember_visitor(response, draft.browser)
    return response


def drop(request, form):
    """Forget the draft whose words were sent."""
    person, said = request.user, form.cleaned_data
    key = said["submission"]
    drafts = Draft.objects.held_by(person, visitor_id(request)) | Draft.objects.passing_to(
        person, visitor_id(request), key
    )
    for draft in drafts.filter(key=key):
        draft.put_away(said["revision"], said["tab"], form.said())
