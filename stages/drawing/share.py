"""The picture that a link to a page brings with it elsewhere: the drawing of that stage, and its title."""

import unicodedata
from functools import lru_cache
from io import BytesIO
from math import cos, radians, sin
from textwrap import wrap

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageOps

from stages.drawing.scenes import SCENES
from stages.drawing.shapes import Arc, Circle, Crescent, Halo, Lens, Line, Orbit

SIZE = (1200, 630)  # what Open Graph readers ask for
PAPER, INK = "#fbf6ec", "#2b2622"
CLAY, PINE, GOLD, LIGHT = "#c4573a", "#2f5d62", "#c08a45", "#e9b872"
DRAWN = str.maketrans("‘’“”–—…", "''\"\"--…")  # the font that comes with Pillow knows ASCII and little more
KNOWN = frozenset(map(chr, range(0x20, 0x7F))) | {"…"}

# Colour and strength of each ink, as drawings.css has them on a light page; a ring's and a hair's width.
INKS = {
    "clay": (CLAY, 0.93),
    "pine": (PINE, 0.93),
    "pine dim": (PINE, 0.5),
    "gold": (GOLD, 0.74),
    "lit": (LIGHT, 0.9),
    "spark": (CLAY, 1),
    "ring clay-line": (CLAY, 1),
    "ring pine-line": (PINE, 1),
    "wished": (PINE, 1),
    "hair": (PINE, 0.4),
    "other-clay": (CLAY, 0.18),
    "other-pine": (PINE, 0.18),
    "light": (LIGHT, 0.85),
}
RING, HAIR, DOT = 22, 1.5, 1.6
DOTS = 40  # of the outline of what was hoped for
FIELD = (576, 68, 600, 494)  # left, top, width and height of the place for the drawing
TEXT = (84, 560)  # left and right edge of the title
TITLE_SIZES = (72, 60, 48, 38)  # the largest in which it fits
MOST_LINES = 4
HOME = "getting-to-know-each-other"  # the drawing of the site itself


@lru_cache(maxsize=64)  # by what is drawn, so it is never stale; 20 KB each
def draw(title, name):
    """Return a PNG of 1200 by 630 with the drawing of this name and as much of the title as the font can write."""
    picture = Image.new("RGB", SIZE, PAPER)
    place = Place(SCENES[name].box)
    for shape in SCENES[name].shapes:
        colour, strength = INKS[shape.kind]
        strength *= getattr(shape, "opacity", None) or 1
        mask = COVERS[type(shape)](shape, place).filter(ImageFilter.GaussianBlur(1))
        picture.paste(colour, mask=mask.point(lambda shade, strength=strength: round(shade * strength)))
    _write(ImageDraw.Draw(picture), _known(title))
    out = BytesIO()
    picture.quantize(128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


class Place:
    """Where a drawing stands on the picture: what its box shows fills the field, in its middle."""

    def __init__(self, box):
        left, top, width, height = FIELD
        self.scale = min(width / box[2], height / box[3])
        self.left = left + (width - box[2] * self.scale) / 2 - box[0] * self.scale
        self.top = top + (height - box[3] * self.scale) / 2 - box[1] * self.scale

    def around(self, x, y, rx, ry=None):
        """Return the corners of a round thing on the picture."""
        x, y, rx, ry = self.left + x * self.scale, self.top + y * self.scale, rx * self.scale, (ry or rx) * self.scale
        return x - rx, y - ry, x + rx, y + ry

    def width(self, stroke):
        return max(2, round(stroke * self.scale))


def _mask():
    mask = Image.new("L", SIZE)
    return mask, ImageDraw.Draw(mask)


def _disc(place, x, y, r):
    mask, pen = _mask()
    pen.ellipse(place.around(x, y, r), fill=255)
    return mask


def _circle(shape, place):
    if shape.kind == "wished":
        return _dotted(shape, place)
    if shape.kind.startswith("ring"):
        return _arc(Arc(shape.x, shape.y, shape.r, 0, 360, shape.kind), place)
    return _disc(place, shape.x, shape.y, shape.r)


def _dotted(shape, place):
    mask, pen = _mask()
    for turn in (radians(360 * dot / DOTS) for dot in range(DOTS)):
        at = shape.x + shape.r * cos(turn), shape.y + shape.r * sin(turn)
        pen.ellipse(place.around(*at, DOT), fill=255)
    return mask


def _arc(shape, place):
    mask, pen = _mask()
    outer = place.around(shape.x, shape.y, shape.r + RING / 2)  # Pillow draws a stroke within its corners
    pen.arc(outer, shape.start, shape.end, fill=255, width=place.width(RING))
    return mask


def _halo(shape, place):
    mask, _pen = _mask()
    left, top, right, bottom = (round(edge) for edge in place.around(shape.x, shape.y, shape.r))
    light = ImageOps.invert(Image.radial_gradient("L")).resize((right - left, bottom - top))
    mask.paste(light.point(lambda shade: max(0, round((shade - 75) * 255 / 180))), (left, top))
    return mask


def _lens(shape, place):
    left, right = (_disc(place, shape.x + side * shape.apart, shape.y, shape.r) for side in (-1, 1))
    return ImageChops.multiply(left, right)


def _crescent(shape, place):
    moon, bite = (_disc(place, shape.x + side, shape.y, shape.r) for side in (0, shape.bite))
    return ImageChops.subtract(moon, bite)


def _line(shape, place):
    mask, pen = _mask()
    ends = place.around(shape.x, shape.y, 0)[:2], place.around(shape.x + shape.dx, shape.y + shape.dy, 0)[:2]
    pen.line(ends, fill=255, width=place.width(HAIR))
    return mask


def _orbit(shape, place):
    mask, pen = _mask()
    pen.ellipse(place.around(shape.x, shape.y, shape.rx, shape.ry), outline=255, width=place.width(HAIR))
    return mask


COVERS = {
    Circle: _circle,
    Halo: _halo,
    Lens: _lens,
    Crescent: _crescent,
    Arc: _arc,
    Line: _line,
    Orbit: _orbit,
}


def _known(title):
    """Return the title in letters that the font has (é as e), or nothing when it is in another script: the words stand
    beside the picture wherever it is shown."""
    folded = unicodedata.normalize("NFKD", title.translate(DRAWN))
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return bare if set(bare) <= KNOWN else ""


def _write(pen, title):
    left, right = TEXT
    for size in TITLE_SIZES:
        font = ImageFont.load_default(size=size)
        lines = _lines(title, font, right - left)
        if len(lines) <= MOST_LINES:
            break
    text = "\n".join(lines[:MOST_LINES])
    pen.multiline_text((left, SIZE[1] // 2), text, fill=INK, font=font, anchor="lm", spacing=size // 4)


def _lines(title, font, width):
    """Return the title in lines that fit; a word that is wider than a line is broken."""
    for per_line in range(max(1, int(width / font.getlength("i"))), 0, -1):
        lines = wrap(title, per_line)
        if all(font.getlength(line) <= width for line in lines):
            return lines
    return []
