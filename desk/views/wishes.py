"""What the coach and her moderators do with wishes: each act is a button, a view and a verb of the same name."""

from django.contrib import admin, messages
from django.core.paginator import InvalidPage
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comments.models import StaleObject
from desk.forms.wishes import DeclineForm, FulfilForm, MergeWishForm, ReadForm, ShownForm
from desk.permissions import coaches_only, moderators_only
from desk.responses import gone_on, wants_part
from stages.pages import page_of
from wishes.models import Wish

A_PAGE = 50  # wishes


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
        each.acts = each.acts_at_desk(request.user)
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


def screen(request, wish, status=200, **forms):
    read = {"initial": {"revision": wish.revision}}  # each form has one, so each has ids of its own
    wish.acts = wish.acts_at_desk(request.user)
    context = {
        **admin.site.each_context(request),
        "title": wish.words,
        "wish": wish,
        "decline_form": DeclineForm(auto_id="decline_%s", **read),
        "merge_form": MergeWishForm(wish=wish, auto_id="merge_%s", **read),
        "fulfil_form": FulfilForm(auto_id="fulfil_%s", **read) if "fulfil" in wish.acts else None,
        **forms,
    }
    return render(request, "desk/wish.html", context, status=status)


def tried(request, wish, form, do, sentence, name):
    """Do one thing with a wish as it was read; tell when somebody else was faster. A form that is not complete comes back
    under its name."""
    if not form.is_valid() and wants_part(request):
        return JsonResponse({"said": next(iter(form.errors.values()))[0]}, status=422)
    if not form.is_valid():
        return screen(request, wish, status=422, **{f"{name}_form": form})
    try:
        do(by=request.user, **form.cleaned_data)
    except StaleObject as changed:
        return refused(request, wish, changed)
    return done(request, wish, sentence)


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
def let_stand(request, pk):
    """Show it to everybody."""
    wish, form = wish_of(pk), ReadForm(request.POST)
    return tried(request, wish, form, wish.let_stand, _("It stands. Others can wish it too."), "read")


@moderators_only
@require_POST
def decline(request, pk):
    wish, form = wish_of(pk), DeclineForm(request.POST)
    return tried(request, wish, form, wish.decline, _("Declined. Whoever wished for it reads why."), "decline")


@moderators_only
@require_POST
def merge(request, pk):
    """Make it part of another that means the same."""
    wish = wish_of(pk)
    form = MergeWishForm(request.POST, wish=wish)
    told = _("The two are one now, and so are those who wished.")
    return tried(request, wish, form, lambda into, **read: wish.merge_into(into, **read), told, "merge")


@coaches_only
@require_POST
def fulfil(request, pk):
    """Say what it has become."""
    wish, form = wish_of(pk), FulfilForm(request.POST)
    told = _(
        "It has come true. Whoever wished is told as soon as it can be read, ten seconds from now at the earliest."
    )
    return tried(request, wish, form, wish.fulfil, told, "fulfil")


@moderators_only
@require_POST
def undo(request, pk):
    """Take the last act back."""
    wish, form = wish_of(pk), ReadForm(request.POST)
    if not wish.may_be_undone_by(request.user):
        return refused(request, wish, _("There is nothing here that you can undo. Nothing has been done."))
    return tried(request, wish, form, wish.undo, _("Undone. It is as it was."), "read")
