"""Keys of rows in addresses: no database of ours gives one of 19 digits, and PostgreSQL fails on one that is too large."""

import re

from django.urls.converters import IntConverter


class KeyConverter(IntConverter):
    """The number of a row, as `<key:pk>`; what is larger is an address that is not there."""

    regex = "[0-9]{1,18}"


def key_in(text):
    """Return the key of a row that a form or the query of an address names, or None for what is none."""
    is_key = text is not None and re.fullmatch(KeyConverter.regex, text)
    return int(text) if is_key else None
