"""Pages that need more than one app."""

from django.core.paginator import InvalidPage
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comments.models import Thread
from leanback.searching.form import SearchForm
from stages.models import Guide


@require_safe
def home(request):
    """The primary guide: what leaning back is, how it helps, the path of stages, recent answers."""
    guide = Guide.objects.primary()
    context = {
        "guide": guide,
        "path": guide.stages.published().in_order() if guide else [],
        "recent": Thread.objects.public().recently_answered(),
    }
    return render(request, "home.html", context)


@require_safe
def search(request):
    """Words in what everybody may read. What is looked for is neither kept nor logged."""
    form = SearchForm(request.GET)
    search = form.search()
    try:
        page = search.page(request.GET.get("page"))
    except InvalidPage as error:
        raise Http404 from error
    return render(request, "search.html", {"form": form, "search": search, "page": page})
