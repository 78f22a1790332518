"""What a drawing is made of, in a field of 640 by 300. Each shape knows itself as SVG; `kind` says in which ink."""

from dataclasses import dataclass
from math import cos, radians, sin
from typing import ClassVar


@dataclass(frozen=True)
class Circle:
    x: float
    y: float
    r: float
    kind: str
    opacity: float | None = None

    def svg(self, name):
        faint = "" if self.opacity is None else f' opacity="{self.opacity:.2f}"'
        return f'<circle cx="{self.x:g}" cy="{self.y:g}" r="{self.r:g}" class="{self.kind}"{faint}/>'


@dataclass(frozen=True)
class Halo:
    """Light that fades into the paper."""

    kind: ClassVar = "light"

    x: float
    y: float
    r: float

    def svg(self, name):
        return (
            f'<radialGradient id="lamp-{name}"><stop offset="0" class="lamp-near"/><stop offset="1" class="lamp-far"/>'
            f'</radialGradient><circle cx="{self.x}" cy="{self.y}" r="{self.r}" fill="url(#lamp-{name})" class="halo"/>'
        )


@dataclass(frozen=True)
class Lens:
    """What two circles of one size share, their centres `apart` left and right of (x, y)."""

    x: float
    y: float
    r: float
    apart: float
    kind: str

    def svg(self, name):
        half = (self.r**2 - self.apart**2) ** 0.5
        arc = f"a{self.r} {self.r} 0 0 1 0"
        return f'<path d="M{self.x:g} {self.y - half:g}{arc} {2 * half:g}{arc} {-2 * half:g}z" class="{self.kind}"/>'


@dataclass(frozen=True)
class Crescent:
    """A moon that turns its back: a circle of which another, `bite` to the side, has taken its part."""

    x: float
    y: float
    r: float
    bite: float
    kind: str

    def svg(self, name):
        half = (self.r**2 - (self.bite / 2) ** 2) ** 0.5
        edge, side = self.x + self.bite / 2, 1 if self.bite < 0 else 0
        return (
            f'<path d="M{edge:g} {self.y - half:g}A{self.r} {self.r} 0 1 {side} {edge:g} {self.y + half:g}'
            f'A{self.r} {self.r} 0 0 {1 - side} {edge:g} {self.y - half:g}z" class="{self.kind}"/>'
        )


@dataclass(frozen=True)
class Arc:
    """A part of a ring, from one angle to another (degrees, clockwise from the right)."""

    x: float
    y: float
    r: float
    start: float
    end: float
    kind: str

    def svg(self, name):
        (x1, y1), (x2, y2) = (
            (round(self.x + self.r * cos(radians(turn)), 2), round(self.y + self.r * sin(radians(turn)), 2))
            for turn in (self.start, self.end)
        )
        return f'<path d="M{x1:g} {y1:g}A{self.r} {self.r} 0 0 1 {x2:g} {y2:g}" class="{self.kind}"/>'


@dataclass(frozen=True)
class Line:
    """A hair's line, across (`dx`) or down (`dy`)."""

    kind: ClassVar = "hair"

    x: float
    y: float
    dx: float = 0
    dy: float = 0

    def svg(self, name):
        way = f"h{self.dx:g}" if self.dx else f"v{self.dy:g}"
        return f'<path d="M{self.x:g} {self.y:g}{way}" class="{self.kind}"/>'


@dataclass(frozen=True)
class Orbit:
    kind: ClassVar = "hair"

    x: float
    y: float
    rx: float
    ry: float

    def at(self, turn):
        """Return the point of the orbit at an angle, in degrees."""
        return self.x + self.rx * cos(radians(turn)), self.y + self.ry * sin(radians(turn))

    def svg(self, name):
        return f'<ellipse cx="{self.x:g}" cy="{self.y:g}" rx="{self.rx:g}" ry="{self.ry:g}" class="{self.kind}"/>'
