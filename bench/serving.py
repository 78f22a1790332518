"""Requests a second and how long they take, side by side in one run: `make bench`. Needs nginx and wrk (Debian has both).

Served are the same page of one stage: from nginx as a file, by a bare view of Django's, by the site with its pages kept, the
same through our nginx configuration, and by the site with nothing kept; and as many comments under django-comments-xtd. Other
pages follow, each with pages kept and with nothing kept, at eight connections. The rounds are interleaved, so that whatever else the
machine has to do falls on all alike; what counts are the ratios. Writes var/bench/serving.md."""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

from bench import xtd

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "var" / "bench" / "serving"
PATH = "/stages/distance/"
CONNECTIONS = (1, 8, 32)
SECRET = "only-for-measuring-only-for-measuring-only-for-measuring"
BARE = """
from django.conf import settings
settings.configure(SECRET_KEY="x", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, LOGGING_CONFIG=None, DEBUG=False, MIDDLEWARE=[
    f"django.{name}" for name in ("middleware.security.SecurityMiddleware", "contrib.sessions.middleware.SessionMiddleware",
    "middleware.common.CommonMiddleware", "middleware.csrf.CsrfViewMiddleware",
    "contrib.auth.middleware.AuthenticationMiddleware", "contrib.messages.middleware.MessageMiddleware",
    "middleware.clickjacking.XFrameOptionsMiddleware")], INSTALLED_APPS=["django.contrib.auth",
    "django.contrib.contenttypes", "django.contrib.sessions"])
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
page = open("{page}", "rb").read()
urlpatterns = [path("stages/distance/", lambda request: HttpResponse(page))]
application = get_wsgi_application()
"""
SITES = {  # name: what is set
    "kept": {"PORT": "8481"},
    "edge": {"PORT": "8482", "EDGE_SECONDS": "1"},
    "drawn": {"PORT": "8483", "PAGE_CACHE": "none"},
}
FRONT = "http://127.0.0.1:8480"
WHAT = {
    "nginx, a file": (8480, "/page.html"),
    "the site, pages kept": (8481, PATH),
    "the same through nginx": (8485, PATH),
    "through nginx, EDGE_SECONDS=1": (8486, PATH),
    "a bare view of Django's": (8484, PATH),
    "the site, nothing kept": (8483, PATH),
    "django-comments-xtd": (8487, PATH),
}
PAGES = ["/", "/questions/", "/library/", "/find/"]  # and the first thread; nobody may search so often
AT_ONCE = 8


def environment_of(settings):
    """Return the environ of one site; all of them are reached by the name of the first port."""
    own = {"SECRET_KEY": SECRET, "VAR_DIR": str(FOLDER), "SITE_URL": FRONT, "LOG_LEVEL": "ERROR", "DATABASE_URL": ""}
    return os.environ | own | {"WEB_WORKERS": "2", "WEB_THREADS": "2"} | settings


def manage(*command, **settings):
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment_of(settings), check=True)


def make_site(comments):
    """Make a site with so many comments on one stage, unless it is there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    manage("prepare")
    code = f"from bench.talk_of_a_stage import fill; fill('distance', {comments})"
    manage("shell", "--no-imports", "-c", code)
    (FOLDER / "xtd").mkdir(exist_ok=True)
    xtd.make_site(FOLDER / "xtd", comments)


@contextmanager
def servers():
    """Start all servers; end them afterwards."""
    started = []
    try:
        for settings in SITES.values():
            command = [sys.executable, "manage.py", "web"]
            started.append(subprocess.Popen(command, cwd=ROOT, env=environment_of(settings), stdout=subprocess.DEVNULL))
        page = fetch(8483)
        (FOLDER / "page.html").write_bytes(page)
        (FOLDER / "page.html.gz").write_bytes(fetch(8481, "gzip"))
        (FOLDER / "bare.py").write_text(BARE.replace("{page}", str(FOLDER / "page.html.gz")))
        granian = Path(sys.executable).with_name("granian")
        chosen = ["--interface=wsgi", "--port=8484", "--workers=2", "--blocking-threads=2", "--log-level=critical"]
        started.append(subprocess.Popen([granian, *chosen, "bare:application"], cwd=FOLDER))
        started.append(subprocess.Popen([*xtd.command(FOLDER / "xtd"), "--port=8487"], cwd=FOLDER / "xtd"))
        started.append(subprocess.Popen(["nginx", "-c", str(write_nginx()), "-g", "daemon off;"]))
        for port, path in WHAT.values():
            fetch(port, path=path)
        yield
    finally:
        for process in started:
            process.terminate()
        for process in started:
            with suppress(subprocess.TimeoutExpired):
                process.wait(30)


def write_nginx():
    """Write the configuration of deploy/ for these ports; return its file."""
    head = (ROOT / "deploy" / "nginx.conf").read_text().split("\nserver {")[0]
    head = head.replace("/var/cache/nginx/leanback", str(FOLDER / "cache"))
    site = (ROOT / "deploy" / "leanback-site.conf").read_text().replace("$http_host;", "127.0.0.1:8480;")
    temporary = "".join(
        f"{name}_temp_path {FOLDER}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    blocks = []
    for front, back in ((8485, 8481), (8486, 8482)):
        own = re.sub(
            r"upstream leanback \{.*?\}",
            f"upstream up{back} {{ server 127.0.0.1:{back}; keepalive 32; }}",
            head,
            flags=re.S,
        )
        upstream = re.search(rf"upstream up{back} .*?\}} ?\}}|upstream up{back} [^\n]*", own)[0]
        block = site.replace("http://leanback", f"http://up{back}").replace(
            "$scheme$http_host", f"{back}$scheme$http_host"
        )
        blocks.append(f"{upstream}\nserver {{ listen 127.0.0.1:{front}; {block} }}")
    rest = re.sub(r"upstream leanback \{.*?\n\}", "", head, flags=re.S)
    file = f"server {{ listen 127.0.0.1:8480; root {FOLDER}; gzip_static always; }}"
    text = (
        f"pid {FOLDER}/nginx.pid; error_log {FOLDER}/nginx.log; worker_processes 2; events {{ worker_connections 1024; }}"
        f" http {{ access_log off; {temporary} {rest}\n{file}\n" + "\n".join(blocks) + "\n}"
    )
    (FOLDER / "nginx.conf").write_text(text)
    return FOLDER / "nginx.conf"


def fetch(port, coding="identity", path=PATH):
    """Return what is answered, as soon as anything is."""
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Host": "127.0.0.1:8480", "Accept-Encoding": coding}
    )
    for _again in range(240):
        with suppress(OSError), urllib.request.urlopen(asked) as answer:
            return answer.read()
        time.sleep(0.25)
    raise SystemExit(f"nothing answers on port {port}")


def load(port, path, connections, seconds):
    """Return (requests a second, p50, p99), in milliseconds."""
    headers = ["-H", "Host: 127.0.0.1:8480", "-H", "Accept-Encoding: gzip"]
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        "--latency",
        *headers,
        f"http://127.0.0.1:{port}{path}",
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        raise SystemExit(f"{port}{path}: {said}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    return rate, *(in_ms(re.search(rf"{share}%\s+([\d.]+)(us|ms|s)", said)) for share in (50, 99))


def in_ms(found):
    return float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[2]]


def measure(rounds, seconds):
    """Return {(what, connections): medians of (rate, p50, p99)}."""
    seen = {}
    for _round in range(rounds):
        for connections in CONNECTIONS:
            for what, (port, path) in WHAT.items():
                seen.setdefault((what, connections), []).append(load(port, path, connections, seconds))
    return {key: tuple(map(statistics.median, zip(*values, strict=True))) for key, values in seen.items()}


def table(found):
    """Yield the lines of a table: each with its ratio to nginx's file."""
    yield "| | connections | requests/s | of nginx's file | p50 | p99 |"
    yield "|---|---|---|---|---|---|"
    for connections in CONNECTIONS:
        whole = found["nginx, a file", connections][0]
        for what in WHAT:
            rate, p50, p99 = found[what, connections]
            yield f"| {what} | {connections} | {rate:,.0f} | {rate / whole:.2f} | {p50:.1f} ms | {p99:.1f} ms |"


def pages():
    """Return the addresses of PAGES, and that of a thread."""
    return [*PAGES, re.search(rb'href="(/questions/\d+/[^"]*)"', fetch(8481, path="/questions/"))[1].decode()]


def table_of_pages(rounds, seconds):
    """Yield the lines of a table: each page, kept and drawn."""
    yield f"| at {AT_ONCE} connections | kept: requests/s | p50 | p99 | drawn: requests/s | p50 | p99 |"
    yield "|---|---|---|---|---|---|---|"
    for path in pages():
        kept, drawn = (
            tuple(
                map(statistics.median, zip(*(load(port, path, AT_ONCE, seconds) for _ in range(rounds)), strict=True))
            )
            for port in (8481, 8483)
        )
        yield (
            f"| `{path}` | "
            + " | ".join(f"{rate:,.0f} | {p50:.1f} ms | {p99:.1f} ms" for rate, p50, p99 in (kept, drawn))
            + " |"
        )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--comments", type=int, default=23)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3)
    chosen = parser.parse_args()
    for tool in ("wrk", "nginx"):
        if not shutil.which(tool):
            raise SystemExit(f"{tool} is not here: apt-get install {tool}")
    make_site(chosen.comments)
    with servers():
        sizes = f"{len(fetch(8483)):,} bytes, {len(fetch(8481, 'gzip')):,} gzip, {len(fetch(8481, 'br')):,} brotli"
        lines = [
            f"{chosen.comments} comments: {sizes}; load {os.getloadavg()[0]:.1f} before",
            "",
            *table(measure(chosen.rounds, chosen.seconds)),
            "",
            *table_of_pages(chosen.rounds, chosen.seconds),
        ]
    (FOLDER.parent / "serving.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
