"""What a drawing is made of, in a field of 480 by 300: pieces of paper, lights, lines and dots. `ink` says which colour it has
(drawings.css on pages, share.py in the pictures of shared links)."""

from dataclasses import dataclass

GROUND = 268  # how far down the ground is, on which everybody stands


@dataclass(frozen=True)
class Cut:
    """Pieces of paper with straight edges: outlines, each a sequence of points."""

    ink: str
    outlines: tuple

    def svg(self):
        return f'<path class="{self.ink}" d="{"".join(f"{path(points)}z" for points in self.outlines)}"/>'


@dataclass(frozen=True)
class Light:
    """A round light, or what of it is above the ground."""

    ink: str
    x: int
    y: int
    r: int

    @property
    def half_chord(self):
        """Half of the line in which it meets the ground; 0 when it is above."""
        return max(0, self.r**2 - (GROUND - self.y) ** 2) ** 0.5 if self.y < GROUND else self.r

    def svg(self):
        if not self.half_chord:
            return f'<circle class="{self.ink}" cx="{self.x}" cy="{self.y}" r="{self.r}"/>'
        half, is_more = round(self.half_chord), int(self.y < GROUND)
        arc = f"a{self.r} {self.r} 0 {is_more} 1 {2 * half} 0z"
        return f'<path class="{self.ink}" d="M{self.x - half} {GROUND}{arc}"/>'


@dataclass(frozen=True)
class Line:
    """A line through points, `width` thick, with round ends."""

    ink: str
    points: tuple
    width: float

    def svg(self):
        return f'<path class="{self.ink}" d="{path(self.points)}"/>'


@dataclass(frozen=True)
class Outline:
    """The dotted outlines of somebody who is not there."""

    ink: str
    outlines: tuple
    width: float
    gap: float

    def svg(self):
        return Cut(self.ink, self.outlines).svg()


@dataclass(frozen=True)
class Dots:
    """Round dots, `width` across."""

    ink: str
    points: tuple
    width: float

    def svg(self):
        return f'<path class="{self.ink}" d="{"".join(f"M{round(x)} {round(y)}h0" for x, y in self.points)}"/>'


@dataclass(frozen=True)
class Moving:
    """Shapes that move as one when they are first seen: `how` is "to-right", "to-left" or "tips"."""

    how: str
    shapes: tuple

    def svg(self):
        return f'<g class="{self.how}">{"".join(shape.svg() for shape in self.shapes)}</g>'


def path(points):
    """Return points as the data of a path, each but the first told from the one before, in whole numbers: that is short."""
    (x, y), *rest = ((round(x), round(y)) for x, y in points)
    told = []
    for to_x, to_y in rest:
        told.append(f"{to_x - x} {to_y - y}")
        x, y = to_x, to_y
    (x, y), *_ = points
    return f"M{round(x)} {round(y)}l{' '.join(told)}".replace(" -", "-")
