"""Pages that need more than one app."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from comments.models import Thread
from stages.models import Guide


@require_safe
def home(request):
    """The primary guide: what leaning back is, how it helps, the path of stages, recent answers."""
    guide = Guide.objects.primary()
    context = {
        "guide": guide,
        "guides": Guide.objects.besides_primary().in_order(),
        "path": guide.stages.published().in_order() if guide else [],
        "recent": Thread.objects.public().recently_answered(),
    }
    return render(request, "home.html", context)
