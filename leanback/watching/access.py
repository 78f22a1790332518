"""Who may ask how the site is doing: machines at certain addresses, or with the operator's token. To all others nothing is
there."""

import ipaddress
from functools import wraps
from secrets import compare_digest

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404


def for_operators(view):
    """Answer 404 to whoever is not to know."""

    @wraps(view)
    def check(request, *args, **options):
        if not (has_token(request) or comes_from_near(request)):
            raise Http404
        return view(request, *args, **options)

    return check


def has_token(request):
    """Does she send the operator's token, as `Authorization: Bearer …`?"""
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    is_bearer = settings.METRICS_TOKEN and kind.lower() == "bearer"
    return bool(is_bearer) and compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())


def comes_from_near(request):
    """Is it a machine of one of the networks that are let in? Where a proxy stands in front of which we were not told,
    everybody would seem to be: then nobody is."""
    if not settings.TRUSTED_PROXY_COUNT and {"X-Forwarded-For", "Forwarded", "Via"} & request.headers.keys():
        return False
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in settings.METRICS_NETWORKS)
