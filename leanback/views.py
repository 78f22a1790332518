"""What the site says of itself, and what it says when something is wrong: what happened, what to do, and the words that
were on their way."""

import sys

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.db import DatabaseError, OperationalError, connection
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import i18n
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.static import serve


@require_safe
@never_cache
def healthz(request):
    """Say whether the site can read its database: 200 or 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
    except DatabaseError:
        return JsonResponse({"status": "the database cannot be read"}, status=503)
    return JsonResponse({"status": "ok"})


@require_safe
def media(request, path):
    """A picture that the coach put up."""
    try:
        picture = serve(request, path, document_root=settings.MEDIA_ROOT)
    except (OSError, SuspiciousFileOperation) as error:  # a name that no file system takes, or one that leads out
        raise Http404 from error
    picture.headers["Cache-Control"] = settings.MEDIA_CACHE_CONTROL
    return picture


# Whoever made a stranger's browser send this would only change the language of her pages; a token would cost everybody who
# reads a cookie.
set_language = csrf_exempt(i18n.set_language)


def words_of(request):
    """Return what was typed into the form that could not be taken, or kept as a draft for it."""
    try:
        return request.POST.get("text", "") or getattr(request, "words", "")
    except Exception:  # the body itself may be what is broken
        return ""


def csrf_failure(request, reason=""):
    """A form whose token is too old or not ours."""
    return render(request, "403_csrf.html", {"words": words_of(request)}, status=403)


def bad_request(request, exception):
    return render(request, "400.html", status=400)


def not_found(request, exception):
    """Nothing is here, or nothing for this person: the two look alike."""
    return render(request, "404.html", {"words": words_of(request)}, status=404)


def failed(request):
    """Something broke on our side. Needs neither database nor session: they may be what broke. A database that cannot
    take anything (disk full, locked, away) is 503, so that whoever asks tries again."""
    status = 503 if isinstance(sys.exc_info()[1], OperationalError) else 500
    return HttpResponse(render_to_string("500.html", {"words": words_of(request)}), status=status)
