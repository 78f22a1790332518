"""How often one address of the net may search: each search costs the database something, and no form stands before it."""

import ipaddress
from contextlib import suppress
from time import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.db import OperationalError

MOST, SECONDS = 60, 60  # several people may share an address
ONE_PLACE = 64  # bits of an IPv6 address that one household has


def is_reached_by(request):
    """Count one search, and tell whether it is one too many."""
    key = f"search:{_place(get_adapter().get_client_ip(request))}:{int(time()) // SECONDS}"
    try:
        return cache.incr(key) > MOST
    except ValueError:  # the first of this minute
        with suppress(OperationalError):  # where nothing can be written (a full disk), reading goes on
            cache.add(key, 1, 2 * SECONDS)
        return MOST < 1
    except OperationalError:
        return False


def _place(address):
    network = ipaddress.ip_network(address)
    return network.supernet(new_prefix=ONE_PLACE) if network.version == 6 else network
