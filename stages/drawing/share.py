"""The picture that a link to a page brings with it elsewhere: two soft circles as they stand in that stage, and its title."""

import unicodedata
from functools import lru_cache
from io import BytesIO
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIZE = (1200, 630)  # what Open Graph readers ask for
PAPER, INK = "#fbf6ec", "#2b2622"
CLAY, PINE, LIGHT = "#c4573a", "#2f5d62", "#e9b872"
DRAWN = str.maketrans("‘’“”–—…", "''\"\"--…")  # the font that comes with Pillow knows ASCII and little more
KNOWN = frozenset(map(chr, range(0x20, 0x7F))) | {"…"}

# Clay, pine and light: centre and radius of each in a field of 360 by 240; no light where there is none between them.
ARRANGEMENTS = (
    ((96, 128, 44), (264, 128, 44), (180, 118, 34)),  # apart, with a spark
    ((136, 122, 46), (226, 122, 46), (180, 122, 110)),  # touching
    ((148, 122, 54), (212, 122, 54), (180, 122, 70)),  # overlapping
    ((150, 122, 60), (210, 122, 60), None),  # interlocked
    ((112, 122, 56), (248, 122, 56), None),  # turned away
    ((128, 132, 50), (232, 142, 34), None),  # one is less than was hoped
    ((70, 138, 34), (318, 162, 10), None),  # far
    ((146, 128, 42), (220, 128, 42), None),  # near, and unsure
    ((166, 122, 58), (196, 122, 58), (180, 122, 120)),  # merged
    ((180, 124, 40), (268, 88, 22), None),  # orbiting
)
FIELD = (588, 130, 1.6)  # left, top and scale of that field on the picture
TEXT = (84, 560)  # left and right edge of the title
TITLE_SIZES = (72, 60, 48, 38)  # the largest in which it fits
MOST_LINES = 4
HOME = 3  # the arrangement of the site itself


@lru_cache(maxsize=64)  # by what is drawn, so it is never stale; 20 KB each
def draw(title, position):
    """Return a PNG of 1200 by 630 with the arrangement of the stage at `position` (from 1) and as much of the title as
    the font can write."""
    picture = Image.new("RGB", SIZE, PAPER)
    clay, pine, light = ARRANGEMENTS[(position - 1) % len(ARRANGEMENTS)]
    if light:
        _lay(picture, light, LIGHT, blur=40, strength=0.8)
    _lay(picture, clay, CLAY)
    _lay(picture, pine, PINE)
    _write(ImageDraw.Draw(picture), _known(title))
    out = BytesIO()
    picture.quantize(128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _lay(picture, circle, colour, blur=2, strength=0.9):
    """Lay one soft circle on the picture; what lies below shines through."""
    left, top, scale = FIELD
    x, y, radius = (part * scale for part in circle)
    mask = Image.new("L", SIZE)
    ImageDraw.Draw(mask).ellipse(
        (left + x - radius, top + y - radius, left + x + radius, top + y + radius), fill=round(255 * strength)
    )
    picture.paste(colour, mask=mask.filter(ImageFilter.GaussianBlur(blur)))


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
