from django import template
from django.utils.safestring import mark_safe

register = template.Library()

MARKED = mark_safe(' aria-current="page"')


@register.simple_tag(takes_context=True)
def current_page(context, name):
    """Return the attribute that marks a link to the page of this name, where that is the page that is open."""
    found = context["request"].resolver_match
    return MARKED if found and found.url_name == name else ""
