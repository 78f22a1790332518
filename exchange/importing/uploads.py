"""Files that were put up at the desk: kept beside the site until the import is done, since they hold addresses of people."""

import re
import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from exchange.importing.wishes import Wishes
from exchange.models import ImportRun

KEPT = timedelta(days=7)  # for an import that nobody goes on with


def folder(run):
    return settings.VAR / "imports" / f"upload-{run.pk}"


def keep(run, files, media):
    """Keep what was put up."""
    place = folder(run)
    place.mkdir(parents=True, mode=0o700)
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
    return files, Wishes(media=media, plan=plan)


def forget(run):
    """Delete what was put up."""
    shutil.rmtree(folder(run), ignore_errors=True)


def forget_old():
    """Delete what was put up for imports that nobody went on with."""
    for run in ImportRun.objects.filter(at__lt=timezone.now() - KEPT):
        forget(run)
