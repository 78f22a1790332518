"""Addresses that mails come back to. `reply+r.2s.1a.<signature>@…` says who may write by it and to which message,
`reply+b.7.<signature>@…` which mail came back. They are signed and hold for ever, as people answer old mails."""

import base64
import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

SALT = "mail address"  # never to be changed: replies to mails that were sent would not be known
REPLY, BOUNCE = "r", "b"
SIGNATURE = 10  # bytes: 80 bits are out of reach of whoever has to try each by a mail of its own
LONGEST_NUMBER = 13  # digits to the base of 36 are read, no more


@dataclass(frozen=True)
class MailAddress:
    """An address of ours: what it is for, and the keys that it names."""

    kind: str
    keys: tuple[int, ...]

    @classmethod
    def reply(cls, person_id, comment_id):
        return cls(REPLY, (person_id, comment_id))

    @classmethod
    def bounce(cls, mail_id):
        return cls(BOUNCE, (mail_id,))

    def __str__(self):
        """Return the whole address, of at most 64 letters before the @ (RFC 5321, 4.5.3.1), none of them a capital: some
        servers write all small."""
        mailbox, _at, domain = settings.INBOUND_ADDRESS.rpartition("@")
        said = self._said()
        return f"{mailbox}+{said}.{_signature(said)}@{domain}"

    def _said(self):
        return ".".join([self.kind, *map(int_to_base36, self.keys)])

    @classmethod
    def of(cls, address):
        """Return what an address says, or None if it is none of ours."""
        mailbox, _at, domain = settings.INBOUND_ADDRESS.rpartition("@")
        ours = rf"{re.escape(mailbox)}\+([rb](?:\.[0-9a-z]{{1,{LONGEST_NUMBER}}}){{1,2}})\.([a-z2-7]{{16}})@{re.escape(domain)}"
        found = re.fullmatch(ours, address.strip().lower()) if domain else None
        if not found or not constant_time_compare(found[2], _signature(found[1])):
            return None
        kind, *keys = found[1].split(".")
        return cls(kind, tuple(map(base36_to_int, keys)))


def _signature(said):
    digest = salted_hmac(SALT, said, algorithm="sha256").digest()[:SIGNATURE]
    return base64.b32encode(digest).decode().lower()
