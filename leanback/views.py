"""What the site says of itself, and what it says when something is wrong: what happened, what to do, and the words that
were on their way."""

import errno
import re
import shutil
import sys

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import i18n
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from django.views.static import serve

from leanback.cache import REDIS_ERRORS
from stages.models import Identity

RETRY_AFTER = 60  # seconds
A_DAY = 24 * 3600  # seconds
LEAST_ROOM = 10_000_000  # bytes: some pictures, and what SQLite writes beside its file
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}  # a disk that is full, used up for this user, or not to be written
NO_ANSWER = {errno.EHOSTUNREACH}  # of the bucket that pictures are in

LEFT = "left"  # the cookie of a browser that has left; static/js/leave.js sets it too


@require_safe
@never_cache
def healthz(request):
    """Say whether the site can read its database and has room to write: 200 or 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
    except DatabaseError:
        return is_unwell("the database cannot be read")
    if shutil.disk_usage(settings.VAR).free < LEAST_ROOM:
        return is_unwell("no room")
    return JsonResponse({"status": "ok"})


def is_unwell(why):
    return JsonResponse({"status": why}, status=503, headers={"Retry-After": RETRY_AFTER})


@require_safe
def media(request, path):
    """A picture that the coach put up: as a file, or where the bucket has it."""
    if not isinstance(default_storage, FileSystemStorage):
        return HttpResponseRedirect(default_storage.url(path), headers={"Cache-Control": f"public, max-age={A_DAY}"})
    try:
        picture = serve(request, path, document_root=settings.MEDIA_ROOT)
    except (OSError, SuspiciousFileOperation) as error:  # a name that no file system takes, or one that leads out
        raise Http404 from error
    picture.headers["Cache-Control"] = settings.MEDIA_CACHE_CONTROL
    return picture


# Whoever made a stranger's browser send this would only change the language of her pages; a token would cost everybody who
# reads a cookie.
set_language = csrf_exempt(i18n.set_language)


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave_page(request):
    """Leave for another site, and mark that this browser has left: by Back nothing of hers is shown then. A button on the
    page that stands there instead takes the mark away. (Whoever made a stranger's browser do either would show nothing.)"""
    if request.method == "POST":
        to = request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
        response = HttpResponseRedirect(to if is_ours else reverse("home"))
        response.delete_cookie(LEFT)
        return response
    response = HttpResponseRedirect(Identity.objects.current().leave_to)
    response.set_cookie(LEFT, "1", secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
    return response


def was_left(request):
    """What stands in the place of a page of hers once she has left: nothing of her, and a way back in."""
    context = {"user": AnonymousUser(), "left": request.get_full_path()}
    return render(request, "left.html", context)


def words_of(request):
    """Return what was typed into the form that could not be taken, or kept as a draft for it: its text, and whatever else
    reads like words."""
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values if "password" not in name]
        typed = [value for name, value in fields if name == "text" or len(value.split()) > 1]
    except Exception:  # the body itself may be what is broken
        return ""
    return "\n\n".join(typed) or getattr(request, "words", "")


def csrf_failure(request, reason=""):
    """A form whose token is too old or not ours."""
    return render(request, "403_csrf.html", {"words": words_of(request)}, status=403)


def bad_request(request, exception):
    return render(request, "400.html", status=400)


def too_often(request):
    """Somebody did this more often than we bear."""
    return render(request, "429.html", {"words": words_of(request)}, status=429)


TALK = re.compile(r"/(?:questions|comments)/\d+/")  # addresses of which some are private


def not_found(request, exception):
    """Nothing is here, or nothing for this person: the two look alike. Who comes from a mail without a session is told how
    to get in; whether there is anything is not asked."""
    is_door = TALK.match(request.path) and not request.user.is_authenticated
    context = {"words": words_of(request), "sign_in": redirect_to_login(request.path).url if is_door else ""}
    return render(request, "404.html", context, status=404)


def failed(request):
    """Something broke on our side. Needs neither database nor session: they may be what broke. What is only not to be had
    just now (a disk that is full, a database that is locked or away) is 503, so that whoever asks tries again."""
    context = {"words": words_of(request), "is_writing": request.method == "POST"}
    if not is_for_now(sys.exc_info()[1]):
        return HttpResponse(render_to_string("500.html", context), status=500)
    return HttpResponse(render_to_string("503.html", context), status=503, headers={"Retry-After": RETRY_AFTER})


def is_for_now(error):
    """Return whether an error, or the one that it came from, is of what the site stands on and passes without us."""
    while error:
        if (
            isinstance(error, (OperationalError, InterfaceError, *REDIS_ERRORS))
            or getattr(error, "errno", None) in NO_ROOM | NO_ANSWER
        ):
            return True
        error = error.__cause__ or error.__context__
    return False
