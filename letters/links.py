"""The links of a letter: whoever holds one may confirm or stop the letters to one address, and nothing else."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "letters"  # never to be changed: links in letters that were sent would stop to work
CONFIRM, STOP = "confirm_letters", "stop_letters"  # names of addresses


def address(name, subscription):
    """Return the whole address that does this with a Subscription."""
    return settings.SITE_URL.geturl() + reverse(name, args=[signing.dumps([name, subscription.pk], salt=SALT)])


def key_in(token, name):
    """Return the key of the Subscription that a token of this address is about, or None if it is none of ours."""
    try:
        meant, pk = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return pk if meant == name else None
