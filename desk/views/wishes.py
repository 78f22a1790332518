"""What the coach and her moderators do with wishes: each act is a button, a view and a verb of the same name."""

from itertools import chain

from django.contrib import admin, messages
from django.core.paginator import InvalidPage
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST, require_safe

from comments.models import StaleObject
from desk.acts import buttons, form_of, name_of
from desk.forms.wishes import ShownForm
from desk.permissions import moderators_only
from desk.responses import gone_on, wants_part
from stages.pages import page_of
from wishes.models import Wish
from wishes.models.moderation import AT_DESK

A_PAGE = 50  # wishes
SECTIONS = {"fulfil": _lazy("It came true"), "merge": _lazy("Another says the same"), "decline": _lazy("Decline it")}
UNDO = next(act for act in AT_DESK if act.name == "undo")


def wish_of(pk):
    return get_object_or_404(Wish.objects.with_what_desks_show(), pk=pk)


@moderators_only
@require_safe
def wishes(request):
    """All wishes, by what became of them."""
    form = ShownForm(request.GET)
    try:
        page = page_of(form.pick(Wish.objects.with_what_desks_show()), request.GET.get("page"), A_PAGE)
    except InvalidPage as error:
        raise Http404 from error
    counts = Wish.objects.counted_by_state()
    for each in page.items:
        tell_of_acts(request.user, each, form.shown())
    context = {
        **admin.site.each_context(request),
        "title": _("What readers wish for"),
        "shown": form.shown(),
        "empty": form.when_empty(),
        "lists": [(value, name, counts.get(value, 0)) for value, name in ShownForm.SHOWN],
        "page": page,
    }
    return render(request, "desk/wishes.html", context)


@moderators_only
@require_safe
def wish(request, pk):
    """One wish, and all that can be done with it."""
    return screen(request, wish_of(pk))


def screen(request, wish, status=200, back=None):
    """Render the page of a wish; a form that was not complete comes `back` in its place."""
    drawn = buttons(wish, small(wish.acts_at_desk(request.user)), request.user, back)
    context = {
        **admin.site.each_context(request),
        "title": wish.words,
        "wish": wish,
        "acts": [*drawn.get("acts", []), *drawn.get("undo", [])],
        "sections": sections(wish, request.user, back),
        "form": back and back[2],
    }
    return render(request, "desk/wish.html", context, status=status)


def small(acts):
    """Return, of these acts, those that are no decision to think about."""
    return {name: act for name, act in acts.items() if name not in SECTIONS}


def sections(wish, user, back):
    """Return, of each decision that stands open, (its id on the page, its title, its buttons: none where none is left)."""
    acts = wish.acts_at_desk(user)
    return [
        (name, title, buttons(wish, {name: acts[name]}, user, back).get("deciding", []))
        for name, title in SECTIONS.items()
        if name in acts
    ]


def tell_of_acts(user, wish, shown):
    """Tell a wish of a list what can be done with it there, and what its own page is for."""
    acts = wish.acts_at_desk(user)
    wish.at_desk = buttons(wish, small(acts), user)
    for button in chain(*wish.at_desk.values()):
        button.sent = {"back": shown}
    more = _("Came true, decline, merge …") if "fulfil" in acts else _("Decline or merge …")
    wish.leads_to = [more] if "decline" in acts else []


def with_wish(request, act, pk):
    """Do one thing with a wish as it was read; tell when somebody else was faster. A form that is not complete comes back."""
    wish = wish_of(pk)
    form = form_of(act, wish, request.user, request.POST)
    if not form.is_valid() and wants_part(request):
        return JsonResponse({"said": next(iter(form.errors.values()))[0]}, status=422)
    if not form.is_valid():
        return screen(request, wish, status=422, back=(name_of(act, wish), wish.pk, form))
    try:
        act.verb(wish, by=request.user, **form.cleaned_data)
    except StaleObject as changed:
        return refused(request, wish, changed)
    return done(request, wish, act.told)


def refused(request, wish, changed):
    """Say why nothing was done."""
    if wants_part(request):
        return JsonResponse({"said": str(changed)}, status=409)
    messages.warning(request, str(changed))
    return redirect("admin:desk_wish", wish.pk) if wish.is_still_there() else redirect("admin:desk_wishes")


def done(request, wish, sentence):
    """Say what was done, where it was done: on the first page, in a list, or with the wish."""
    back = request.POST.get("back", "")
    if back == "queue":
        return gone_on(request, sentence)
    messages.success(request, sentence)
    if back in Wish.State.values:
        return redirect(f"{reverse('admin:desk_wishes')}?show={back}")
    return redirect("admin:desk_wish", wish.pk)


@moderators_only
@require_POST
def undo(request, pk):
    """Take the last act back."""
    wish = wish_of(pk)
    if not wish.may_be_undone_by(request.user):
        return refused(request, wish, _("There's nothing here to undo. Nothing was changed."))
    return with_wish(request, UNDO, pk)
