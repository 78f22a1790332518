"""A whole site in processes of its own, served as it is in production, and a real browser in front of it."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, suppress
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests import database

ROOT = Path(__file__).parents[2]
# Headless, quiet, and never asking anyone anything.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 60  # seconds: what a page is waited for comes as late as a machine with other work to do brings it
CHOSEN = "a lamp by the window"  # the coach's own password
WORD = "Donau" * 24  # 120 letters without a place to break
CHROMIUM = next((path for name in NAMES if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(
                    pytest.mark.skip(reason="no Chromium on this machine (Debian: apt-get install chromium)")
                )


def free_port():
    with closing(socket.socket()) as knock:
        knock.bind(("127.0.0.1", 0))
        return knock.getsockname()[1]


# A process of the site that does what it is told, a line of JSON at a time: one that starts anew takes seconds.
HAND = """
import json, sys, traceback
import django
django.setup()
for line in sys.stdin:
    try:
        exec(json.loads(line), {})
        said = None
    except Exception:
        said = traceback.format_exc()
    print(json.dumps(said), flush=True)
"""


class Site:
    """A running site: its address, its mail folder, its coach."""

    def __init__(self, folder):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.mail = folder / "mail"
        self.database = database.copy("prepared", folder)
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "leanback.settings",
            "SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-only-for-tests",
            "SITE_URL": self.url,
            "VAR_DIR": str(folder),
            "EMAIL_URL": "",
            "DATABASE_URL": database.url(self.database),
        }
        self.processes = []
        self.hand = None  # a process that does what it is told
        self.states = {}  # who is signed in, for browsers to come: {"reader": storage_state, "coach": storage_state}

    def manage(self, *arguments):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def do(self, code):
        """Run lines of Python in the site, as `manage.py shell -c` does."""
        if self.hand is None:
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            self.hand = subprocess.Popen(
                [sys.executable, "-c", HAND], cwd=ROOT, env=self.environment, text=True, **pipes
            )
        print(json.dumps(code), file=self.hand.stdin, flush=True)
        if said := json.loads(self.hand.stdout.readline()):
            raise RuntimeError(said)

    def start(self):
        self.password = re.search(r"one-time password\s+(\S+)", (self.folder / "said").read_text())[1]
        worker = [sys.executable, "manage.py", "worker", "--interval", "0.2"]
        self.processes = [subprocess.Popen(worker, cwd=ROOT, env=self.environment)]
        self.go_up()

    def go_down(self):
        """Stop serving, as while a new version is put in place."""
        web = self.processes.pop()
        web.terminate()
        web.wait(PATIENCE)

    def cut_off(self):
        """End the server at once with all its processes, as a power cut would."""
        web = self.processes.pop()
        os.killpg(web.pid, signal.SIGKILL)
        web.wait(PATIENCE)

    def go_up(self):
        bin = Path(sys.executable).parent
        web = [
            bin / "granian",
            "--interface",
            "wsgi",
            "--port",
            str(self.port),
            "--workers",
            "2",
            "--blocking-threads",
            "4",
        ]
        web = subprocess.Popen(
            [*web, "leanback.wsgi:application"], cwd=ROOT, env=self.environment, start_new_session=True
        )
        self.processes.append(web)
        for _ in range(5 * PATIENCE * 10):  # it brings Django up in three processes
            with suppress(OSError):
                urllib.request.urlopen(self.url + "/healthz/", timeout=PATIENCE).read()
                return
            if web.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError("the site does not answer")

    def stop(self):
        processes = [*self.processes, *([self.hand] if self.hand else [])]
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(PATIENCE)
        database.drop(self.database)

    def mail_to(self, address, containing="", seconds=PATIENCE):
        """Return the newest mail to the address that has the words, waiting for the worker to bring it."""
        for _ in range(seconds * 10):
            files = (
                sorted(self.mail.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
                if self.mail.exists()
                else []
            )
            for file in files:
                text = file.read_text()
                is_whole = text.endswith("-" * 79 + "\n")
                if is_whole and f"To: {address}" in text and containing in text:
                    return text
            time.sleep(0.1)
        raise AssertionError(f"no mail to {address} with {containing!r} came")

    def code_for(self, address, containing="code"):
        return re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", self.mail_to(address, containing), re.MULTILINE)[1]

    def let_coach_in_again(self):
        """Take her second factor away, as for one who lost her device."""
        self.password = re.search(r"one-time password\s+(\S+)", self.manage("first_coach", "--again"))[1]
        self.states.pop("coach", None)

    def sign_in_coach(self, page):
        """Bring the page to the desk. The first time, the password handed out is changed for one of her own."""
        page.goto("/admin/")
        page.get_by_label("E-mail address").fill("coach@example.org")
        page.get_by_label("Password, if you have one").fill(self.password)
        page.get_by_role("button", name="Sign in").click()
        if self.password == CHOSEN:
            page.wait_for_url("**/admin/")
        else:
            self.password = CHOSEN
            page.get_by_label("New password", exact=True).fill(CHOSEN)
            page.get_by_label("New password, once more").fill(CHOSEN)
            page.get_by_role("button", name="Save my password").click()
            page.get_by_role("link", name="Later: to the desk").click()
            page.wait_for_url("**/admin/")


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("site"))
    try:
        site.start()
        yield site
    finally:
        site.stop()


@pytest.fixture(scope="module")
def chromium():
    """A browser. Its event loop would stand in the way of other modules' databases, so it does not outlive its module."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, timeout=PATIENCE * 1000)
        expect.set_options(timeout=PATIENCE * 1000)
        yield Patient(browser)
        browser.close()


class Patient:
    """A browser whose pages are waited for with patience."""

    def __init__(self, browser):
        self.browser = browser

    def new_context(self, **options):
        context = self.browser.new_context(**options)
        context.set_default_timeout(PATIENCE * 1000)
        return context


@pytest.fixture
def phone(chromium, site):
    """Return a new page of a small phone; complaints of the browser (blocked scripts, missing files) fail the test."""
    complaints = []
    context = chromium.new_context(base_url=site.url, viewport={"width": 360, "height": 740})

    def open_page():
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    context.close()
    assert complaints == []


@pytest.fixture
def laptop(chromium, site):
    """Return a new page in a browser of its own: another person's."""
    contexts = []

    def open_page():
        contexts.append(chromium.new_context(base_url=site.url, viewport={"width": 1280, "height": 800}))
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def coach_state(chromium, site):
    """Return the storage_state of a browser in which the coach is signed in."""
    if "coach" not in site.states:
        context = chromium.new_context(base_url=site.url)
        site.sign_in_coach(context.new_page())
        site.states["coach"] = context.storage_state()
        context.close()
    return site.states["coach"]


@pytest.fixture(scope="module")
def reader_state(chromium, site):
    """Return the storage_state of a browser in which a reader is signed in, who has asked and wished; `site.asked` is her thread."""
    if "reader" not in site.states:
        context = chromium.new_context(base_url=site.url)
        page = context.new_page()
        page.goto("/stages/distance/ask/")
        page.get_by_label("What is going on?").fill(f"Where does it end?\n\n{WORD} and on it flows.")
        page.get_by_label("Where should we send the answer?").fill("river@example.org")
        page.get_by_role("button", name="Next: the code we e-mail you").click()
        page.get_by_label("The code from the mail").fill(site.code_for("river@example.org"))
        with page.expect_navigation():
            page.get_by_role("button", name="Send my question").click()
        site.asked = page.url.removeprefix(site.url)
        site.asked_comment = page.locator(".question").get_attribute("id").removeprefix("comment-")
        page.goto("/ask/")
        page.get_by_label("What is going on?").fill(f"And where does this end?\n\n{WORD}")
        page.get_by_role("button", name="Preview").click()
        page.get_by_role("heading", name="Before it goes").wait_for()
        site.draft = page.url.removeprefix(site.url)
        page.goto("/wishes/")
        page.get_by_label("What would you like to find here?").fill(f"Something about {WORD.lower()}")
        page.get_by_role("button", name="Wish for it").click()
        site.wish = page.get_by_role("link", name="Delete it").get_attribute("href")
        site.states["reader"] = context.storage_state()
        context.close()
    return site.states["reader"]
