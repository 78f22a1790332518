"""Addresses last: who follows an old one is led to where the thing stands now."""

from django.http import Http404, HttpResponsePermanentRedirect

from stages.models import OldAddress


class LastingRedirect(HttpResponsePermanentRedirect):
    """A 301; what was being sent (a question, as the address changed) goes along by a 308. A browser that would keep it
    without asking again could never see what takes the address later."""

    def __init__(self, request, address):
        super().__init__(address, preserve_request=request.method == "POST")
        self["Cache-Control"] = "no-cache"


def moved(rows, slug):
    """Return the one of `rows` that stood at `slug` before it moved; else it is 404. Asked only when nothing is there."""
    row = OldAddress.objects.found_at(slug, rows)
    if row is None:
        raise Http404
    return row
