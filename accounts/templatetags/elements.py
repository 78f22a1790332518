"""What the elements of allauth's pages look like here."""

from django import template
from django.forms.utils import flatatt

register = template.Library()

DANGER = {"danger", "delete"}
QUIET = {"secondary", "link", "cancel"}


@register.filter
def attributes(attrs, names):
    """Return those of an element's attributes that are set, of these names, as HTML."""
    return flatatt({name: attrs.get(name) or None for name in names.split()})


@register.filter
def weight(tags):
    """Return the class of a button by allauth's tags for it."""
    tags = set(tags or ())
    if tags & DANGER:
        return "danger"
    return "quiet" if tags & QUIET else ""


@register.filter
def weight_of_link(tags):
    """Return the class of what looks like a button and leads somewhere."""
    return "quiet" if set(tags or ()) & (QUIET - {"cancel"}) else ""
