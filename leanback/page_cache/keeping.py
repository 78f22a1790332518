"""The outermost middleware: draws pages for strangers from nothing but what they are kept under, and keeps them."""

from dataclasses import replace

from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone

from leanback.page_cache import version
from leanback.page_cache.asked import draw_from, is_kept
from leanback.page_cache.kept import Kept
from leanback.page_cache.moments import moments
from leanback.page_cache.store import store
from leanback.watching.metrics import pages

drawn = pages.labels("drawn")


def pages_are_kept(get_response):
    """Keep what a request asks for that came by the door; all others pass."""

    def answer(request):
        asked = request.META.get("leanback.asked")
        if asked is None or not is_kept(asked):
            return get_response(request)
        environ, drawn_at = dict(request.META), timezone.now()
        draw_from(asked, request)
        response = get_response(request)
        if not may_be_kept(response):
            return response
        drawn.inc()
        page = Kept.of(response, int(drawn_at.timestamp()))
        return told(keep(page, asked, drawn_at), environ)

    return answer


def may_be_kept(response):
    """Return whether a response is a whole page that sets nothing, carries no token, and does not itself ask not to be kept.
    (It knew nobody: `draw_from` has seen to that.)"""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not getattr(response, "asks_not_to_be_kept", False)
        and b"csrfmiddlewaretoken" not in response.content
        and "'nonce-" not in response.get("Content-Security-Policy", "")
    )


def keep(page, asked, drawn_at):
    """Keep a page if the number is still what it was before it was drawn: then all that it shows is of this number.
    Return it as it is to be told."""
    if asked.version is None or version.now() != asked.version:
        return page
    page = replace(page, until=moments.after(drawn_at, asked.version).timestamp())
    store.put(asked, page)
    return page


def told(page, environ):
    """Return the response of Django's that tells a page."""
    status, headers, body = page.answer(environ)
    if status == 304:
        return HttpResponseNotModified(headers=dict(headers))
    return HttpResponse(body, headers=dict(headers))
