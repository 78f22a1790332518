"""How often one address of the net may ask in a minute for what costs us much and has nothing before it. Counted in the
cache. What an account or an inbox can bear is limited by `ACCOUNT_RATE_LIMITS` in the settings."""

import ipaddress
from functools import wraps
from time import time

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.core.cache import cache
from django.db import OperationalError

SECONDS = 60
ONE_PLACE = 64  # bits of an IPv6 address that one household has
A_MINUTE = {  # times; several people may share an address
    "search": 60,
    "find": 60,
    "alike": 120,  # a page asks each time that 40 new letters were saved
    "listen": 120,  # a page asks two seconds after the last key
    "keep_draft": 120,  # a page saves every 8 seconds at most, and as it is left
    "look": 120,  # pages that compare words with all that was answered
    "mail": 60,  # links of mails, each of which writes a row
    "write": 60,  # words that come by a form: each is rendered, scored and listened to
}


def limited(action, *methods):
    """Answer 429, with the words that were on their way, when an address does this too often. With `methods`, only those
    count."""

    def limit(view):
        @wraps(view)
        def check(request, *args, **options):
            if (not methods or request.method in methods) and is_reached_by(request, action):
                response = ratelimit.respond_429(request)
                response["Retry-After"] = SECONDS
                return response
            return view(request, *args, **options)

        return check

    return limit


def is_reached_by(request, action):
    """Count one time, and tell whether it is one too many. Where nothing can be written (a full disk) nothing is counted, and
    reading goes on."""
    try:
        return _count(request, action) > A_MINUTE[action]
    except OperationalError:
        return False


def _count(request, action):
    """Return how often this place has asked in this minute, this time included."""
    key = f"{action}:{_place(get_adapter().get_client_ip(request))}:{int(time()) // SECONDS}"
    try:
        return cache.incr(key)
    except ValueError:  # the first of this minute
        cache.add(key, 1, 2 * SECONDS)
        return 1


def _place(address):
    network = ipaddress.ip_network(address)
    return network.supernet(new_prefix=ONE_PLACE) if network.version == 6 else network
