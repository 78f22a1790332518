"""Where pages are kept: in the memory of each process, and beside that, if PAGE_CACHE is "shared", in the cache that all
processes share. Wherever a page is found, it is one of the number that was asked for."""

import hashlib
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.cache import cache as shared
from django.db import DatabaseError

from leanback.cache import REDIS_ERRORS


class Memory:
    """Pages of one number, up to so many bytes; the first that came are the first to go. Of an older number none is kept."""

    def __init__(self, room):
        self.room = room
        self.forget(None)

    def forget(self, version):
        self.version, self.pages, self.used = version, {}, 0

    def get(self, version, key):
        return self.pages.get(key) if version == self.version else None

    def put(self, version, key, page):
        """Keep a page. (Threads that meet here may count a little wrong, and forget all too soon.)"""
        if version != self.version or self.used > 2 * self.room:
            self.forget(version)
        pages = self.pages
        if before := pages.pop(key, None):
            self.used -= before.size
        pages[key] = page
        self.used += page.size
        with suppress(KeyError, RuntimeError, StopIteration):  # another thread was faster
            while self.used > self.room:
                self.used -= pages.pop(next(iter(pages))).size


class Store:
    """What is kept, as PAGE_CACHE says: "none", "memory" or "shared"."""

    def __init__(self, where, room):
        self.memory = Memory(room) if where != "none" else None
        self.is_shared = where == "shared"

    def get(self, asked):
        """Return the page that is kept for an Asked, or None. One whose time is over is none."""
        if asked.version is None or self.memory is None:
            return None
        page = self.memory.get(asked.version, asked.key)
        if page is None and self.is_shared and (page := fetch(asked)):
            self.memory.put(asked.version, asked.key, page)
        return page if page and time.time() < page.until else None

    def put(self, asked, page):
        """Keep a page for an Asked."""
        if self.memory is None:
            return
        self.memory.put(asked.version, asked.key, page)
        if self.is_shared:
            with suppress(DatabaseError, *REDIS_ERRORS):
                shared.set(name_of(asked), page, max(1, int(page.until - time.time())))


def fetch(asked):
    """Return the page that another process has kept. Where the cache cannot be read there is none."""
    with suppress(DatabaseError, *REDIS_ERRORS):
        return shared.get(name_of(asked))
    return None


def name_of(asked):
    return f"page {release()} {asked.version} {asked.key}"


@cache
def release():
    """Return a text that is another whenever other code may draw a page another way."""
    kinds = {".py", ".html", ".xml", ".txt", ".mo", ".svg", ".css", ".js"}
    folders = [Path(config.path) for config in apps.get_app_configs()] + [settings.BASE_DIR / "templates"]
    folders += [settings.BASE_DIR / "locale", settings.BASE_DIR / "static"]
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in kinds)
    stats = "".join(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}\n" for path in files)
    return hashlib.sha256(f"{stats}{settings.SITE_URL}{settings.LANGUAGE_CODE}".encode()).hexdigest()[:12]


store = Store(settings.PAGE_CACHE, settings.PAGE_CACHE_MEGABYTES * 1_000_000)
