"""How somebody who was invited to the desk says yes or no."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.reauthentication import reauthentication_required
from comments.models import StaleObject
from desk.models import Invitation


@never_cache
@require_safe
def invitation(request, secret):
    """What she is asked to do, and by whom. Mail scanners open it and nothing happens."""
    found = Invitation.objects.find(secret)
    context = {"invitation": found, "secret": secret, "is_hers": bool(found) and found.is_for(request.user)}
    return render(request, "desk/invitation.html", context, status=200 if found else 404)


@require_POST
@reauthentication_required
def answer_invitation(request, secret):
    """Her yes or no; it counts from the address that was invited alone."""
    found = Invitation.objects.find(secret)
    if found is None or not found.is_for(request.user):
        raise Http404
    return accept(request, found) if request.POST.get("answer") == "yes" else decline(request, found)


def accept(request, found):
    try:
        found.accept(request.user)
    except StaleObject as changed:
        messages.warning(request, str(changed))
        return redirect("me")
    messages.success(request, _("Welcome to the desk. Press ? to see its keys."))
    return redirect("second_factor" if request.user.lacks_second_factor() else "admin:index")


def decline(request, found):
    found.decline()
    messages.success(request, _("Thank you for saying so. Nothing has changed for you here."))
    return redirect("me")
