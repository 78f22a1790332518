"""A figure cut from paper: a body that bends with its back, and a head that looks somewhere.

It is made of two pieces: the light one (robe and face) and the dark one (the shawl over the back, and the hair), so that one
sees even at 100 px where the front is. It stands on its whole foot however far it leans."""

from dataclasses import dataclass
from math import cos, radians, sin

from stages.drawing.shapes import GROUND

HEIGHT = 126  # from the foot to the neck
HEAD = 24  # from the neck to the middle of the head
STIFF = 0.3  # the part of the tilt that the back has at the foot; at the neck it has all of it
STEPS = 24  # in which the back bends

# Outlines as (how far up the back, how far before it), and of the head as (degrees up from where it looks, how far out).
ROBE = ((0, -4), (0.4, -12), (0.8, -6), (1.02, -7), (1.02, 8), (0.88, 20), (0.62, 28), (0.3, 39), (0, 47))
SHAWL = ((0, -31), (0.3, -35), (0.62, -31), (0.88, -23), (1.02, -7), (0.8, 2), (0.4, -4), (0, 4))
FACE = ((60, 25), (18, 23), (-2, 29), (-14, 23), (-45, 23), (-85, 22), (-122, 22), (130, 16))
HAIR = ((50, 26), (84, 28), (120, 29), (160, 28), (-160, 27), (-122, 27), (-118, 16), (150, 7), (95, 11))
ROBE_AFAR = ((0, -31), (0.5, -33), (0.88, -22), (0.98, -7), (0.98, 9), (0.88, 19), (0.5, 31), (0, 45))
HEAD_AFAR = ((75, 25), (25, 24), (-3, 29), (-20, 22), (-75, 20), (-150, 23), (130, 27))
HEAD_WHOLE = (
    *((80, 25), (50, 25), (22, 24), (-3, 29), (-18, 23), (-50, 22)),
    *((-85, 21), (-125, 22), (-165, 24), (150, 26), (115, 27)),
)
BUN = ((150, 24), (138, 34), (144, 42), (156, 42), (163, 34))


@dataclass(frozen=True)
class Figure:
    """Somebody who stands at `x` and looks right, or left where `faces` is -1. `tilt` is how far he or she leans that way and
    `nod` how far the head goes beyond the back, in degrees; a head with `turned` -1 looks over the shoulder."""

    who: str  # "clay" (she), "pine" (he) or "other"
    x: float
    tilt: float = 0
    faces: int = 1
    nod: float = 0
    turned: int = 1
    size: float = 1
    y: float = GROUND
    slope: float = 0  # of what is stood on, in degrees

    @property
    def leans(self):
        """1 when it leans to the right, -1 to the left, 0 when it is upright."""
        way = self.tilt * self.faces
        return (way > 0) - (way < 0)

    def light(self):
        """Return the outlines of robe and face, each a list of points."""
        return [self._along(ROBE), self._around(FACE)]

    def bare(self):
        """Return the outlines in fewer points: one of many, far off."""
        return [self._along(ROBE_AFAR), self._around(HEAD_AFAR)]

    def whole(self):
        """Return the outlines of the whole body and head, as if of one piece."""
        return [self._along(ROBE_AFAR), self._around(HEAD_WHOLE)]

    def dark(self):
        """Return the outlines of shawl and hair."""
        return [self._along(SHAWL), self._around(HAIR), *([self._around(BUN)] if self.who == "clay" else [])]

    def _back(self):
        """Return the back as points with their direction, from the foot to the neck."""
        x = y = 0
        for step in range(STEPS + 1):
            turn = radians(self.tilt * (STIFF + (1 - STIFF) * min(1, step / STEPS * 1.15)))
            yield x, y, turn
            x, y = x + sin(turn) * HEIGHT / STEPS, y - cos(turn) * HEIGHT / STEPS

    def _along(self, outline):
        back = list(self._back())
        places = ((back[min(STEPS, round(up * STEPS))], out) for up, out in outline)
        flat = (((x, y, turn if y else 0), out) for (x, y, turn), out in places)  # the foot stays on the ground
        return [self._placed(x + cos(turn) * out, y + sin(turn) * out) for (x, y, turn), out in flat]

    def _around(self, outline):
        *_, (x, y, _turn) = self._back()
        turn = radians(self.tilt + self.nod)
        x, y = x + sin(turn) * HEAD, y - cos(turn) * HEAD
        turns = ((radians(up), out) for up, out in outline)
        points = ((cos(up) * out * self.turned, -sin(up) * out) for up, out in turns)
        return [
            self._placed(x + dx * cos(turn) - dy * sin(turn), y + dx * sin(turn) + dy * cos(turn)) for dx, dy in points
        ]

    def _placed(self, x, y):
        x, y, turn = x * self.size * self.faces, y * self.size, radians(self.slope)
        return self.x + x * cos(turn) - y * sin(turn), self.y + x * sin(turn) + y * cos(turn)
