"""Pages that need more than one app."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from comments.models import Thread
from stages.models import Guide, Stage


@require_safe
def home(request):
    """The primary guide: what leaning back is, how it helps, the path of stages, recent answers."""
    guide, others = Guide.objects.primary_and_others()
    context = {
        "guide": guide,
        "guides": others,
        "path": Stage.objects.path_of(guide),
        "recent": Thread.objects.recently_answered(request.user),
    }
    return render(request, "home.html", context)
