"""Which requests may be answered with a page that is kept, and all that such a page may depend on: a closed list."""

import re
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace

from django.conf import settings
from django.http import parse_cookie
from django.urls import Resolver404, resolve
from django.utils import translation

# The pages that may be kept, by the name of their address, each with what its query may say. No other ever is.
PAGES = {
    "home": {},
    "guide": {},
    "stage": {"page"},
    "questions": {"page", "stage", "show", "order"},
    "thread": {"page"},
    "library": {},
    "resource": {},
    "about": {},
    "privacy": {},
    "rules": {},
    "letter": {},
    "letters_feed": {},
    "stages_feed": {},
    "answers_feed": {},
    "stage_answers_feed": {},
    "sitemap": {},
    "sitemap_section": {"p"},
}
PATH = re.compile(r"/(?!static/|media/|admin/|accounts/|me/)[A-Za-z0-9._/-]{0,200}\Z")
QUERY = re.compile(r"(?:[a-z]{1,10}=[A-Za-z0-9-]{0,80}(?:&(?=[a-z])|\Z)){0,4}\Z")
# Who has one of these may be shown something of her own.
OWN_COOKIES = {
    settings.SESSION_COOKIE_NAME,
    settings.BROWSER_COOKIE_NAME,
    settings.LANGUAGE_COOKIE_NAME,
    "left",
    "messages",
}
OWN_HEADERS = {"HTTP_AUTHORIZATION", "HTTP_X_HTTP_METHOD_OVERRIDE"}
PASSED_ON = {"HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR"}  # headers with which such a page is drawn
LONGEST = 1_000  # characters of a header that are looked at


@dataclass(frozen=True)
class Asked:
    """One page for strangers in one language, as an address names it. `version` is the number that was read then."""

    path: str
    query: str
    language: str
    version: int | None

    @property
    def key(self):
        return f"{self.language} {self.path}?{self.query}"


def asked_for(environ, version):
    """Return the Asked of a request of WSGI, or None where it is to be answered anew. `version()` is called last."""
    if (
        environ["REQUEST_METHOD"] not in {"GET", "HEAD"}
        or environ.get("HTTP_HOST") != settings.SITE_URL.netloc
        or scheme_of(environ) != settings.SITE_URL.scheme
        or environ.get("SCRIPT_NAME")
        or not PATH.match(path := environ.get("PATH_INFO", ""))
        or not QUERY.match(query := environ.get("QUERY_STRING", ""))
        or not OWN_HEADERS.isdisjoint(environ)
        or has_own_cookie(environ.get("HTTP_COOKIE"))
    ):
        return None
    return Asked(path, query, language_of(environ.get("HTTP_ACCEPT_LANGUAGE", "")[:LONGEST]), version())


def scheme_of(environ):
    """Return by which scheme a browser reached us, as Django finds it."""
    forwarded = environ.get("HTTP_X_FORWARDED_PROTO") if settings.TRUSTED_PROXY_COUNT else None
    return forwarded.split(",", 1)[0].strip() if forwarded else environ["wsgi.url_scheme"]


def has_own_cookie(header):
    return bool(header) and not OWN_COOKIES.isdisjoint(parse_cookie(header))


@lru_cache(maxsize=1_000)
def language_of(accepted):
    """Return the language in which Django answers who sends this Accept-Language and no cookie."""
    asks = SimpleNamespace(COOKIES={}, META={"HTTP_ACCEPT_LANGUAGE": accepted})
    return translation.get_language_from_request(asks)


def is_kept(asked):
    """Return whether the view at this address is one whose pages are kept, and the query says nothing else."""
    try:
        name = resolve(asked.path).view_name
    except Resolver404:
        return False
    said = {pair.partition("=")[0] for pair in asked.query.split("&") if pair}
    return name in PAGES and said <= set(PAGES[name])


def draw_from(asked, request):
    """Leave of a request only what its page may depend on, so that nothing else can enter it."""
    for header in [name for name in request.META if name.startswith("HTTP_") and name not in PASSED_ON]:
        del request.META[header]
    request.META["HTTP_ACCEPT_LANGUAGE"] = asked.language
    request.META["REQUEST_METHOD"] = request.method = "GET"
    for read_once in ("COOKIES", "headers"):
        request.__dict__.pop(read_once, None)
