"""What readers wish for: the list of it, and what each does with a wish."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import InvalidPage
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.adults import adults_only
from accounts.login_required import login_required
from accounts.rate_limits import limited
from comments.models import Rejected, StaleObject, not_now
from stages.pages import page_of
from wishes.forms import WishForm
from wishes.models import Wish
from wishes.models.wish import A_PAGE

MOST_OWN = 50  # of her own that stand above the list


@limited("write", "POST")
@adults_only
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request):
    """What readers wish for. Who is signed in can wish too."""
    return make(request) if request.method == "POST" else listed(request, WishForm(person=request.user))


@login_required
def make(request):
    """Wish for something."""
    form = WishForm(request.POST, person=request.user)
    if form.is_ready():
        try:
            wish = Wish.make(request.user, form.cleaned_data["text"])
            messages.success(request, said_of(wish))
            return redirect("wishes")
        except (Rejected, StaleObject) as refused:
            form.add_error(None, str(refused))
    return listed(request, form)


def said_of(wish):
    if wish.is_pending():
        return _("Thank you. The coach or a moderator reads it first; until then only you see it.")
    return _("This is on the list already. We've added you to it, and we'll tell you when it's here.")


def listed(request, form):
    """Render the list, with her own wishes and the form on top."""
    try:
        page = page_of(Wish.objects.for_everybody(), request.GET.get("page"), A_PAGE)
    except InvalidPage as error:
        raise Http404 from error
    Wish.objects.marked_for(request.user, page.items)
    is_known = request.user.is_authenticated
    own = Wish.objects.made_by(request.user).with_what_pages_show()[:MOST_OWN] if is_known else []
    context = {
        "page": page,
        "form": form,
        "own": own,
        "is_mine": is_known,
        "needs_help": any(wish.calls_for_help() for wish in own),
        "not_now": not_now(request.user) if is_known else "",
    }
    return render(request, "wishes/wish_list.html", context)


@require_POST
def share_wish(request, pk):
    """Wish what another wishes, or no longer. Who is not signed in signs in and comes back to it."""
    wish = get_object_or_404(Wish.objects.to_share(), pk=pk)
    if not request.user.is_authenticated:
        return redirect_to_login(wish.get_absolute_url())
    do = {"share": wish.share, "unshare": wish.unshare}.get(request.POST.get("act"))
    if do is None:
        raise Http404
    try:
        do(request.user)
    except StaleObject as changed:
        messages.warning(request, str(changed))
    stands = wish.whole()
    return redirect(stands if stands.pk else "wishes")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_wish(request, pk):
    """Take one's own wish back."""
    wish = get_object_or_404(Wish.objects.made_by(request.user), pk=pk)
    if request.method != "POST":
        return render(request, "wishes/wish_delete.html", {"wish": wish})
    try:
        wish.take_back()
        messages.success(request, _("Taken back."))
    except StaleObject as changed:
        messages.warning(request, str(changed))
    return redirect("wishes")
