"""A page as it is kept, and how it is told: compressed, or only that it is still the same (RFC 9110, RFC 9111)."""

import gzip
import re
import time
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256

import brotli
from django.conf import settings
from django.utils.http import http_date

BROTLI_QUALITY = 5  # within a twentieth of the densest, in a thirtieth of the time
SAID_ANEW = {"cache-control", "content-encoding", "content-length", "etag", "expires", "last-modified", "vary"}
LONGEST = 1_000  # characters of a header that are looked at
VARIES = "Accept-Encoding, Accept-Language, Cookie"
CODING = re.compile(r"\s*([a-z*]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Kept:
    """What a page said, until when it says so (seconds of the epoch), and in which second it was drawn."""

    headers: tuple
    bodies: dict  # by content coding: br, gzip
    mark: str
    drawn_at: int
    length: int  # of the page as it is, in bytes
    until: float = 0

    @classmethod
    def of(cls, response, drawn_at):
        """Return what is kept of a response of Django's that was drawn at a second."""
        body = response.content
        headers = tuple((name, value) for name, value in response.items() if name.lower() not in SAID_ANEW)
        bodies = {"br": brotli.compress(body, quality=BROTLI_QUALITY), "gzip": gzip.compress(body, 6, mtime=0)}
        return cls(headers, bodies, sha256(body).hexdigest()[:24], drawn_at, len(body))

    @property
    def size(self):
        """How many bytes it takes, about."""
        return sum(map(len, self.bodies.values())) + 2_000

    def answer(self, environ):
        """Return (status, headers, body) for a request of WSGI."""
        coding = coding_for(environ.get("HTTP_ACCEPT_ENCODING", "")[:LONGEST])
        etag, headers, body = self.told[coding]
        if self.is_what_she_has(environ, etag):
            return 304, [*self.headers_of_a_copy(), ("ETag", etag)], b""
        if body is None:
            body = gzip.decompress(self.bodies["gzip"])
        return 200, [*self.headers_of_a_copy(), *headers], b"" if environ["REQUEST_METHOD"] == "HEAD" else body

    @cached_property
    def told(self):
        """By content coding what is told to everybody alike: (ETag, headers, body); of none the body is made each time."""
        told = {}
        for coding, body in ((None, None), *self.bodies.items()):
            etag = f'"{self.mark}-{coding}"' if coding else f'"{self.mark}"'
            length = self.length if body is None else len(body)
            encoded = [("Content-Encoding", coding)] if coding else []
            told[coding] = etag, [("ETag", etag), *self.headers, *encoded, ("Content-Length", str(length))], body
        return told

    @cached_property
    def last_modified(self):
        return http_date(self.drawn_at + 1)

    def headers_of_a_copy(self):
        """How long a cache in front may answer with it (not at all, unless EDGE_SECONDS lets it), and until when it is known
        to be the same: told only once that second is over, since within it another page may yet be drawn."""
        now = time.time()
        edge = int(min(settings.EDGE_SECONDS, self.until - now)) if self.until else 0
        shared = f"s-maxage={edge}, " if edge > 0 else ""
        yield "Cache-Control", f"public, {shared}max-age=0, must-revalidate"
        yield "Vary", VARIES
        if now >= self.drawn_at + 1:
            yield "Last-Modified", self.last_modified

    def is_what_she_has(self, environ, etag):
        """Return whether her copy is this one. Its time counts only where she knows no mark, and to the second."""
        if known := environ.get("HTTP_IF_NONE_MATCH"):
            return known.strip() == "*" or etag in (mark.strip().removeprefix("W/") for mark in known.split(","))
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        return bool(since) and time.time() >= self.drawn_at + 1 and since == self.last_modified


@lru_cache(maxsize=1_000)
def coding_for(accepted):
    """Return the best content coding that a browser takes, or None for none."""
    taken = {}
    for part in accepted.split(","):
        if found := CODING.match(part):
            taken[found[1].lower()] = float(found[2] or 1)
    return max(("br", "gzip"), key=lambda name: taken.get(name, 0)) if taken.get("br") or taken.get("gzip") else None
