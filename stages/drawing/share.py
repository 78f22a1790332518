"""The picture that a link to a page brings with it elsewhere: the drawing of that stage, its title, and the site's name small.

Titles are set in Literata (literata.ttf, under the Open Font License beside it: medium weight, Latin and Cyrillic letters)."""

import unicodedata
from functools import lru_cache, partial, singledispatch
from importlib import import_module
from io import BytesIO
from math import hypot
from pathlib import Path
from textwrap import wrap

from django.utils.functional import SimpleLazyObject

from stages.drawing.scenes import SCENES
from stages.drawing.shapes import GROUND, Cut, Dots, Light, Line, Moving, Outline

SIZE = (1200, 630)  # what Open Graph readers ask for
FINER = 2  # drawn at twice the size, so that slanting edges come out smooth
PAPER, INK, QUIET, GLOW = "#fbf6ec", "#26221d", "#544c41", "#e9b872"
CLAY, PINE, SUN, EDGE = "#b8502f", "#2f6a6f", "#a3671f", "#857a69"

# The inks of a light page, as drawings.css makes them of the colours of tokens.css.
INKS = {
    "clay": CLAY,
    "clay-dark": "#84321d",
    "pine": PINE,
    "pine-dark": "#1f4347",
    "sun": SUN,
    "suns": SUN,
    "stars": SUN,
    "bolt": SUN,
    "earth": EDGE,
    "wood": QUIET,
    "wood-cut": QUIET,
    "other": EDGE,
    "wished": PINE,
    "hill day": "#f3e3c4",
    "hill dusk": "#f0dbce",
    "hill night": "#e0e4dc",
}
GLOWS = 0.22  # how strong one round of light is
SCALE, LEFT, TOP = 1.5, 480, 92  # the drawing takes 720 of the 1200 px; its ground goes on under the title
TEXT = (72, 490)  # left and right edge of the title, which stands on the ground
TITLE_SIZES = (76, 68, 60, 52, 44, 36)  # the largest in which it fits
NAME_SIZE = 30
MOST_LINES = 5
FONT = Path(__file__).with_name("literata.ttf")
# Pillow is loaded with the first picture that is drawn.
Image = SimpleLazyObject(partial(import_module, "PIL.Image"))
ImageDraw = SimpleLazyObject(partial(import_module, "PIL.ImageDraw"))
ImageFont = SimpleLazyObject(partial(import_module, "PIL.ImageFont"))

HOME = "getting-to-know-each-other"  # the drawing of the site itself


@lru_cache(maxsize=64)  # by what is drawn, so it is never stale; 30 KB each
def draw(title, name, site=""):
    """Return a PNG of 1200 by 630 with the drawing of this name, and title and site's name if the font has their letters."""
    picture = Image.new("RGB", [side * FINER for side in SIZE], PAPER)
    for shape in SCENES[name].shapes:
        paint(shape, picture)
    picture = picture.resize(SIZE, Image.Resampling.LANCZOS)
    _write(ImageDraw.Draw(picture), _known(title), _known(site))
    out = BytesIO()
    picture.quantize(128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _on(x, y):
    """Return where a point of the field is on the picture."""
    return (LEFT + x * SCALE) * FINER, (TOP + y * SCALE) * FINER


def _around(x, y, r):
    return *_on(x - r, y - r), *_on(x + r, y + r)


@singledispatch
def paint(shape, picture):
    """Put a shape on the picture."""
    raise TypeError(shape)


@paint.register
def _(shape: Cut, picture):
    for outline in shape.outlines:
        ImageDraw.Draw(picture).polygon([_on(*point) for point in outline], fill=INKS[shape.ink])


@paint.register
def _(shape: Light, picture):
    left, top, right, bottom = map(round, _around(shape.x, shape.y, shape.r))
    ground = round(_on(0, GROUND)[1])
    mask = Image.new("L", (right - left, min(bottom, ground) - top))
    strength = GLOWS if shape.ink == "glow" else 1
    ImageDraw.Draw(mask).ellipse((0, 0, right - left, bottom - top), fill=round(255 * strength))
    picture.paste(GLOW if shape.ink == "glow" else INKS[shape.ink], (left, top), mask)


@paint.register
def _(shape: Line, picture):
    width = round(shape.width * SCALE * FINER)
    ImageDraw.Draw(picture).line([_on(*point) for point in shape.points], INKS[shape.ink], width, joint="curve")
    paint(Dots(shape.ink, shape.points, shape.width), picture)


@paint.register
def _(shape: Dots, picture):
    for point in shape.points:
        ImageDraw.Draw(picture).ellipse(_around(*point, shape.width / 2), fill=INKS[shape.ink])


@paint.register
def _(shape: Outline, picture):
    for outline in shape.outlines:
        paint(Dots(shape.ink, tuple(_along(outline, shape.gap)), shape.width), picture)


@paint.register
def _(shape: Moving, picture):
    for part in shape.shapes:
        paint(part, picture)


def _along(outline, gap):
    """Return points at equal distances along a closed outline."""
    to_go = 0.0
    for (x, y), (to_x, to_y) in zip(outline, [*outline[1:], outline[0]], strict=True):
        length = hypot(to_x - x, to_y - y)
        while to_go < length:
            yield x + (to_x - x) * to_go / length, y + (to_y - y) * to_go / length
            to_go += gap
        to_go -= length


@lru_cache
def _font(size):
    return ImageFont.truetype(FONT, size)


@lru_cache
def _has(sign):
    """Return whether the font has a sign: one that it does not have looks like the one that nobody has."""
    font = _font(NAME_SIZE)
    return sign == " " or (sign.isprintable() and bytes(font.getmask(sign)) != bytes(font.getmask("\uffff")))


def _known(words):
    """Return words in letters that the font has, composed or else without their accents; nothing when they are in another
    script: the words stand beside the picture wherever it is shown."""
    composed = unicodedata.normalize("NFC", words)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", words) if not unicodedata.combining(sign))
    return next((told for told in (composed, bare) if all(map(_has, told))), "")


def _write(pen, title, site):
    left, right = TEXT
    font, lines = next(settings_of(title, right - left))
    ground = round(_on(0, GROUND)[1] / FINER)
    text, spacing = "\n".join(lines), font.size // 5
    pen.multiline_text((left, ground // 2 + 20), text, fill=INK, font=font, anchor="lm", spacing=spacing)
    pen.text((left, ground + 44), site, fill=QUIET, font=_font(NAME_SIZE), anchor="lm")


def settings_of(title, width):
    """Give out fonts with the lines in which the title fits, the largest first; the last breaks words and ends early."""
    for font in map(_font, TITLE_SIZES):
        lines = _lines(title, font, width)
        if lines is not None and len(lines) <= MOST_LINES:
            yield font, lines
    yield font, (_lines(title, font, width, break_long_words=True) or [])[:MOST_LINES]


def _lines(title, font, width, **how):
    """Return the title in the longest lines that fit, or None where a word is wider than a line."""
    for per_line in range(max(1, int(width / font.getlength("i"))), 0, -1):
        lines = wrap(title, per_line, **{"break_long_words": False, "break_on_hyphens": False} | how)
        if all(font.getlength(line) <= width for line in lines):
            return lines
    return None
