"""The coach's letters as readers see them, and how one gets them by mail and no more. Opening a link changes nothing."""

from django.contrib import messages
from django.core.paginator import InvalidPage
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.rate_limits import limited
from letters import links
from letters.forms import AddressForm
from letters.models import Letter, Subscription
from stages.pages import page_of

A_PAGE = 30


@limited("write", "POST")
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request):
    """All that were sent, the newest first, and a field for an address."""
    form = AddressForm(request.POST or None, initial=known_address(request))
    if request.method == "POST" and form.is_valid():
        Subscription.ask(form.cleaned_data["email"])
        messages.success(request, _("Please check your mail: one more tap there, and you'll get the letters."))
        return redirect("letters")
    try:
        page = page_of(Letter.objects.sent(), request.GET.get("page"), A_PAGE)
    except InvalidPage as error:
        raise Http404 from error
    return render(request, "letters/letter_list.html", {"form": form, "page": page})


def known_address(request):
    return {"email": request.user.email} if request.user.is_authenticated else {}


@require_safe
def letter(request, slug):
    """One letter that was sent."""
    return render(
        request, "letters/letter_detail.html", {"letter": get_object_or_404(Letter.objects.sent(), slug=slug)}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_letters(request, token):
    """Yes, to this address, as its owner says who has the mail."""
    subscription = Subscription.objects.filter(pk=links.key_in(token, links.CONFIRM)).first()
    if subscription is None:
        return render(request, "letters/too_late.html", status=404)
    if request.method == "POST":
        subscription.confirm()
        return redirect(request.path)
    return render(request, "letters/confirm.html", {"is_done": subscription.confirmed_at is not None})


@never_cache
@csrf_exempt  # the token is the right to do it: mail programs send neither cookie nor token of a form (RFC 8058, 3.2)
@require_http_methods(["GET", "HEAD", "POST"])
def stop_letters(request, token):
    """No more letters to this address: it is forgotten."""
    key = links.key_in(token, links.STOP)
    if key is None:
        raise Http404
    if request.method == "POST":
        Subscription.objects.filter(pk=key).delete()
        return (
            redirect(request.path) if "List-Unsubscribe" not in request.POST else render(request, "letters/stop.html")
        )
    return render(request, "letters/stop.html", {"is_known": Subscription.objects.filter(pk=key).exists()})
