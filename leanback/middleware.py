"""Two rules for every answer of the site."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.utils.cache import add_never_cache_headers


def private_pages_are_not_stored(get_response):
    """Nothing that knew a session, carries a token or sets a cookie is kept by any cache, error pages included."""

    def answer(request):
        response = get_response(request)
        knew_somebody = (
            request.COOKIES.keys() & {settings.SESSION_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
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
