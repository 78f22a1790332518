"""Typed readers of the environment that stop the start with a sentence that says what to set. Empty is as not set."""

import difflib
import io
import ipaddress
import os
import re
import tempfile
from email.utils import formataddr, parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
import pyrage
from django.core.exceptions import ImproperlyConfigured
from django.utils.encoding import punycode

env = environ.Env()


NAMES = set()  # of all that can be set: whatever was asked for below
UNKNOWN = set()  # what `.env` sets besides


def read(file):
    """Take over what `.env` says where the environment itself does not. A line that cannot be understood stops the start."""
    if not file.exists():
        return
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"{file} cannot be read ({error.__class__.__name__}): save it as UTF-8 text."
        ) from error
    for number, line in enumerate(lines, start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            setting = re.match(r"(?:export )?([A-Za-z_0-9]+)=", line)
            if not setting:
                raise ImproperlyConfigured(f"Line {number} of {file} is no setting. One is like SITE_LANGUAGE=en")
            UNKNOWN.add(setting[1])
    env.read_env(io.StringIO("\n".join(lines)))


def refuse_misspelt():
    """Stop the start where the name of a setting was misspelt: it would be as if nothing were set. To be called when all
    were read. Of `.env`, whatever is like one of ours; elsewhere in the environment, what is one slip away."""
    UNKNOWN.difference_update(NAMES)
    for name in sorted(UNKNOWN):
        if meant := difflib.get_close_matches(name.upper(), sorted(NAMES), n=1, cutoff=0.75):
            raise ImproperlyConfigured(f"{name} in .env is no setting. Is {meant[0]} meant?")
    for name in sorted(os.environ.keys() - NAMES):
        if meant := [known for known in sorted(NAMES) if len(known) > 5 and one_slip_apart(name, known)]:
            raise ImproperlyConfigured(
                f"{name} in the environment is no setting. Is {meant[0]} meant? If not, unset it."
            )


def one_slip_apart(name, known):
    """Return whether one letter is missing, too many, wrong, or two have changed places; or only the case is another."""
    if name.upper() == known:
        return True
    pairs = enumerate(zip(name, known, strict=False))
    same = next((place for place, (a, b) in pairs if a != b), min(len(name), len(known)))
    a, b = name[same:], known[same:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])


def text(name, default=""):
    """Return what is set, or the default."""
    NAMES.add(name)
    return env.str(name, default="").strip() or str(default)


def one_of(name, choices, default):
    """Return one of the choices, whatever its case: {what is set: what it means} or a list."""
    value = text(name, default)
    for choice in choices:
        if choice.casefold() == value.casefold():
            return choice
    told = [f"{choice} ({choices[choice]})" for choice in choices] if isinstance(choices, dict) else choices
    raise ImproperlyConfigured(f"{name}={value!r} is not known: it is one of {', '.join(told)}.")


def flag(name, default=False):
    """Return True or False for 1/0, true/false, yes/no, on/off; anything else stops the start."""
    value = text(name, default).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no: set it to 1 or 0.")


def count(name, default, at_least=0, at_most=999):
    """Return a whole number from `at_least` to `at_most`."""
    value = text(name, default)
    if not re.fullmatch(r"[0-9]{1,9}", value) or not at_least <= int(value) <= at_most:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number from {at_least} to {at_most}.")
    return int(value)


def networks(name, default):
    """Return a list of ip_network of what is set, with spaces between: 127.0.0.0/8 ::1/128"""
    value = text(name, default)
    try:
        return [ipaddress.ip_network(each) for each in value.split()]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name}={value!r} is no list of networks. One is like 10.0.0.0/8 ::1/128"
        ) from error


def secret(name):
    """Return a secret of 50 characters or more; there is no default, so that none is ever shared."""
    value = text(name)
    if len(value) < 50:
        raise ImproperlyConfigured(
            f"{name} is {'not set' if not value else 'shorter than 50 characters'}. `make run` writes one into .env; "
            f'by hand: {name}="$(python -c "import secrets; print(secrets.token_urlsafe(50))")"'
        )
    return value


def _split(name, value, schemes, example):
    """Return the parts of an address, its port read too; one that cannot be read stops the start."""
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 – reading it raises for a port that is none
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is no address ({error}). It is like {example}.") from error
    if parts.scheme not in schemes:
        raise ImproperlyConfigured(
            f"{name} must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}, like {example}."
        )
    return parts


def address(name, default):
    """Return the split address (scheme, host, port) at which the public reaches the site. A host with letters beyond ASCII
    is written as browsers send it (RFC 5890: bücher.example is xn--bcher-kva.example)."""
    parts = _split(name, text(name, default).rstrip("/"), ["http", "https"], "https://leanback.example")
    if parts.hostname and not parts.hostname.isascii():
        host = ascii_domain(name, parts.hostname)
        parts = parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host)
    if not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(f"{name} must be like https://leanback.example, without a path.")
    return parts


def contact(name, default):
    """Return an address at which somebody can be reached: mailto:, https:// or tel:, as RFC 9116 asks."""
    value = text(name, default)
    if not re.fullmatch(r"(?:mailto:[^@\s]+@[^@\s]+|https://[^\s/]+\S*|tel:\+?[0-9-]+)", value):
        raise ImproperlyConfigured(
            f"{name}={value!r} must begin with mailto:, https:// or tel:, like mailto:security@leanback.example."
        )
    return value


def redis(name):
    """Return the address of a Redis server, or an empty string."""
    value = text(name)
    if value:
        _split(name, value, ["redis", "rediss"], "redis://host:6379/0")
    return value


def folder(name, default):
    """Return the absolute path of a folder that can be written to; it is made if it is not there."""
    path = Path(text(name, default)).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            return path
    except OSError as error:
        raise ImproperlyConfigured(f"{name}={path} cannot be written to: {error.strerror}.") from error


def private_folder(path):
    """Return a folder that nobody else may read; it is made if it is not there."""
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def database(name, default):
    """Return Django's settings for a sqlite:// or postgres:// address; another scheme stops the start."""
    value = text(name, default)
    _split(name, value, ["sqlite", "postgres", "postgresql"], "postgres://user:password@host:5432/name")
    return env.db_url_config(value)


def mail(name, default):
    """Return Django's mail settings for an address such as smtp+tls://user:password@host:587."""
    value = text(name, default)
    _split(
        name, value, ["smtp", "smtp+tls", "smtp+ssl", "filemail", "consolemail"], "smtp+tls://user:password@host:587"
    )
    return env.email_url_config(value)


def bucket():
    """Return django-storages' options for an S3-compatible bucket and the address at which readers fetch from it, or None
    when no such is set. Half of it stops the start."""
    needed = ("S3_BUCKET", "S3_ENDPOINT_URL", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY")
    values = [text(name) for name in needed]
    if not any([*values, text("S3_PUBLIC_URL"), text("S3_REGION")]):
        return None
    if missing := [name for name, value in zip(needed, values, strict=True) if not value]:
        raise ImproperlyConfigured(f"Pictures cannot go into a bucket without {', '.join(missing)}: set all or none.")
    name, endpoint, key, secret_key = values
    _bucket_address("S3_ENDPOINT_URL", endpoint, "https://s3.example.net")
    public = text("S3_PUBLIC_URL", f"{endpoint.rstrip('/')}/{name}").rstrip("/")
    parts = _bucket_address("S3_PUBLIC_URL", public, "https://pictures.leanback.example")
    options = {"bucket_name": name, "endpoint_url": endpoint, "access_key": key, "secret_key": secret_key}
    options |= {"region_name": text("S3_REGION") or None, "querystring_auth": False, "file_overwrite": False}
    return options | {"url_protocol": f"{parts.scheme}:", "custom_domain": f"{parts.netloc}{parts.path}"}, parts


def backups(name, default):
    """Return Django's settings of the storage for backups: a folder, or s3://bucket/folder. What reaches that bucket is
    BACKUP_S3_…, or what reaches the bucket of pictures; the two are never one, since everybody may read pictures."""
    value = text(name, default)
    parts = ("ENDPOINT_URL", "ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "REGION")
    endpoint, key, secret_key, region = (text(f"BACKUP_S3_{part}", text(f"S3_{part}")) for part in parts)
    if not value.startswith("s3://"):
        place = Path(value).expanduser().resolve()
        return {"BACKEND": "exchange.backup.folder.Folder", "OPTIONS": {"location": str(place)}}
    bucket_name, _slash, prefix = value.removeprefix("s3://").strip("/").partition("/")
    if not (bucket_name and endpoint and key and secret_key):
        raise ImproperlyConfigured(
            f"{name}={value} needs BACKUP_S3_ENDPOINT_URL, BACKUP_S3_ACCESS_KEY_ID and BACKUP_S3_SECRET_ACCESS_KEY."
        )
    _bucket_address("BACKUP_S3_ENDPOINT_URL", endpoint, "https://s3.example.net")
    if (bucket_name, endpoint) == (text("S3_BUCKET"), text("S3_ENDPOINT_URL")):
        raise ImproperlyConfigured(f"{name} must be another bucket than S3_BUCKET: everybody may read the pictures.")
    options = {"bucket_name": bucket_name, "location": prefix, "endpoint_url": endpoint, "file_overwrite": True}
    options |= {"access_key": key, "secret_key": secret_key, "region_name": region or None}
    return {"BACKEND": "leanback.bucket.Bucket", "OPTIONS": options}


def age_key(name):
    """Return a secret key of age, or an empty string; what is none stops the start."""
    value = text(name)
    try:
        return value and str(pyrage.x25519.Identity.from_str(value))
    except pyrage.IdentityError as error:
        made = "import pyrage; print(pyrage.x25519.Identity.generate())"
        raise ImproperlyConfigured(f"{name} is no key of age. Make one: .venv/bin/python -c '{made}'") from error


def _bucket_address(name, value, example):
    """Return the parts of an address; one that a policy or a link cannot carry stops the start."""
    parts = _split(name, value, ["https", "http"], example)
    if not re.fullmatch(r"[\w.\[\]:-]+", parts.netloc) or re.search(r"[\s;,?#]", value):
        raise ImproperlyConfigured(f"{name} must be like {example}.")
    return parts


def sender(name, default):
    """Return the sender of the site's mails: a name and an address, its domain as mail servers know it."""
    value = text(name, default)
    person, at = parseaddr(value)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", at):
        raise ImproperlyConfigured(
            f"{name}={value!r} has no e-mail address. It is like: Leanback <post@leanback.example>."
        )
    mailbox, _at, domain = at.rpartition("@")
    if not mailbox.isascii():
        raise ImproperlyConfigured(f"{name}={value!r}: before the @, only letters from A to Z reach every mail server.")
    if not all(0 < len(label) < 64 for label in domain.split(".")):
        raise ImproperlyConfigured(f"{name}: {domain!r} is no domain.")
    return value if domain.isascii() else formataddr((person, f"{mailbox}@{ascii_domain(name, domain)}"))


def mailbox(name):
    """Return an e-mail address to which marks can be added before the @, or an empty string."""
    value = text(name).lower()
    if value and not re.fullmatch(r"[a-z0-9._-]{1,20}@[a-z0-9.-]+", value):
        raise ImproperlyConfigured(f"{name}={value!r} is like reply@leanback.example: 20 letters at most before the @.")
    return value


MAIL_SERVICES = [
    "amazon_ses",
    "brevo",
    "mailersend",
    "mailgun",
    "mailjet",
    "mailtrap",
    "mandrill",
    "postal",
    "postmark",
]
MAIL_SERVICES += ["resend", "sendgrid", "sparkpost", "unisender_go"]


def mail_service():
    """Return the name of the service that sends mail, or an empty string, and what Anymail wants to know of it: whatever is
    set with a name that begins with ANYMAIL_. Without a secret for its webhooks the start stops."""
    name = text("MAIL_SERVICE").lower()
    prefix = "ANYMAIL_"
    said = {key.removeprefix(prefix): text(key) for key in sorted(os.environ) if key.startswith(prefix)}
    if not name:
        return "", {}
    if name not in MAIL_SERVICES:
        raise ImproperlyConfigured(f"MAIL_SERVICE={name!r} is not known: it is one of {', '.join(MAIL_SERVICES)}.")
    if not re.fullmatch(r"[^:\s]+:\S{20,}", said.get("WEBHOOK_SECRET", "")):
        raise ImproperlyConfigured(
            "ANYMAIL_WEBHOOK_SECRET is not set to a name, a colon and 20 letters or more: whoever knows it can post to the site."
        )
    return name, said | {"IGNORE_UNSUPPORTED_FEATURES": True}


def ascii_domain(name, domain):
    """Return a domain in the letters that the net itself knows (IDNA)."""
    try:
        return punycode(domain)
    except UnicodeError as error:
        raise ImproperlyConfigured(f"{name}: {domain!r} is no domain.") from error
