"""The mark of a browser: a cookie of its own, given when words are kept in it that are nobody's yet. It outlives sessions,
signing out and a closed browser. It says nothing of who sits there and is asked for by nothing but the drafts."""

import uuid
from datetime import timedelta

from django.conf import settings

KEPT = timedelta(days=30)
SALT = "accounts.browser"  # signs cookies that browsers already have: not to be changed


def mark_of(request):
    """Return the mark of the browser that asks, or None if it has none."""
    mark = request.get_signed_cookie(settings.BROWSER_COOKIE_NAME, default="", salt=SALT, max_age=KEPT)
    return uuid.UUID(mark) if mark else None


def leave_mark(response, mark):
    """Give a browser its mark, or 30 days more with it."""
    response.set_signed_cookie(
        settings.BROWSER_COOKIE_NAME,
        str(mark),
        salt=SALT,
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
