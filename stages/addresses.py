"""Addresses last: who follows an old one is led to where the thing stands now."""

from django.http import Http404, HttpResponsePermanentRedirect

from stages.models import OldAddress, Stage


class LastingRedirect(HttpResponsePermanentRedirect):
    """A 301 that takes the query along (a page number, a filter); what was being sent (a question, as the address changed)
    goes along by a 308. It may be kept, but has to be asked for again before it is followed: otherwise a browser could
    never see what takes the address later, and would go round for ever once a thing has its first name back."""

    def __init__(self, request, address, query=None):
        query = request.GET if query is None else query
        super().__init__(
            f"{address}?{query.urlencode()}" if query else address, preserve_request=request.method == "POST"
        )
        self["Cache-Control"] = "no-cache"


def stage_renamed_in(request):
    """Return the redirect to the same list with the address that the stage of its filter has now; None if there is no
    filter, or nothing to correct in it."""
    slug, stages = request.GET.get("stage"), Stage.objects.published()
    if not slug or stages.at(slug) or not (stage := OldAddress.objects.found_at(slug, stages)):
        return None
    query = request.GET.copy()
    query["stage"] = stage.slug
    return LastingRedirect(request, request.path, query)


def moved(rows, slug):
    """Return the one of `rows` that stood at `slug` before it moved; else it is 404. Asked only when nothing is there."""
    row = OldAddress.objects.found_at(slug, rows)
    if row is None:
        raise Http404
    return row
