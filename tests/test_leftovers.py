"""Private words that a killed process was working with do not stay on the disk."""

import os
import subprocess
import sys
import time

import pytest

from exchange import tasks
from exchange.backup import scratch
from exchange.importing import workplace
from tests.test_importing import bring, comment, export, page  # noqa: F401

WORKS = """
import sys, time
from pathlib import Path
from django.conf import settings
settings.configure(VAR=Path(sys.argv[1]), USE_TZ=True)
from exchange.importing import workplace
with workplace.folder() as folder:
    (folder / "private").write_text("He left.")
    print(folder, flush=True)
    time.sleep(600)
"""


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR, settings.FILE_UPLOAD_TEMP_DIR = tmp_path, tmp_path / "uploading"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    return tmp_path


def folders(var):
    return sorted((var / "imports").glob("work-*"))


def test_what_a_killed_import_leaves_goes_with_the_next(var):
    with subprocess.Popen([sys.executable, "-c", WORKS, str(var)], stdout=subprocess.PIPE, text=True) as working:
        left = working.stdout.readline().strip()
        with workplace.folder() as own:  # it works still, so its folder stays
            assert len(folders(var)) == 2 and own.stat().st_mode & 0o077 == 0
        working.kill()
    assert [str(each) for each in folders(var)] == [left]
    workplace.sweep()
    assert not folders(var)


def test_one_that_has_just_been_made_is_not_taken_from_under_its_owner(var):
    (workplace.imports() / "work-new").mkdir()
    workplace.sweep()
    assert folders(var)
    os.utime(folders(var)[0], (0, 0))
    workplace.sweep()
    assert not folders(var)


def test_an_import_works_nowhere_else_and_leaves_nothing(coach, bring, var, monkeypatch):  # noqa: F811
    monkeypatch.setattr("tempfile.tempdir", str(var / "the system's"))  # where nothing can be made
    bring(export(page(comment(1))))
    assert not folders(var) and (var / "imports").stat().st_mode & 0o077 == 0


def test_the_worker_deletes_what_restores_imports_and_uploads_have_left(db, identity, var):
    (var / "backup-work-dead").mkdir()
    (workplace.imports() / "work-dead").mkdir()
    os.utime(var / "imports" / "work-dead", (0, 0))
    for name, age in (("old", 2 * 24 * 3600), ("new", 0)):
        (var / "uploading" / name).write_text("private")
        os.utime(var / "uploading" / name, (time.time() - age,) * 2)
    tasks.keep_safe()
    assert not list(var.glob("backup-work-*")) and not folders(var)
    assert [each.name for each in (var / "uploading").iterdir()] == ["new"]


def test_but_not_from_a_restore_that_is_running(db, identity, var):
    with scratch.folder() as folder:
        tasks.keep_safe()
        assert folder.exists()
