"""The week: what came, what waits, how long it took, what was said thanks for. Numbers of the site, of nobody in it."""

from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.converters import key_in
from comments.models import Thanks
from desk import figures
from desk.permissions import coaches_only
from desk.responses import gone_on, wants_part
from desk.weeks import Weeks
from stages.models import Identity

MOST_THANKS = 12  # on the page; the rest comes up as these are returned
MOST_RETURNED = 3  # below them, to be taken back


@coaches_only
@require_safe
def weekly(request):
    """Everything that a coach wants to know of her week."""
    thanks = thanks_to_show()
    weeks = Weeks.until_now(Identity.objects.current().zone)
    context = {
        **admin.site.each_context(request),
        "title": _("The week"),
        "charts": figures.of(weeks),
        "summary": figures.in_sentences(weeks.this),
        "thanks": thanks,
        "to_return": [each for each in thanks if not each.returned_at],
    }
    return render(request, "desk/weekly.html", context)


def thanks_to_show():
    """Return the newest that are to be returned, then those that were returned last."""
    said = Thanks.objects.for_answers().with_what_desks_show()
    return [*said.not_returned().newest_first()[:MOST_THANKS], *said.lately_returned()[:MOST_RETURNED]]


# “My pleasure”


@coaches_only
@require_POST
def pleasure(request, pk):
    """Return one thanks; `say` no takes it back."""
    thanks = get_object_or_404(Thanks.objects.for_answers(), pk=pk)
    if request.POST.get("say") == "no":
        thanks.take_pleasure_back()
        return said(request, _("Taken back."))
    thanks.say_my_pleasure()
    return said(request, _("They'll see “my pleasure” where they said thanks."))


@coaches_only
@require_POST
def pleasure_to_all(request):
    """Return all that stood on the page; what came since then is seen first."""
    keys = [key for key in map(key_in, request.POST.getlist("thanks")[:MOST_THANKS]) if key]
    count = Thanks.objects.filter(pk__in=keys).say_my_pleasure()
    told = ngettext("“My pleasure”, said to one reader.", "“My pleasure”, said to %(count)d readers.", count)
    return said(request, told % {"count": count})


def said(request, sentence):
    if wants_part(request):
        return gone_on(request, sentence)
    messages.success(request, sentence)
    return redirect("admin:desk_weekly")
