from django import template
from django.utils.translation import gettext as _

from accounts.devices import device_in_words

register = template.Library()


@register.filter
def whence(session):
    """Return on what and from where somebody is signed in, in words."""
    if not session.user_agent:
        return [_("we forget device and address after 30 days")]
    return [device_in_words(session.user_agent), session.ip]
