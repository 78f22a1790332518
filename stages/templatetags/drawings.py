"""The drawings on pages that are of no stage."""

from django import template

from stages.drawing.svg import scene

register = template.Library()


@register.simple_tag
def drawing(name):
    """Return the large drawing of a name ("first-date")."""
    return scene(name)
