"""The ten drawings, one a stage, in the order of the stages: two figures, what is between them, and one light.

They stand on one ground, so that in a row they are one landscape, from one morning over noon and night to the next."""

from dataclasses import dataclass
from math import cos, radians, sin

from django.utils.translation import gettext_lazy as _

from stages.drawing.figure import Figure
from stages.drawing.shapes import GROUND, Cut, Dots, Light, Line, Moving, Outline

EARTH = Line("earth", ((-1500, GROUND), (1980, GROUND)), 3)  # from edge to edge of the page
FLAME = ((0, 0), (-10, -10), (-9, -22), (2, -42), (11, -20), (9, -7))
BUBBLE = ((-34, -20), (30, -24), (38, 14), (4, 17), (-8, 34), (-12, 18), (-38, 16))
CLOUD = (
    *((-58, 24), (-74, 8), (-58, -10), (-36, -12), (-16, -30)),
    *((16, -30), (30, -16), (58, -14), (72, 6), (58, 24)),
)
MOON = ((8, -25), (-9, -22), (-22, -7), (-22, 10), (-10, 22), (8, 25), (20, 17), (6, 13), (-3, 3), (-4, -10), (-1, -19))


@dataclass(frozen=True)
class Scene:
    """One drawing: its shapes, the lowest first, and what it shows in words, for those who cannot see it."""

    words: str
    shapes: tuple


def person(*args, **kwargs):
    """Return a figure, which leans once when it is first seen."""
    figure = Figure(*args, **kwargs)
    how = {1: "to-right", -1: "to-left"}.get(figure.leans, "upright")
    return Moving(how, pieces_of(figure))


def pieces_of(figure):
    return Cut(figure.who, tuple(figure.light())), Cut(f"{figure.who}-dark", tuple(figure.dark()))


def placed(outline, x, y, way=1):
    """Return the points of a piece at (x, y), or of its mirror."""
    return tuple((x + dx * way, y + dy) for dx, dy in outline)


def glow(x, y, *radii):
    return tuple(Light("glow", x, y, r) for r in radii)


def hill(left, top, right, height, time="day"):
    """Return a hill from `left` to `right`, highest about `top`, in the colour of a time of the day."""
    foot, shoulder = (left + top) // 2, (top + right) // 2
    ups = (
        (left, 0),
        (foot, height * 0.4),
        (top - 24, height),
        (top + 30, height * 0.95),
        (shoulder, height * 0.35),
        (right, 0),
    )
    return Cut(f"hill {time}", (tuple((x, GROUND - up) for x, up in ups),))


def bow(count, x, y, rx, ry):
    """Return points from left to right on a bow around (x, y)."""
    turns = (radians(168 - 156 * n / (count - 1)) for n in range(count))
    return tuple((x + rx * cos(turn), y - ry * sin(turn)) for turn in turns)


def others(*places):
    """Return a crowd all in one pale colour; each place is (x, size, way of looking)."""
    figures = (Figure("other", x, faces=way, size=size) for x, size, way in places)
    return Cut("other", tuple(outline for figure in figures for outline in figure.bare()))


HOPED_FOR = Figure("pine", 350, faces=-1, size=1.16)

SCENES = {
    "first-date": Scene(
        _("Two people lean back on either side of a small table; between them a spark."),
        (
            hill(96, 330, 480, 58),
            *glow(240, 178, 68, 40),
            EARTH,
            Line("wood", ((204, 208), (276, 208)), 6),
            Line("wood", ((240, 208), (240, 264)), 6),
            Cut("sun", (placed(FLAME, 240, 202),)),
            person("clay", 104, -15, nod=10),
            person("pine", 376, -15, -1, nod=10),
        ),
    ),
    "intense-attraction": Scene(
        _("Two people lean far towards each other in front of a large rising sun."),
        (
            *glow(240, 168, 146, 106, 66),
            EARTH,
            person("clay", 150, 27, nod=-6),
            person("pine", 330, 27, -1, nod=-6),
        ),
    ),
    "getting-to-know-each-other": Scene(
        _("Two people close together, their heads turned to each other; they talk."),
        (
            hill(0, 110, 330, 62),
            *glow(420, 84, 46),
            Light("sun", 420, 84, 22),
            EARTH,
            Cut("clay", (placed(BUBBLE, 196, 50),)),
            Cut("pine", (placed(BUBBLE, 286, 42, -1),)),
            person("clay", 182, nod=4),
            person("pine", 298, faces=-1, nod=2),
        ),
    ),
    "compromises": Scene(
        _("Two people on a see-saw, she up and he down; the sun stands at noon."),
        (
            *glow(240, 60, 46),
            Light("sun", 240, 60, 22),
            EARTH,
            Cut("wood-cut", (((214, GROUND), (240, 229), (266, GROUND)),)),
            Moving(
                "tips",
                (
                    Line("wood", ((42, 202), (438, 250)), 6),
                    *pieces_of(Figure("clay", 98, 4, size=0.88, y=208, slope=7)),
                    *pieces_of(Figure("pine", 382, 6, -1, size=0.88, y=242, slope=7, nod=-6)),
                ),
            ),
        ),
    ),
    "conflict": Scene(
        _("Two people turn their backs to each other, heads down; lightning falls between them from a cloud."),
        (
            hill(0, 250, 480, 42),
            EARTH,
            Line("bolt", ((246, 82), (224, 134), (256, 150), (230, 210)), 7),
            Cut("wood-cut", (placed(CLOUD, 240, 52),)),
            person("clay", 150, 9, -1, nod=18),
            person("pine", 330, 9, nod=18),
        ),
    ),
    "expectations": Scene(
        _("She leans towards a small man, who stands in the dotted outline of a much larger one."),
        (
            hill(0, 130, 400, 44),
            *glow(350, 150, 116, 78),
            EARTH,
            person("clay", 128, 19, nod=-4),
            Outline("wished", tuple(HOPED_FOR.whole()), 4.5, 10),
            person("pine", 350, faces=-1, size=0.44, nod=-4),
        ),
    ),
    "distance": Scene(
        _("She leans after somebody far away on the horizon, where the sun goes down."),
        (
            hill(200, 330, 480, 26, "dusk"),
            *glow(424, GROUND, 52),
            Light("sun", 424, GROUND, 26),
            EARTH,
            person("clay", 88, 29, nod=-14),
            person("pine", 368, 2, size=0.27),
        ),
    ),
    "comparison-and-doubt": Scene(
        _("A couple at night; she looks over her shoulder, away from him, at a crowd of pale others."),
        (
            hill(0, 240, 480, 30, "night"),
            Cut("sun", (placed(MOON, 412, 56),)),
            others((20, 0.62, 1), (70, 0.7, 1), (124, 0.6, 1), (388, 0.68, -1), (444, 0.6, -1)),
            EARTH,
            person("clay", 204, turned=-1),
            person("pine", 302, 3, -1, nod=4),
        ),
    ),
    "sexual-time": Scene(
        _("Two people lean into each other in the night, heads together, and shelter a small light."),
        (
            hill(240, 390, 480, 46, "night"),
            *glow(240, 204, 122, 82),
            Dots("stars", ((66, 74), (132, 38), (398, 50), (440, 112)), 6),
            EARTH,
            Cut("sun", (placed(FLAME, 240, GROUND),)),
            person("clay", 158, 31, nod=4),
            person("pine", 322, 31, -1, nod=4),
        ),
    ),
    "routine-and-commitment": Scene(
        _("Two people side by side, looking the same way, under seven small suns."),
        (
            hill(60, 220, 480, 40),
            Dots("suns", bow(7, 240, 240, 196, 200), 22),
            EARTH,
            person("clay", 194, 3),
            person("pine", 280, 3, nod=2),
        ),
    ),
}


def name_for(slug, position):
    """Return which drawing a stage has: its own, whatever guide it is in ("first-date-2"), else the one of its place."""
    for name in SCENES:
        if slug == name or slug.removeprefix(name + "-").isdigit():
            return name
    return list(SCENES)[(position - 1) % len(SCENES)]
