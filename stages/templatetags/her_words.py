from django import template
from django.template.loader import render_to_string

from stages.models import Term

register = template.Library()


@register.simple_block_tag
def explained(content):
    """Return a part of a page and, after it, the meanings of the coach's own words that are linked in it."""
    terms = Term.objects.marked_in(content)
    return content + render_to_string("stages/_terms.html", {"terms": terms}) if terms else content
