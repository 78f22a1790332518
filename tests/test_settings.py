"""The site starts with sound settings, and with wrong ones says in one sentence which to mend."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOUND = {"SECRET_KEY": "x" * 50, "SITE_URL": "http://127.0.0.1:8000"}
BUCKET = {
    "S3_ENDPOINT_URL": "https://s3.example:9000",
    "S3_BUCKET": "pictures",
    "S3_ACCESS_KEY_ID": "me",
    "S3_SECRET_ACCESS_KEY": "tell-nobody",
}
PROBE = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
at = {"HTTP_HOST": settings.SITE_URL.netloc}
plain = Client().get("/questions/", **at) if settings.IS_HTTPS else Client().get("/healthz/", **at)
secure = Client().get("/healthz/", secure=True, **at)
print(json.dumps({
    "session": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY],
    "csrf": [settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_SECURE],
    "status": plain.status_code, "location": plain.get("Location"),
    "hsts": secure.get("Strict-Transport-Security"),
    "static": str(settings.STATIC_ROOT),
}))
"""


@pytest.fixture
def start(tmp_path):
    """Return a function that runs Python with only these settings in its environment."""

    def run(*arguments, **settings):
        outside = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        environment = outside | SOUND | {"VAR_DIR": str(tmp_path / "var"), "PYTHONPATH": str(ROOT)} | settings
        environment["DJANGO_SETTINGS_MODULE"] = "leanback.settings"
        command = [sys.executable, *arguments]
        return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60)

    return run


@pytest.fixture
def probe(start):
    """Return what a started site says of itself."""

    def look(**settings):
        done = start("-c", PROBE, **settings)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return look


def test_sound_settings_start(start):
    done = start("manage.py", "check")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"SECRET_KEY": ""},
        {"SECRET_KEY": "short"},
        {"SITE_URL": "leanback.example"},
        {"SITE_URL": "ftp://leanback.example"},
        {"SITE_URL": "https://leanback.example/under/a/path"},
        {"SITE_URL": "https://"},
        {"SITE_URL": "http://[::1"},
        {"SITE_URL": "https://leanback.example:port"},
        {"DATABASE_URL": "mysql://leanback@127.0.0.1/leanback"},
        {"DATABASE_URL": "leanback.sqlite3"},
        {"DATABASE_URL": "postgres://leanback@127.0.0.1:port/leanback"},
        {"EMAIL_URL": "foo://"},
        {"EMAIL_URL": "mail.example.org:25"},
        {"EMAIL_URL": "smtp://mail.example.org:port"},
        {"REDIS_URL": "127.0.0.1:6379"},
        {"DEBUG": "maybe"},
        {"TRUSTED_PROXY_COUNT": "x"},
        {"TRUSTED_PROXY_COUNT": "-1"},
        {"DEFAULT_FROM_EMAIL": "nobody"},
        {"DEFAULT_FROM_EMAIL": "jörg@example.org"},
        {"DEFAULT_FROM_EMAIL": "post@a..example"},
        {"LOG_LEVEL": "loud"},
        {"SITE_LANGUAGE": "de"},
        {"WEB_WORKERS": "0"},
        {"WEB_WORKERS": "two"},
        {"WEB_THREADS": "-4"},
        {"PORT": "80000"},
        {"SITE_URI": "https://leanback.example"},
        {"DATABSE_URL": "postgres://db/x"},
        {"REDISURL": "redis://db"},
        {"web_workers": "4"},
        {
            "S3_SECRET_ACCESS_KEY": "",
            "S3_BUCKET": "pictures",
            "S3_ENDPOINT_URL": "https://s3.example",
            "S3_ACCESS_KEY_ID": "me",
        },
        {"S3_BUCKET": "", "S3_PUBLIC_URL": "https://pictures.example"},
        {"S3_BUCKET": "", "S3_REGION": "eu-central-1"},
        BUCKET | {"S3_ENDPOINT_URL": "s3.example"},
        {"S3_PUBLIC_URL": "https://pictures.example; script-src *"} | BUCKET,
        {"VAR_DIR": str(Path(__file__))},
        {"VAR_DIR": str(Path(__file__) / "var")},
        {"VAR_DIR": "/proc/leanback"},
        {"VAR_DIR": "/proc"},
    ],
    ids=lambda wrong: "=".join(next(iter(wrong.items()))).replace(str(ROOT), ""),
)
def test_a_wrong_setting_stops_the_start_with_a_sentence_that_names_it(start, wrong):
    done = start("manage.py", "check", **wrong)
    assert done.returncode != 0 and "Traceback" not in done.stderr
    assert next(iter(wrong)) in done.stderr and len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"DATABASE_URL": "postgres://me:tell-nobody@127.0.0.1:1/leanback"},
        {"DATABASE_URL": "sqlite:////nowhere/leanback.sqlite3"},
        {"DATABASE_URL": f"sqlite:///{Path(__file__)}"},
        {"REDIS_URL": "redis://:tell-nobody@127.0.0.1:1/0"},
        {"HOST": "192.0.2.1"},
    ],
    ids=lambda wrong: "=".join(next(iter(wrong.items()))).replace(str(ROOT), ""),
)
def test_what_cannot_be_reached_stops_a_site_before_it_is_served(start, wrong):
    done = start("manage.py", "serve", **wrong)
    assert done.returncode != 0 and "Traceback" not in done.stderr and "tell-nobody" not in done.stderr
    assert next(iter(wrong)) in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_a_language_that_is_unknown_is_answered_with_those_that_are_not(start):
    assert "en (English), es (Español)" in start("manage.py", "check", SITE_LANGUAGE="de").stderr


def test_what_only_looks_like_a_setting_stops_nothing(start):
    others = {
        "AWS_ACCESS_KEY_ID": "x",
        "DATABASE_HOST": "x",
        "EMAIL": "me@example.org",
        "LANGUAGE": "en_GB:en",
        "HOSTS": "x",
    }
    assert start("manage.py", "check", **others).returncode == 0


def test_the_example_names_all_that_can_be_set_and_nothing_else(start):
    named = set(re.findall(r"^([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    known = start("-c", "import leanback.settings; print(*leanback.settings.environment.NAMES)").stdout.split()
    assert named == set(known)


# .env itself


def test_the_image_holds_every_app():
    apps = {each.parent.name for each in ROOT.glob("*/apps.py")} | {"checks"}
    copied = re.findall(r"^COPY (\w+) \w+$", (ROOT / "deploy/Dockerfile").read_text(), re.MULTILINE)
    let_in = re.findall(r"^!(\w+)$", (ROOT / "deploy/Dockerfile.dockerignore").read_text(), re.MULTILINE)
    assert apps - set(copied) == apps - set(let_in) == set()


@pytest.fixture
def env_file(tmp_path, start):
    """Return a function that lets a fresh copy of the site read an .env with this text."""
    for name in ("manage.py", ".env.example", "static"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "leanback", tmp_path / "leanback", ignore=shutil.ignore_patterns("__pycache__"))

    def read(text):
        (tmp_path / ".env").write_text(text, "utf-8")
        outside = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        probe = "from leanback.settings import SECRET_KEY, SITE_URL; print(len(SECRET_KEY), SITE_URL.geturl())"
        fill = [sys.executable, "-m", "leanback.secret_key"]
        subprocess.run(fill, cwd=tmp_path, env=outside, check=True, capture_output=True)
        return subprocess.run(
            [sys.executable, "-c", probe], cwd=tmp_path, env=outside, capture_output=True, text=True, timeout=60
        )

    read.file = tmp_path / ".env"
    return read


def test_a_copy_of_the_example_is_given_a_key_and_serves(env_file):
    done = env_file((ROOT / ".env.example").read_text())
    assert done.stdout.split() == ["67", "http://127.0.0.1:8000"], done.stderr
    assert env_file.file.stat().st_mode & 0o077 == 0 and env_file.file.read_text().count("SECRET_KEY=") == 1


@pytest.mark.parametrize(
    "text", ["", "SITE_URL=http://localhost:8001", 'SECRET_KEY=""\nPORT=8001', "export SECRET_KEY=\n"]
)
def test_a_key_is_filled_in_wherever_it_is_missing(env_file, text):
    assert env_file(text).stdout.split()[0] == "67"


def test_a_key_that_is_there_stays(env_file):
    env_file(f"SECRET_KEY='{'k' * 50}'\nPORT=8001\n")
    assert env_file.file.read_text() == f"SECRET_KEY='{'k' * 50}'\nPORT=8001\n"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("SITE_ADRESS=https://x.example\nSITEURL=https://x.example", "Is SITE_URL meant?"),
        ("DEFAULT_FROM=me@example.org", "Is DEFAULT_FROM_EMAIL meant?"),
        ("SITE_URL = https://x.example", "Line 2 of"),
        ("PORT=8001\nhttps://x.example", "Line 3 of"),
    ],
)
def test_a_line_of_it_that_sets_nothing_stops_the_start(env_file, line, told):
    assert told in env_file(line).stderr


def test_a_secret_is_not_told_when_it_is_refused(start):
    assert "tell-nobody" not in start("manage.py", "check", SECRET_KEY="tell-nobody").stderr
    assert "tell-nobody" not in start("manage.py", "check", DATABASE_URL="mysql://me:tell-nobody@db/x").stderr


def test_what_the_example_leaves_empty_means_the_default(start):
    lines = (ROOT / ".env.example").read_text().splitlines()
    example = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    done = start("-c", "import leanback.settings as s; print(s.VAR)", **example | {"SECRET_KEY": "x" * 50})
    assert done.stdout.strip() == str(ROOT / "var")


@pytest.mark.parametrize(
    ("more", "address", "origin"),
    [
        ({}, "https://s3.example:9000/pictures/stages/a.avif", "https://s3.example:9000"),
        (
            {"S3_PUBLIC_URL": "https://cdn.example/of/us/"},
            "https://cdn.example/of/us/stages/a.avif",
            "https://cdn.example",
        ),
    ],
)
def test_pictures_in_a_bucket_are_fetched_from_there_and_the_policy_allows_it(start, more, address, origin):
    ask = """
import django; django.setup()
from django.conf import settings
from django.core.files.storage import default_storage as storage
print(storage.url("stages/a.avif"), settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"][-1])
"""
    assert start("-c", ask, **BUCKET, **more).stdout.split() == [address, origin]
    done = start("manage.py", "check", **BUCKET, **more)
    assert (done.returncode, done.stderr) == (0, "")


def test_on_this_machine_cookies_work_without_https(probe):
    site = probe()
    assert site["session"] == ["session", False, True]
    assert (site["status"], site["hsts"]) == (503, None)  # the database is not there yet, and nobody was redirected


def test_with_https_cookies_are_secure_and_http_is_redirected(probe):
    site = probe(SITE_URL="https://leanback.example")
    assert site["session"] == ["__Host-session", True, True]
    assert site["csrf"] == ["__Host-csrf", True]
    assert (site["status"], site["location"]) == (301, "https://leanback.example/questions/")


def test_with_https_browsers_are_told_to_stay_with_it(probe):
    assert probe(SITE_URL="https://leanback.example")["hsts"] == "max-age=63072000; includeSubDomains; preload"


def test_uploads_and_static_files_go_where_var_dir_says(probe, tmp_path):
    assert probe(VAR_DIR=str(tmp_path / "elsewhere"))["static"] == str(tmp_path / "elsewhere" / "static")


@pytest.mark.parametrize(
    ("url", "host", "tls"), [("smtp+tls://me:pw@mail.example:587", "mail.example", True), ("", "localhost", False)]
)
def test_mail_goes_where_email_url_says(start, url, host, tls):
    ask = "from django.conf import settings as s; print(s.EMAIL_HOST, s.EMAIL_USE_TLS)"
    assert start("-c", ask, EMAIL_URL=url).stdout.split() == [host, str(tls)]


def test_names_of_the_net_beyond_ascii_are_written_as_machines_know_them(start):
    look = (
        "import django; django.setup(); from django.conf import settings as s;"
        " print(s.DEFAULT_FROM_EMAIL, s.MAIL_DOMAIN, s.ALLOWED_HOSTS)"
    )
    done = start("-c", look, SITE_URL="https://bücher.example", DEFAULT_FROM_EMAIL="Lean <post@bücher.example>")
    assert done.stdout.split("\n")[0] == (
        "Lean <post@xn--bcher-kva.example> xn--bcher-kva.example ['xn--bcher-kva.example', '127.0.0.1']"
    )
