"""A sheet with all ten drawings, small and large, by day and by night, and the site's icons: `make drawings`.

The sheet is for the eye: var/drawings.png, to be looked at after every change of a drawing, at its names last."""

from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image
from playwright.sync_api import sync_playwright

from stages.drawing import svg
from stages.drawing.figure import Figure
from stages.drawing.scenes import SCENES, pieces_of
from stages.drawing.shapes import Light
from tests.browser.conftest import CHROMIUM, FLAGS

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "static"
STYLES = ("tokens", "base", "page", "drawings")
LOOK = """.by-day { color-scheme: light; } .by-night { color-scheme: dark; } section { background: var(--paper); color: var(--ink); }
.row { display: grid; grid-template-columns: repeat(10, 100px); font: 12px/1.3 var(--sans); text-align: center; }
.row .mark { width: 100px; } .drawn { margin: 0 0 2rem; overflow: clip; }"""

# The icon: the two lean towards each other before the sun, as in the second drawing.
ICON = (
    Light("sun", 240, 104, 84),
    *pieces_of(Figure("clay", 138, 28, nod=-6, size=1.2)),
    *pieces_of(Figure("pine", 342, 28, -1, nod=-6, size=1.2)),
)
SQUARE = "90 -18 300 300"
DAY = {"sun": "#e0a04e", "clay": "#b8502f", "clay-dark": "#84321d", "pine": "#2f6a6f", "pine-dark": "#1f4347"}
NIGHT = {"sun": "#eab566", "clay": "#f0ab8a", "clay-dark": "#d57e5f", "pine": "#a3cccb", "pine-dark": "#69a5a8"}
PAPER = "#fbf6ec"


def icon(background=""):
    """Return the icon as a file of SVG; without a background it follows the tab that it stands in."""
    day, night = ("".join(f".{ink}{{fill:{colour}}}" for ink, colour in inks.items()) for inks in (DAY, NIGHT))
    ground = f'<path fill="{background}" d="M90-18h300v300h-300z"/>' if background else ""
    styles = day if background else f"{day}@media(prefers-color-scheme:dark){{{night}}}"
    forms = "".join(shape.svg() for shape in ICON)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{SQUARE}"><style>{styles}</style>{ground}{forms}</svg>\n'


def sheet():
    """Return a page with the ten drawings in a row at 100 px and each over the whole page, in both themes."""
    styles = "".join((STATIC / "css" / f"{name}.css").read_text() for name in STYLES)
    row = "".join(f"<div>{svg.MARKS[name]}{name}</div>" for name in SCENES)
    large = "".join(f'<figure class="drawn">{svg.scene(name)}</figure>' for name in SCENES)
    both = "".join(
        f'<section class="by-{theme}"><div class="row">{row}</div>{large}</section>' for theme in ("day", "night")
    )
    return f'<!doctype html><meta charset="utf-8"><style>{styles}{LOOK}</style><body>{both}'


def main():
    """Write the sheet to var and the icons to static; exits with a sentence where there is no Chromium."""
    if CHROMIUM is None:
        raise SystemExit("No Chromium on this machine (Debian: apt-get install chromium).")
    settings.configure(USE_I18N=False)
    (STATIC / "icon.svg").write_text(icon())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        page.set_content(sheet())
        (ROOT / "var").mkdir(exist_ok=True)
        page.screenshot(path=ROOT / "var" / "drawings.png", full_page=True)
        page = browser.new_page(viewport={"width": 180, "height": 180})
        page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{icon(PAPER)}")
        picture = Image.open(BytesIO(page.screenshot()))
        browser.close()
    picture.convert("RGB").quantize(64).save(STATIC / "root" / "apple-touch-icon.png", optimize=True)
    picture.convert("RGBA").save(STATIC / "root" / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])


if __name__ == "__main__":
    main()
