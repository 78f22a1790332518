"""Pictures of the site for README and docs: `make screenshots`. Starts a site of its own with the starter content."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, Site

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
# name, path, width, height, colour scheme
SHOTS = [
    ("home", "/", 1100, 820, "light"),
    ("stage", "/stages/distance/", 1280, 900, "light"),
    ("stage-phone-dark", "/stages/intense-attraction/", 390, 844, "dark"),
    ("answer-phone", "/questions/9/", 390, 844, "light"),
]


def main():
    """Write one PNG a row into docs/pictures; exits with a sentence where there is no Chromium."""
    if CHROMIUM is None:
        raise SystemExit("No Chromium on this machine (Debian: apt-get install chromium).")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Site(Path(folder))
        site.start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            for name, path, width, height, scheme in SHOTS:
                page = browser.new_page(
                    viewport={"width": width, "height": height}, color_scheme=scheme, base_url=site.url
                )
                page.goto(path)
                page.screenshot(path=PICTURES / f"{name}.png")
                print(PICTURES / f"{name}.png")
        finally:
            browser.close()
            site.stop()


if __name__ == "__main__":
    main()
