"""Files that were put up at the desk: kept beside the site until the import is done, since they hold addresses of people."""

import re
import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from exchange.importing.wishes import Wishes
from exchange.importing.workplace import imports
from exchange.models import ImportRun

AS_FAR_AS_IT_GOES = "as-far-as-it-goes"
HALF_WAY = timedelta(days=1)  # by then no upload is on its way any more
KEPT = timedelta(days=7)  # for an import that nobody goes on with
TABLE_KEPT = timedelta(days=30)  # it names people as the old site did


def folder(run):
    return imports() / f"upload-{run.pk}"


def table(run):
    """Return where it is written down row by row what came of a file."""
    return imports() / f"import-{run.pk}.csv"


def keep(run, files, media, as_far_as_it_goes):
    """Keep what was put up, and whether a file may break off."""
    place = folder(run)
    place.mkdir(parents=True, mode=0o700)
    if as_far_as_it_goes:
        (place / AS_FAR_AS_IT_GOES).touch()
    for number, file in enumerate([*files, *([media] if media else [])]):
        is_media = number == len(files)
        name = re.sub(r"[^\w.-]", "_", Path(file.name).name)[-80:]
        with (place / f"{'media' if is_media else f'{number:03}'}-{name}").open("wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)


def found(run):
    """Return (files, Wishes) of what was put up; the plan of a run is a file beside them."""
    place = folder(run)
    files = sorted(path for path in place.glob("[0-9]*-*"))
    media = next(iter(place.glob("media-*")), None)
    plan = None
    if run.plan:
        plan = place / "plan.toml"
        plan.write_text(run.plan, encoding="utf-8")
    return files, Wishes(media=media, plan=plan, as_far_as_it_goes=(place / AS_FAR_AS_IT_GOES).exists())


def forget(run):
    """Delete what was put up."""
    shutil.rmtree(folder(run), ignore_errors=True)


def forget_old():
    """Delete what was put up for imports that nobody went on with, what a killed process was still taking in, and old tables."""
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        if path.stat().st_mtime < (timezone.now() - HALF_WAY).timestamp():
            path.unlink(missing_ok=True)
    for run in ImportRun.objects.filter(at__lt=timezone.now() - KEPT):
        forget(run)
    for run in ImportRun.objects.filter(at__lt=timezone.now() - TABLE_KEPT):
        table(run).unlink(missing_ok=True)
