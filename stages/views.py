from django.core.paginator import InvalidPage
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from stages.models import Guide, Resource, Stage
from stages.pages import page_of


@require_safe
def guide(request, slug):
    """Another guide than the one on the home page: what it is, and its stages."""
    guide = get_object_or_404(Guide.objects.published(), slug=slug)
    context = {"guide": guide, "path": guide.stages.published().in_order()}
    return render(request, "stages/guide_detail.html", context)


@require_safe
def stage(request, slug):
    """A stage: where you are, how to lean back, and what others asked."""
    path = Stage.objects.path_through(slug)
    here = next((place for place, step in enumerate(path) if step.slug == slug), None)
    if here is None:
        raise Http404
    stage = path[here]
    try:
        page = page_of(stage.threads.public().newest_first().select_related("asker"), request.GET.get("page"), 10)
    except InvalidPage as error:
        raise Http404 from error
    context = {
        "stage": stage,
        "path": path,
        "before": path[here - 1] if here else None,
        "after": path[here + 1] if here + 1 < len(path) else None,
        "number": here + 1,
        "page": page,
        "threads": stage.threads.with_first_comments(page.items, request.user),
    }
    return render(request, "stages/stage_detail.html", context)


@require_safe
def library(request):
    """All that the coach recommends."""
    return render(request, "stages/library.html", {"resources": Resource.objects.published()})


@require_safe
def resource(request, slug):
    """One resource that has a page of its own."""
    resource = get_object_or_404(Resource.objects.published().exclude(body=""), slug=slug)
    return render(
        request, "stages/resource_detail.html", {"resource": resource, "stages": resource.stages.published().in_order()}
    )
