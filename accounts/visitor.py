"""The anonymous visitor id of a browser: a signed cookie, given when words are kept in it that are nobody's yet. It outlives sessions,
signing out and a closed browser. It says nothing of who sits there and is asked for by nothing but the drafts."""

import uuid
from datetime import timedelta

from django.conf import settings

KEPT = timedelta(days=30)
SALT = "accounts.browser"  # signs cookies that browsers already have: not to be changed


def visitor_id(request):
    """Return the visitor id of the browser that asks, a UUID, or None if it has none."""
    value = request.get_signed_cookie(settings.BROWSER_COOKIE_NAME, default="", salt=SALT, max_age=KEPT)
    return uuid.UUID(value) if value else None


def remember_visitor(response, visitor):
    """Give a browser its visitor id, or 30 days more with it."""
    response.set_signed_cookie(
        settings.BROWSER_COOKIE_NAME,
        str(visitor),
        salt=SALT,
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
