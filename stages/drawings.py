"""*The space between*: two soft forms whose distance, overlap and light tell each stage.

Each drawing is SVG by hand, coloured by the page's own tokens (`.clay`, `.pine`, `.lamp` in drawings.css), so that it
follows the theme. A scene is the large picture of a stage; a mark is the same thought in the path of stages."""

from math import cos, radians, sin

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

# What of the 640 by 300 that drawings are made in is shown: the forms with some air; a few need all of the width.
CLOSE, WIDE = "110 24 420 256", "10 14 620 286"
NARROW, LESS_NARROW = "146 50 348 204", "100 40 440 256"  # of a mark
WIDE_SCENES = {"distance", "comparison-and-doubt", "routine-and-commitment"}


def _circle(x, y, r, kind, more=""):
    return f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" class="{kind}"{more}/>'


def _halo(name, x, y, r):
    """Light that fades into the paper."""
    gradient = (
        f'<radialGradient id="lamp-{name}"><stop offset="0" class="lamp-near"/><stop offset="1" class="lamp-far"/>'
        "</radialGradient>"
    )
    return f'{gradient}<circle cx="{x}" cy="{y}" r="{r}" fill="url(#lamp-{name})" class="halo"/>'


def _lens(x, y, r, apart, kind):
    """What two circles of one size share, their centres `apart` left and right of (x, y)."""
    half = (r * r - apart * apart) ** 0.5
    return f'<path d="M{x:g} {y - half:g}a{r} {r} 0 0 1 0 {2 * half:g}a{r} {r} 0 0 1 0 {-2 * half:g}z" class="{kind}"/>'


def _crescent(x, y, r, bite, kind):
    """A moon that turns its back: a circle of which another, `bite` to the side, has taken its part."""
    half = (r * r - (bite / 2) ** 2) ** 0.5
    side = 1 if bite < 0 else 0
    return (
        f'<path d="M{x + bite / 2:g} {y - half:g}A{r} {r} 0 1 {side} {x + bite / 2:g} {y + half:g}'
        f'A{r} {r} 0 0 {1 - side} {x + bite / 2:g} {y - half:g}z" class="{kind}"/>'
    )


def _first_date():
    return (
        "",
        _circle(206, 158, 54, "clay") + _circle(434, 158, 54, "pine"),
        _halo("first-date", 320, 132, 74) + _circle(320, 132, 7, "spark"),
    )


def _intense_attraction():
    forms = _circle(257, 152, 61, "clay") + _circle(383, 152, 61, "pine")
    return _halo("intense-attraction", 320, 152, 190), forms, ""


def _getting_to_know():
    forms = _circle(276, 152, 70, "clay") + _circle(364, 152, 70, "pine")
    return _halo("getting-to-know-each-other", 320, 152, 150), forms, _lens(320, 152, 70, 44, "lit")


def _compromises():
    """Two rings, each once above and once below the other."""
    over = '<path d="M298.05 92.1A62 62 0 0 1 335.7 121" class="ring clay-line"/>'
    return "", _circle(282, 152, 62, "ring clay-line") + _circle(358, 152, 62, "ring pine-line"), over


def _conflict():
    return (
        "",
        _crescent(236, 152, 64, 46, "clay") + _crescent(404, 152, 64, -46, "pine"),
        '<path d="M320 74v156" class="hair"/>',
    )


def _expectations():
    wished = _circle(408, 122, 64, "wished")
    return "", _circle(240, 158, 64, "clay") + _circle(412, 176, 40, "pine dim"), wished


def _distance():
    ground = '<path d="M24 214h592" class="hair"/>'
    return ground, _circle(128, 166, 48, "clay") + _circle(566, 203, 11, "pine"), ""


FAR_IN_LITTLE = (
    '<path d="M150 212h340" class="hair"/>',
    _circle(212, 158, 54, "clay") + _circle(462, 198, 14, "pine"),
)


def _comparison():
    others = (
        (70, 96, 20),
        (128, 232, 15),
        (176, 62, 13),
        (470, 62, 15),
        (524, 224, 20),
        (584, 122, 24),
        (40, 186, 12),
        (430, 252, 12),
    )
    crowd = "".join(
        _circle(x, y, r, "other-clay" if n % 3 == 1 else "other-pine") for n, (x, y, r) in enumerate(others)
    )
    return crowd, _circle(280, 152, 52, "clay") + _circle(368, 152, 52, "pine"), ""


def _sexual_time():
    return _halo("sexual-time", 320, 152, 185), _circle(300, 152, 72, "clay") + _circle(340, 152, 72, "gold"), ""


def _routine():
    orbit = '<ellipse cx="320" cy="156" rx="196" ry="84" class="hair"/>'
    days = "".join(
        _circle(
            320 + 196 * cos(radians(turn)),
            156 + 84 * sin(radians(turn)),
            26 - 3.6 * step,
            "pine",
            f' opacity="{0.34 - 0.09 * step:.2f}"',
        )
        for step, turn in enumerate((-4, 22, 48))
    )
    here = _circle(320 + 196 * cos(radians(-34)), 156 + 84 * sin(radians(-34)), 27, "pine")
    return orbit + days, _circle(320, 156, 56, "clay") + here, ""


DRAWINGS = {
    "first-date": _first_date,
    "intense-attraction": _intense_attraction,
    "getting-to-know-each-other": _getting_to_know,
    "compromises": _compromises,
    "conflict": _conflict,
    "expectations": _expectations,
    "distance": _distance,
    "comparison-and-doubt": _comparison,
    "sexual-time": _sexual_time,
    "routine-and-commitment": _routine,
}
# What each shows, for those who cannot see it.
WORDS = {
    "first-date": _("Two round forms apart, and a small light between them."),
    "intense-attraction": _("Two round forms that almost touch, in one large glow."),
    "getting-to-know-each-other": _("Two round forms that overlap; what they share is lit."),
    "compromises": _("Two rings that hold each other."),
    "conflict": _("Two moons that turn their backs to each other, with a line between them."),
    "expectations": _("A form beside a smaller, dimmer one; above it the dotted outline of what was hoped for."),
    "distance": _("A large form near by and a very small one far away on the same horizon."),
    "comparison-and-doubt": _("Two forms close together among many pale others."),
    "sexual-time": _("Two forms that melt into one, glowing."),
    "routine-and-commitment": _("A small form on its round about a large one, again and again."),
}


def scene(name):
    """Return the large drawing as inline SVG with its description."""
    return format_html(
        '<svg class="scene" viewBox="{}" role="img" aria-label="{}">{}</svg>',
        WIDE if name in WIDE_SCENES else CLOSE,
        WORDS[name],
        SCENES[name],
    )


def mark(name):
    """Return the small drawing as inline SVG without a word of its own: a link's text says what it is."""
    box = LESS_NARROW if name in WIDE_SCENES - {"distance"} else NARROW
    parts = FAR_IN_LITTLE if name == "distance" else DRAWINGS[name]()
    plain = "".join(part for part in parts if "url(#" not in part)
    return format_html('<svg class="mark" viewBox="{}" aria-hidden="true">{}</svg>', box, mark_safe(plain))  # noqa: S308


SCENES = {name: mark_safe("".join(draw())) for name, draw in DRAWINGS.items()}  # noqa: S308 – our own constants
MARKS = {name: mark(name) for name in DRAWINGS}


def name_for(slug, position):
    """Return which drawing a stage has: its own, whatever guide it is in ("first-date-2"), else the one of its place."""
    for name in DRAWINGS:
        if slug == name or slug.removeprefix(name + "-").isdigit():
            return name
    return list(DRAWINGS)[(position - 1) % len(DRAWINGS)]
