"""The drawings on pages: inline SVG, coloured by the page's own tokens (drawings.css), so that they follow the theme."""

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from stages.drawing.scenes import SCENES


def scene(name):
    """Return the large drawing with its description."""
    drawn = SCENES[name]
    return format_html(
        '<svg class="scene" viewBox="{}" role="img" aria-label="{}">{}</svg>', _box(drawn.box), drawn.words, FORMS[name]
    )


def mark(name):
    """Return the small drawing without a word of its own: a link's text says what it is."""
    drawn = SCENES[name]
    return format_html(
        '<svg class="mark" viewBox="{}" aria-hidden="true">{}</svg>', _box(drawn.small_box), _svg(drawn.mark, name)
    )


def _svg(shapes, name):
    return mark_safe("".join(shape.svg(name) for shape in shapes))  # noqa: S308 – our own constants


def _box(box):
    return " ".join(map(str, box))


FORMS = {name: _svg(drawn.shapes, name) for name, drawn in SCENES.items()}
MARKS = {name: mark(name) for name in SCENES}
