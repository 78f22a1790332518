"""Lighthouse's four scores on a phone, and the bytes of CSS and JavaScript: `make lighthouse`. Starts a site of its own.

`make lighthouse` installs npm's lighthouse into var/lighthouse; `vnu-jar` beside it checks the HTML if there is a Java."""

import gzip
import json
import os
import re
import shutil
import subprocess
import tempfile
import urllib.request
from pathlib import Path

from tests.browser import pages
from tests.browser.conftest import CHROMIUM, Site

ROOT = Path(__file__).parents[1]
TOOLS = ROOT / "var" / "lighthouse" / "node_modules"
PATHS = ["/", "/stages/distance/", "/questions/9/", "/library/"]
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
LIMITS = {"css": 15_000, "js": 10_000}  # bytes, gzip


def read(url):
    with urllib.request.urlopen(url) as answer:
        return answer.read().decode()


def measure(url, folder):
    """Run Lighthouse in its mobile setting; return its report."""
    report = Path(folder) / "report.json"
    subprocess.run(
        [
            TOOLS / ".bin" / "lighthouse",
            url,
            "--quiet",
            "--output=json",
            f"--output-path={report}",
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
            f"--only-categories={','.join(CATEGORIES)}",
        ],
        env=os.environ | {"CHROME_PATH": CHROMIUM},
        check=True,
    )
    return json.loads(report.read_text())


def print_scores(site, folder):
    """Print a row a page; return whether all scores are 100."""
    all_hundred = True
    print(f"{'':<20}{'  '.join(CATEGORIES)}  LCP ms  TBT ms   bytes")
    for path in PATHS:
        report = measure(read_address(site, path), folder)
        scores = [round(report["categories"][name]["score"] * 100) for name in CATEGORIES]
        lcp, tbt, size = (
            report["audits"][name]["numericValue"]
            for name in ("largest-contentful-paint", "total-blocking-time", "total-byte-weight")
        )
        print(f"{path:<20}{scores}  {lcp:.0f}  {tbt:.0f}  {size:.0f}")
        all_hundred &= min(scores) == 100
        for name in CATEGORIES:
            for audit in report["categories"][name]["auditRefs"]:
                result = report["audits"][audit["id"]]
                if audit["weight"] and result["score"] is not None and result["score"] < 0.9:
                    print(f"    {name}: {result['title']} ({result.get('displayValue', result['score'])})")
    return all_hundred


def read_address(site, path):
    """Return where the path leads: a thread's number leads to its address with words."""
    with urllib.request.urlopen(site.url + path) as answer:
        return answer.url


def print_sizes(site):
    """Print the CSS and JavaScript of a page, gzip; return whether both are within their limits."""
    html = read(site.url + "/stages/distance/")
    sizes = {}
    for kind, limit in LIMITS.items():
        files = re.findall(rf'(?:href|src)="(/static/[^"]+\.{kind})"', html)
        sizes[kind] = sum(len(gzip.compress(read(site.url + file).encode())) for file in files)
        print(f"{kind}: {len(files)} files, {sizes[kind]} bytes gzip, limit {limit}")
    return all(sizes[kind] <= limit for kind, limit in LIMITS.items())


def is_valid(site, folder):
    """Check every public page's HTML with the validator of the W3C, if it and Java are here; return whether it is valid."""
    jar = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not (jar.exists() and shutil.which("java")):
        print("vnu: not checked (no Java, or no vnu-jar)")
        return True
    files = []
    for number, path in enumerate(path for path in pages.public(site) if path != "/nowhere/"):
        files.append(Path(folder) / f"{number}{re.sub('[^a-z0-9]+', '-', path)}.html")
        files[-1].write_text(read(site.url + path))
    found = subprocess.run(["java", "-jar", jar, "--errors-only", *files], capture_output=True, text=True).stderr
    print(f"vnu: {len(files)} pages, {found.strip() or 'no errors'}")
    return not found.strip()


def main():
    """Print it all; exit with 1 under 100, over a limit, or at an error in the HTML."""
    if CHROMIUM is None:
        raise SystemExit("No Chromium on this machine (Debian: apt-get install chromium).")
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        try:
            site.start()
            good = [print_sizes(site), is_valid(site, folder), print_scores(site, folder)]
        finally:
            site.stop()
    raise SystemExit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
