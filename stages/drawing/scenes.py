"""The ten drawings, one a stage, in the order of the stages."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from stages.drawing.shapes import Arc, Circle, Crescent, Halo, Lens, Line, Orbit

# What of the 640 by 300 is shown, as (left, top, width, height): the forms with some air; a few need all of the width.
CLOSE, WIDE, FLAT = (110, 24, 420, 256), (10, 14, 620, 286), (10, 84, 620, 160)
NARROW, LESS_NARROW = (146, 50, 348, 204), (100, 40, 440, 256)  # of a mark


@dataclass(frozen=True)
class Scene:
    """One drawing: its shapes, the lowest first, and what it shows in words, for those who cannot see it."""

    words: str
    shapes: tuple
    box: tuple = CLOSE
    small_box: tuple = NARROW
    small: tuple = ()  # the shapes of the mark in the path, where they are other ones

    @property
    def mark(self):
        """The shapes of the small drawing: the same thought without the light around it."""
        return self.small or tuple(shape for shape in self.shapes if not isinstance(shape, Halo))


ORBIT = Orbit(320, 156, 196, 84)
OTHERS = (
    (70, 96, 20),
    (128, 232, 15),
    (176, 62, 13),
    (470, 62, 15),
    (524, 224, 20),
    (584, 122, 24),
    (40, 186, 12),
    (430, 252, 12),
)

SCENES = {
    "first-date": Scene(
        _("Two round forms apart, and a small light between them."),
        (
            Circle(206, 158, 54, "clay"),
            Circle(434, 158, 54, "pine"),
            Halo(320, 132, 74),
            Circle(320, 132, 7, "spark"),
        ),
    ),
    "intense-attraction": Scene(
        _("Two round forms that almost touch, in one large glow."),
        (Halo(320, 152, 190), Circle(257, 152, 61, "clay"), Circle(383, 152, 61, "pine")),
    ),
    "getting-to-know-each-other": Scene(
        _("Two round forms that overlap; what they share is lit."),
        (
            Halo(320, 152, 150),
            Circle(276, 152, 70, "clay"),
            Circle(364, 152, 70, "pine"),
            Lens(320, 152, 70, 44, "lit"),
        ),
    ),
    "compromises": Scene(
        _("Two rings that hold each other."),
        (
            Circle(282, 152, 62, "ring clay-line"),
            Circle(358, 152, 62, "ring pine-line"),
            Arc(282, 152, 62, -75, -30, "ring clay-line"),  # each is once above and once below the other
        ),
    ),
    "conflict": Scene(
        _("Two moons that turn their backs to each other, with a line between them."),
        (Crescent(236, 152, 64, 46, "clay"), Crescent(404, 152, 64, -46, "pine"), Line(320, 74, dy=156)),
    ),
    "expectations": Scene(
        _("A form beside a smaller, dimmer one; above it the dotted outline of what was hoped for."),
        (Circle(240, 158, 64, "clay"), Circle(412, 176, 40, "pine dim"), Circle(408, 122, 64, "wished")),
    ),
    "distance": Scene(
        _("A large form near by and a very small one far away on the same horizon."),
        (Line(24, 214, dx=592), Circle(128, 166, 48, "clay"), Circle(566, 203, 11, "pine")),
        box=FLAT,
        small=(Line(150, 212, dx=340), Circle(212, 158, 54, "clay"), Circle(462, 198, 14, "pine")),
    ),
    "comparison-and-doubt": Scene(
        _("Two forms close together among many pale others."),
        (
            *(Circle(*other, "other-clay" if n % 3 == 1 else "other-pine") for n, other in enumerate(OTHERS)),
            Circle(280, 152, 52, "clay"),
            Circle(368, 152, 52, "pine"),
        ),
        box=WIDE,
        small_box=LESS_NARROW,
    ),
    "sexual-time": Scene(
        _("Two forms that melt into one, glowing."),
        (Halo(320, 152, 185), Circle(300, 152, 72, "clay"), Circle(340, 152, 72, "gold")),
    ),
    "routine-and-commitment": Scene(
        _("A small form on its round about a large one, again and again."),
        (
            ORBIT,
            *(
                Circle(*ORBIT.at(turn), 26 - 3.6 * step, "pine", opacity=0.34 - 0.09 * step)
                for step, turn in enumerate((-4, 22, 48))
            ),
            Circle(320, 156, 56, "clay"),
            Circle(*ORBIT.at(-34), 27, "pine"),
        ),
        box=WIDE,
        small_box=LESS_NARROW,
    ),
}


def name_for(slug, position):
    """Return which drawing a stage has: its own, whatever guide it is in ("first-date-2"), else the one of its place."""
    for name in SCENES:
        if slug == name or slug.removeprefix(name + "-").isdigit():
            return name
    return list(SCENES)[(position - 1) % len(SCENES)]
