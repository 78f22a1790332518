"""Limits are counted in the cache under the addresses of the net that they count: so no key stands there in the clear."""

from django.utils.crypto import salted_hmac


def scrambled(key, key_prefix, version):
    """Return what a key is kept under: without the site's secret nobody can tell what it was."""
    return salted_hmac("leanback.cache_keys", f"{key_prefix}:{version}:{key}", algorithm="sha256").hexdigest()
