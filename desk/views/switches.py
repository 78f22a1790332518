"""The switches for a spam wave."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comments.models import Switch
from desk.forms.moderation import SwitchForm
from desk.permissions import switchers_only


def switch_of(name):
    if name not in Switch.Name.values:
        raise Http404
    return Switch(name=name)


@switchers_only
@require_POST
def on(request, name):
    """Throw a switch for some hours."""
    switch, form = switch_of(name), SwitchForm(request.POST)
    if not form.is_valid():
        raise Http404
    switch.throw(request.user, int(form.cleaned_data["hours"]))
    messages.success(request, _("On: %(what)s.") % {"what": switch})
    return redirect("admin:index")


@switchers_only
@require_POST
def off(request, name):
    """Turn a switch off before its time."""
    switch = switch_of(name)
    switch.turn_off(request.user)
    messages.success(request, _("Off: %(what)s.") % {"what": switch})
    return redirect("admin:index")
