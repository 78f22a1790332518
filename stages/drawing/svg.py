"""The drawings on pages: inline SVG, coloured by the page's own tokens (drawings.css), so that they follow the theme."""

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from stages.drawing.scenes import SCENES

WIDE, CLOSE = "-80 12 640 274", "0 12 480 274"  # what is seen of the field; the ground stands equally high in both


def scene(name):
    """Return the large drawing with its description."""
    return format_html(
        '<svg class="scene" viewBox="{}" role="img" aria-label="{}">{}</svg>', WIDE, SCENES[name].words, FORMS[name]
    )


def _mark(name):
    return format_html('<svg class="mark" viewBox="{}" aria-hidden="true">{}</svg>', CLOSE, FORMS[name])


def _svg(shapes):
    return mark_safe("".join(shape.svg() for shape in shapes))  # noqa: S308 – our own constants


FORMS = {name: _svg(drawn.shapes) for name, drawn in SCENES.items()}
MARKS = {name: _mark(name) for name in SCENES}  # the small drawings, without a word: they stand beside a name
