"""Typed readers of the environment that stop the start with a sentence that says what to set."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def flag(name, default=False):
    """Return True or False for 1/0, true/false, yes/no, on/off; anything else stops the start."""
    value = env.str(name, default=str(default)).strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"", "0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no: set it to 1 or 0.")


def count(name, default, at_least=0):
    """Return a whole number of `at_least` or more."""
    value = env.str(name, default=str(default)).strip()
    if not re.fullmatch(r"\d{1,9}", value) or int(value) < at_least:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number of {at_least} or more.")
    return int(value)


def secret(name):
    """Return a secret of 50 characters or more; there is no default, so that none is ever shared."""
    value = env.str(name, default="")
    if len(value) < 50:
        raise ImproperlyConfigured(
            f"{name} is {'not set' if not value else 'shorter than 50 characters'}. `make run` writes one into .env; "
            f'by hand: {name}="$(python -c "import secrets; print(secrets.token_urlsafe(50))")"'
        )
    return value


def address(name, default):
    """Return the split address (scheme, host, port) at which the public reaches the site."""
    parts = urlsplit(env.str(name, default=default).rstrip("/"))
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(f"{name} must be like https://leanback.example, without a path.")
    return parts


def folder(name, default):
    """Return a folder's absolute path, made if it is not there."""
    path = Path(env.str(name, default=str(default))).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name}={path} cannot be used: {error.strerror}.") from error
    return path


def database(name, default):
    """Return Django's settings for a sqlite:// or postgres:// address; another scheme stops the start."""
    value = env.str(name, default="") or default
    if not value.startswith(("sqlite:", "postgres:", "postgresql:")):
        raise ImproperlyConfigured(f"{name} must begin with sqlite:// or postgres:// (see .env.example).")
    return env.db_url_config(value)


def mail(name, default):
    """Return Django's mail settings for an address such as smtp+tls://user:password@host:587."""
    value = env.str(name, default="") or default
    try:
        return env.email_url_config(value)
    except ImproperlyConfigured as error:
        raise ImproperlyConfigured(
            f"{name} must begin with smtp://, smtp+tls://, smtp+ssl:// or filemail://."
        ) from error
