"""Many comments at once: tick them, do one thing with all, see what was done and what others were faster with."""

from django.contrib import admin, messages
from django.core.paginator import InvalidPage
from django.db import transaction
from django.forms.utils import flatatt
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comments.models import Comment, StaleObject
from comments.models.moderation_log import Act, OverLimit
from desk.forms.moderation import ManyForm, PickForm
from desk.models.at_once import carry_out_all
from desk.permissions import moderators_only, removers_only
from stages.pages import page_of

A_PAGE = 100  # rows: what a wave brings, and what is done in a second or two
DONE = "done_at_once"  # in the session: what was done last, so that all of it can be undone
# What can be done with all that is shown in each list.
OPEN = {
    "pending": {"approve", "spam", "remove"},
    "reported": {"leave", "spam", "remove"},
    "approved": {"spam", "remove"},
    "spam": {"restore"},
    "removed": {"restore"},
}
# What each is called on its button, where it is sent (else where the form is), and the key that presses it.
BUTTONS = [
    ("approve", _lazy("Approve"), "admin:desk_many_approve", "a"),
    ("restore", _lazy("Restore"), "admin:desk_many_approve", "a"),
    ("leave", _lazy("Leave as it is"), "admin:desk_many_leave", None),
    ("spam", _lazy("Spam"), None, "s"),
]
UNDONE_AT_ONCE = {"approve", "spam", "remove"}
SENTENCES = {
    "approve": lambda count: ngettext("%(count)s approved.", "%(count)s approved.", count),
    "spam": lambda count: ngettext("%(count)s marked as spam.", "%(count)s marked as spam.", count),
    "remove": lambda count: ngettext(
        "%(count)s removed. Its author is told why.", "%(count)s removed. Their authors are told why.", count
    ),
    "leave": lambda count: ngettext("%(count)s stays as it is.", "%(count)s stay as they are.", count),
    "undo": lambda count: ngettext("%(count)s undone.", "%(count)s undone.", count),
}


@moderators_only
@require_safe
def many(request):
    """The list in which comments are ticked; `all` ticks them to begin with."""
    form = PickForm(request.GET)
    rows = form.pick(Comment.objects.moderated_by(request.user)).with_what_desks_show()
    try:
        page = page_of(rows, request.GET.get("page"), A_PAGE)
    except InvalidPage as error:
        raise Http404 from error
    return screen(request, ManyForm(), form.shown(), page, ticked=set(page.items) if "all" in request.GET else set())


def screen(request, form, shown, page, ticked=(), status=200):
    for comment in page.items:
        comment.is_ticked = comment in ticked
        comment.marks = marks(comment)
    known = OPEN[shown] if request.user.has_perm("comments.remove_comment") else OPEN[shown] - {"remove"}
    context = {
        **admin.site.each_context(request),
        "title": _("Moderate many"),
        "form": form,
        "shown": shown,
        "open": known,
        "buttons": [(label, attributes_of(address, key)) for name, label, address, key in BUTTONS if name in known],
        "lists": PickForm.SHOWN,
        "page": page,
        "undoable": len(request.session.get(DONE, ())),
    }
    return render(request, "desk/many.html", context, status=status)


def attributes_of(address, key):
    return flatatt({"formaction": address and reverse(address), "formnovalidate": True, "data-key": key})


def marks(comment):
    """Return what a row says of a comment behind its day: its score, and why it waits."""
    score = comment.spam_score
    scored = [] if score is None else [_("spam score %(score)s") % {"score": score}]
    return [*scored, *comment.why_held()]


def at_once(request, name, do):
    """Do one thing with each comment that was ticked, as it was read: `do(by, {key: revision}, reason)`. Each stands for itself:
    where somebody was faster, the others are done all the same."""
    form = ManyForm(request.POST, needs_reason=name == "remove")
    if not form.is_valid() and "comment" in form.errors:
        messages.warning(request, form.errors["comment"][0])
        return back_to(form.shown())
    if form.errors:
        ticked = list(Comment.objects.moderated_by(request.user).filter(pk__in=form.keys()).with_what_desks_show())
        return screen(request, form, form.shown(), page_of(ticked, None, A_PAGE), ticked, status=422)
    return tell(
        request, name, form.shown(), *do(request.user, form.cleaned_data["comment"], form.cleaned_data["reason"])
    )


def tell(request, name, shown, done, told):
    """Say what was done and what somebody was faster with, and go back to the list."""
    request.session[DONE] = done if name in UNDONE_AT_ONCE else []
    messages.success(request, SENTENCES[name](len(done)) % {"count": len(done)})
    for comment, changed in told:
        messages.warning(request, f"{comment}: {changed}")
    return back_to(shown)


def back_to(shown):
    return redirect(f"{reverse('admin:desk_many')}?show={shown}")


def all_of(user, picked, act, reason=""):
    """Do one act with all of them together; return the same as `each_of`."""
    hers = set(Comment.objects.moderated_by(user).filter(pk__in=picked).values_list("pk", flat=True))
    read = {pk: revision for pk, revision in picked.items() if pk in hers}
    done, told = carry_out_all(act, user, read, reason)
    return [[comment.pk, comment.revision] for comment in done], told


@transaction.atomic
def each_of(user, picked, do):
    """Return what was done, as [key, revision], and of what somebody was told instead, as (comment, StaleObject). All of it is
    written to the disk at once; each verb is a savepoint, and takes back no other."""
    comments = Comment.objects.moderated_by(user).with_what_desks_show().in_bulk(list(picked))
    done, told = [], []
    for pk, revision in picked.items():
        if comment := comments.get(pk):
            try:
                do(comment, user, revision)
                done.append([comment.pk, comment.revision])
            except StaleObject as changed:
                told.append((comment, changed))
                if isinstance(changed, OverLimit):
                    break  # the same would be said of all that follow
    return done, told


@moderators_only
@require_POST
def approve(request):
    return at_once(request, "approve", lambda by, picked, _reason: all_of(by, picked, Act.APPROVE))


@moderators_only
@require_POST
def spam(request):
    return at_once(request, "spam", lambda by, picked, _reason: all_of(by, picked, Act.SPAM))


@removers_only
@require_POST
def remove(request):
    return at_once(request, "remove", lambda by, picked, reason: all_of(by, picked, Act.REMOVE, reason))


@moderators_only
@require_POST
def leave(request):
    """Leave what was reported as it is."""
    return at_once(request, "leave", lambda by, picked, _reason: each_of(by, picked, Comment.leave_as_it_is))


@moderators_only
@require_POST
def undo(request):
    """Take back all that was done at once before."""
    before = dict(request.session.pop(DONE, ()))
    return tell(request, "undo", PickForm(request.POST).shown(), *each_of(request.user, before, Comment.undo))
