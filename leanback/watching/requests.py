"""Two middlewares: each request has an id in the log, and is counted."""

import logging
import re
import time
import uuid

from django.conf import settings
from django.urls import Resolver404, resolve

from leanback.watching.logs import request_id
from leanback.watching.metrics import requests, seconds

GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")
METHODS = {"GET", "HEAD", "POST"}
log = logging.getLogger("leanback.requests")


def requests_have_an_id(get_response):
    """A middleware: gives each request an id; a trusted proxy's own is told in the answer. Without one, an answer has
    nothing that tells it from another, so that nothing can be learned from it and it can be kept."""

    def answer(request):
        given = request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXY_COUNT else ""
        given = given if GIVEN.match(given) else ""
        token = request_id.set(given or uuid.uuid4().hex)
        began = time.perf_counter()
        try:
            response = get_response(request)
            if given:
                response.headers["X-Request-ID"] = given
            if settings.LOG_REQUESTS:
                milliseconds = round((time.perf_counter() - began) * 1000, 1)
                told = {"view": view_of(request), "status": response.status_code, "milliseconds": milliseconds}
                log.info("%s %s", request.method, told["view"], extra={"told": told})
            return response
        finally:
            request_id.reset(token)

    return answer


def requests_are_counted(get_response):
    """A middleware: counts each request under its view, its method and its status."""

    def answer(request):
        began = time.perf_counter()
        response = get_response(request)
        view = view_of(request)
        method = request.method if request.method in METHODS else "other"
        requests.labels(view, method, f"{response.status_code // 100}xx").inc()
        seconds.labels(view).observe(time.perf_counter() - began)
        return response

    return answer


def view_of(request):
    """Return the name of the view that a request came to, or "none": a closed set, whatever is asked for."""
    if match := request.resolver_match:
        return match.view_name or "unnamed"
    try:
        return resolve(request.path_info).view_name or "unnamed"  # something in front of the view answered
    except Resolver404:
        return "none"
