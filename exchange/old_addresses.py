"""Addresses of the site that was brought here lead to what has become of them, for ever. Only what would be a page that is not
there is looked up, and `/?p=10`, so no other page pays for it."""

from django.http import HttpResponsePermanentRedirect
from django.utils.cache import add_never_cache_headers

from exchange.importing.places import normal
from exchange.models import OldPlace

ASKED = {"p", "page_id", "attachment_id", "feed"}


def old_addresses_lead_on(get_response):
    """A middleware: a 404 to who only looks becomes a redirect where the old site had something."""

    def answer(request):
        is_number = request.path == "/" and not ASKED.isdisjoint(request.GET)
        if is_number and (redirect := _redirect(request)):
            return redirect
        response = get_response(request)
        if response.status_code == 404 and request.method in {"GET", "HEAD"}:
            return _redirect(request) or response
        return response

    return answer


def _redirect(request):
    path = normal(request.path, request.META.get("QUERY_STRING", "")[:500])
    if "\x00" in path:
        return None
    to = OldPlace.objects.leads(path)
    if not to and path.endswith("/feed"):
        to = "/feeds/answers.atom" if OldPlace.objects.leads(path.removesuffix("/feed")) else ""
    if not to:
        return None
    response = HttpResponsePermanentRedirect(to)
    add_never_cache_headers(response)  # what takes the address later is seen
    return response
