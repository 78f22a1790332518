"""Rules for every request and answer of the site.

Nothing private is cached: whatever knew a session, carries a token or went wrong is marked `no-store`. What anybody may read
(`leanback/page_cache/`) a browser may keep, and has to ask before it shows it again; to be read without a net it keeps one page,
`/offline/` (`leanback/offline.py`): never one that somebody read."""

from functools import partial

from django.conf import settings
from django.core.exceptions import BadRequest
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from leanback.context_processors import OWN
from leanback.views import LEFT, was_left
from stages.clock import LazyZone
from stages.models import Identity
from stages.text.quotes import curly


def private_pages_are_not_stored(get_response):
    """Nothing that knew a session, carries a token or sets a cookie is kept by any cache, error pages included."""

    def answer(request):
        response = get_response(request)
        response.asks_not_to_be_kept = "no-store" in response.get("Cache-Control", "")  # the view says so itself
        knew_somebody = (
            request.COOKIES.keys()
            & {settings.SESSION_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, settings.BROWSER_COOKIE_NAME}
            or response.cookies
            or "Cookie" in response.get("Vary", "")
        )
        if request.path.startswith(settings.MEDIA_URL) and response.status_code < 400 and not response.cookies:
            return response  # a picture is the same for everybody: she who is signed in need not load it on every page
        if knew_somebody or response.status_code >= 400 or request.method not in {"GET", "HEAD"}:
            add_never_cache_headers(response)
        return response

    return answer


def broken_input_is_refused(get_response):
    """A NUL byte in what a browser sends is no text: PostgreSQL would fail on it, SQLite would look it up."""

    def answer(request):
        sent = [
            request.path,
            *request.COOKIES.values(),
            *(value for _name, values in request.GET.lists() for value in values),
        ]
        sent += [value for name, value in request.META.items() if name.startswith("HTTP_")]
        if any("\x00" in value for value in sent):
            raise BadRequest("NUL byte")
        return get_response(request)

    return answer


def the_clock_is_the_coach_s(get_response):
    """Whatever is typed or shown is in the time zone of the Identity row, which is read once, and only if it is asked for."""

    def answer(request):
        request.identity = SimpleLazyObject(Identity.objects.current)
        with timezone.override(LazyZone(lambda: request.identity.zone)):
            return get_response(request)

    return answer


NEVER_LEFT = ("/admin/", "/leave/", "/language/", "/media/", "/static/", "/offline/", "/healthz/")


def what_was_left_stays_away(get_response):
    """Once somebody has left by "Leave this page", no page of hers is shown in this browser before she opens it again: Back
    leads to a page that says nothing. Who is signed in sees her name's links on every page, so that holds for all."""

    def answer(request):
        if (
            not request.COOKIES.get(LEFT)
            or request.method not in {"GET", "HEAD"}
            or request.path.startswith(NEVER_LEFT)
        ):
            return get_response(request)
        is_shown = request.headers.get("Sec-Fetch-Dest", "document") == "document"
        if is_shown and (OWN.match(request.path) or request.user.is_authenticated):
            response = was_left(request)
            add_never_cache_headers(response)
            return response
        return get_response(request)

    return answer


def quotes_are_typographic(get_response):
    """Straight quotes and apostrophes become “those of a book’s” on every page for readers, whoever wrote them. The desk shows
    what was typed: there it is edited, and passages are looked for in it."""

    def answer(request):
        response = get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and not request.path.startswith("/admin/") and "Content-Disposition" not in response:
            response.content = curly(response.content.decode(response.charset))
        return response

    return answer


THEIR_OWN = ("/admin/", "/accounts/")  # paths on which staff without a second factor are staff


def no_office_without_a_second_factor(get_response):
    """Staff whose time to set up a second factor is over are readers on the pages for readers: they open nothing private
    and say nothing as the coach. The desk itself, and their account, lead them to setting one up."""

    def in_her_office(person):
        if person.is_authenticated and person.is_kept_from_desk():
            person.roles = frozenset()
        return person

    def answer(request):
        if not request.path.startswith(THEIR_OWN):
            # Lazily: a page that asks for nobody asks the database nothing.
            request.user = SimpleLazyObject(partial(in_her_office, request.user))
        return get_response(request)

    return answer
