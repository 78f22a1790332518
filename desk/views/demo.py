"""What goes once a site is lived in: the demo questions, and the list of a coach's first day."""

from django.contrib import admin, messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from comments.models import Thread
from desk.permissions import coaches_only
from stages.models import Identity


@coaches_only
@require_http_methods(["GET", "HEAD", "POST"])
def remove_demo(request):
    """Ask whether they shall go, for they do not come back; then take them away."""
    if request.method != "POST":
        context = {"title": _("Remove the demo questions?"), "count": Thread.objects.demo().count()}
        return render(request, "desk/remove_demo.html", {**admin.site.each_context(request), **context})
    count = Thread.objects.remove_demo(by=request.user)
    told = ngettext("One demo question is gone.", "%(count)d demo questions are gone.", count) % {"count": count}
    messages.success(request, told if count else _("There are no demo questions any more."))
    return redirect("admin:index")


@coaches_only
@require_POST
def put_first_day_away(request):
    """Show the list of what to do first no more, to no coach."""
    Identity.objects.current().put_first_day_away()
    messages.success(request, _("The list is put away. You'll find all of it under “Content” and “Your account”."))
    return redirect("admin:index")
