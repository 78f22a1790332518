"""My data: take it along, or leave."""

from allauth.core import ratelimit
from django import forms
from django.contrib.auth import logout
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.reauthentication import reauthentication_required
from leanback import personal_data


class LeaveForm(forms.Form):
    """What becomes of her words. Nothing is chosen beforehand."""

    ERASE, KEEP = "erase", "keep"
    WHAT = [
        (ERASE, _("Delete it. Where someone answered, a line says that a message was deleted.")),
        (KEEP, _("Leave what everyone can read, without any name. The rest is deleted.")),
    ]

    words = forms.ChoiceField(label=_("What should happen to what you wrote?"), choices=WHAT, widget=forms.RadioSelect)


@reauthentication_required
@require_safe
def my_data(request):
    """What is kept about her, and what she can do with it."""
    return render(request, "me/data.html")


@reauthentication_required
@require_POST
def export(request):
    """Everything that is kept about her, as one file."""
    if limited := ratelimit.consume_or_429(request, action="export", user=request.user):
        return limited
    response = StreamingHttpResponse(personal_data.copy(request.user), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return response


@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request):
    """Delete the account, at once and for good."""
    form = LeaveForm(request.POST or None)
    if form.is_valid() and not request.user.is_needed():
        personal_data.leave(request.user, keeps_words=form.cleaned_data["words"] == LeaveForm.KEEP)
        logout(request)
        response = render(request, "me/gone.html")
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'  # nothing is left on the device either
        return response
    return render(request, "me/delete.html", {"form": form})
