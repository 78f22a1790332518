"""What signing in has to know of the apps above: asked here, by the names of their models, and nowhere else in `accounts`.

An import would turn the order of the apps round: everything above imports `accounts`."""

from django.apps import apps


def identity():
    """Return the site's Identity: its title, and the coach's name. Unsaved defaults until she has chosen any."""
    return _rows_of("stages.Identity").current()


def drafts():
    """Return the manager of what was written and not sent: what somebody signs in for."""
    return _rows_of("comments.Draft")


def is_sign_up_closed():
    """Has somebody at the desk closed sign-up for a while, in a spam wave?"""
    return _rows_of("comments.Switch").is_on("sign_up")


def _rows_of(label):
    return apps.get_model(label).objects
