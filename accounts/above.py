"""What signing in has to know of the apps above: asked here, by the names of their models, and nowhere else in `accounts`.

An import would turn the order of the apps round: everything above imports `accounts`."""

from django.apps import apps


def identity():
    """Return the site's Identity: its title, and the coach's name. Unsaved defaults until she has chosen any."""
    return apps.get_model("stages", "Identity").objects.current()


def drafts():
    """Return the manager of what was written and not sent: what somebody signs in for."""
    return apps.get_model("comments", "Draft").objects


def is_sign_up_closed():
    """Has somebody at the desk closed sign-up for a while, in a spam wave?"""
    return apps.get_model("comments", "Switch").objects.is_on("sign_up")
