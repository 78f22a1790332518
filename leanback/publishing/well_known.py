"""Small files that have their place on every site."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from stages.structured_data import absolute

SECURITY_HOLDS = timedelta(days=180)  # RFC 9116 asks for less than a year

KEPT_OUT = ["/admin/", "/accounts/", "/me/", "/comments/", "/search/", "/stages/*/ask/"]


@require_safe
def robots(request):
    """What no search engine has to look at. (What it may see but not list says so itself: noindex.)"""
    context = {"kept_out": KEPT_OUT, "sitemap": absolute(reverse("sitemap"))}
    return render(request, "robots.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
def security(request):
    """Whom to tell of a hole in this site (RFC 9116)."""
    lines = {
        "Contact": settings.SECURITY_CONTACT,
        "Expires": (timezone.now() + SECURITY_HOLDS).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Preferred-Languages": settings.LANGUAGE_CODE,
        "Canonical": absolute(reverse("security")),
    }
    text = "".join(f"{name}: {value}\n" for name, value in lines.items())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def change_password(request):
    """Where password managers find the form (W3C, A Well-Known URL for Changing Passwords)."""
    return redirect("account_change_password")
