"""Asking whether a page is still there, and nothing else: what somebody wrote into a link must never reach a machine behind
ours. Each name is looked up once, only public addresses are spoken to, on the web's own ports, and no more than the head of
an answer is read."""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.conf import settings

PATIENCE = 10  # seconds for each step
MOST_REDIRECTS = 4
PORTS = {"http": 80, "https": 443}
GONE = {404, 410}
NOT_HEAD = {400, 403, 404, 405, 500, 501, 503}  # said to a HEAD by servers that answer a GET


@dataclass(frozen=True)
class Answer:
    """What came of it: `problem` is a few words, or nothing when all is well; `is_sure` when the server itself says that it
    is gone."""

    problem: str = ""
    is_sure: bool = False


class NotPublic(Exception):
    """The link leads to no public address of the web."""


def ask(url):
    """Return the Answer to a link. Raises nothing."""
    try:
        for _step in range(MOST_REDIRECTS + 1):
            status, to = _status(url, "HEAD")
            if status in NOT_HEAD:
                status, to = _status(url, "GET")
            if not to:
                return Answer(str(status), True) if status in GONE else Answer(str(status) if status >= 500 else "")
            url = urljoin(url, to)
    except NotPublic:
        return Answer("no public address", True)
    except (OSError, ssl.SSLError, http.client.HTTPException, ValueError) as error:
        return Answer(type(error).__name__)
    return Answer("redirects without end")


def _status(url, method):
    """Return (status, where it redirects to or an empty string)."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or (parts.port or PORTS[parts.scheme]) != PORTS[parts.scheme] or not parts.hostname:
        raise NotPublic
    address = public_address(parts.hostname, PORTS[parts.scheme])
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname, timeout=PATIENCE)
    connection._create_connection = lambda _named, *args, **options: socket.create_connection(
        (address, PORTS[parts.scheme]), timeout=PATIENCE
    )
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        said = {
            "User-Agent": f"Leanback link check (+{settings.SITE_URL.geturl()})",
            "Accept": "*/*",
            "Connection": "close",
        }
        connection.request(method, path, headers=said)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location", "") if 300 <= answer.status < 400 else ""
    finally:
        connection.close()


def public_address(host, port):
    """Return the address of a host. Raises NotPublic if any of its addresses is not public, so that a name which leads to two
    places cannot lead behind ours; OSError if there is none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(entry[4][0].partition("%")[0]) for entry in found]
    for address in addresses:
        inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
        if not inner.is_global or inner.is_multicast:
            raise NotPublic
    return str(addresses[0])
