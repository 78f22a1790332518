"""Do other servers believe that our mails are ours? What the DNS says of the sender's domain: who may send for it (SPF, RFC
7208), the key by which mails are signed (DKIM, RFC 6376), and what is to become of those that are not (DMARC, RFC 7489). It
is asked when a coach wants to know, never by itself."""

from dataclasses import dataclass
from functools import partial
from importlib import import_module

from django.core.cache import cache
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

resolver = SimpleLazyObject(partial(import_module, "dns.resolver"))  # loaded when she asks, which is seldom

PATIENCE = 2.0  # seconds for each answer of the DNS
KEPT_FOR = 300  # seconds: who opens the page twice does not ask twice
MOST_SHOWN = 120  # characters of a record


@dataclass(frozen=True)
class Finding:
    """What was found of one of them: good, bad, or (None) not to be known from here."""

    name: str
    is_good: bool | None
    said: str


def of(domain, selector):
    """Return the Findings for a domain: SPF, DKIM, DMARC."""
    key = f"deliverability:{domain}:{selector}"
    findings = cache.get(key)
    if findings is None:
        findings = look(domain, selector)
        cache.set(key, findings, KEPT_FOR)
    return findings


def look(domain, selector):
    """As `of`, from the DNS itself."""
    try:
        return [spf(domain), dkim(domain, selector), dmarc(domain)]
    except resolver.dns.exception.DNSException:
        said = _("The DNS can't be reached from this machine, so this can't be checked here.")
        return [Finding(name, None, said) for name in ("SPF", "DKIM", "DMARC")]


def spf(domain):
    """One record must say who sends for the domain, and must not let everybody (RFC 7208, 3.2 and 4.5)."""
    found = [record for record in records(domain) if record.split(" ")[0].lower() == "v=spf1"]
    if not found:
        return Finding("SPF", False, _("There is no such record."))
    if len(found) > 1:
        return Finding("SPF", False, _("There is more than one such record, so none counts."))
    is_open = any(term.lower() in {"all", "+all"} for term in found[0].split())
    said = _("It lets everyone send in your name: %(record)s") if is_open else "%(record)s"
    return Finding("SPF", not is_open, said % {"record": found[0][:MOST_SHOWN]})


def dkim(domain, selector):
    """There must be a key under the selector; an empty one is a key that was withdrawn (RFC 6376, 3.6.1)."""
    if not selector:
        return Finding("DKIM", None, _("Set DKIM_SELECTOR, and the key of your mail server is looked up here."))
    tags = [tag.strip() for record in records(f"{selector}._domainkey.{domain}") for tag in record.split(";")]
    if any(tag.startswith("p=") and tag != "p=" for tag in tags):
        return Finding("DKIM", True, _("There is a key under “%(selector)s”.") % {"selector": selector})
    return Finding("DKIM", False, _("There is no key under “%(selector)s”.") % {"selector": selector})


def dmarc(domain):
    """The domain itself, or one above it, must say what becomes of mails that are not signed (RFC 7489, 6.6.3)."""
    labels = domain.split(".")
    for start in range(len(labels) - 1):
        above = ".".join(labels[start:])
        if found := [record for record in records(f"_dmarc.{above}") if record.lower().startswith("v=dmarc1")]:
            return Finding("DMARC", len(found) == 1, found[0][:MOST_SHOWN])
    return Finding("DMARC", False, _("There is no such record."))


def records(name):
    """Return the TXT records of a name; none where there is no such name. Raises DNSException when nobody answers."""
    try:
        answer = resolver.resolve(name, "TXT", lifetime=PATIENCE)
    except (resolver.NXDOMAIN, resolver.NoAnswer):
        return []
    return [b"".join(record.strings).decode("ascii", "replace") for record in answer]
