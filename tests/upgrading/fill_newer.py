"""Takes the site of `fill.py`, as an upgrade left it, and adds one of everything that came since: letters, practice, vectors, an
import, backups, links that were looked at, mutes, snoozes, notices. Then packs it as the next state to upgrade from.

It was run in a checkout of the state that its file is named for; what makes the rows follows the models of now, since the test of
the export has them come back too:

    python -c "from tests.upgrading import database; database.unpack(folder)"    # the first state, as site.sqlite3
    DATABASE_URL=sqlite:///…/site.sqlite3 VAR_DIR=… python manage.py prepare
    DATABASE_URL=sqlite:///…/site.sqlite3 VAR_DIR=… python -m tests.upgrading.fill_newer site-….sqlite3.xz"""

import lzma
import os
import sqlite3
import sys
from datetime import timedelta
from pathlib import Path

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "leanback.settings"
    django.setup()

import numpy
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import PausedAddress, User
from comments.models import Comment, Notice, Thread
from exchange.importing import running
from exchange.importing.wishes import Wishes
from exchange.models import BackupRun, Departure, LinkCheck
from letters.models import Letter, Subscription
from practice.models import Practice
from search.models import EmptySearch, Vector
from stages.models import Resource, Stage
from stages.models.stage import Example
from tests.test_upgrading import EMPTY

BLOG = Path(__file__).parents[1] / "importing" / "three-stages.wordpress.xml"


def person(name):
    return User.objects.get(pen_name=name)


def letters(mara):
    """One that was sent, one that is not, and who asked for them."""
    for address in ("ann@example.org", "stranger@example.org"):
        Subscription.objects.get_or_create(address=address)[0].confirm()
    Subscription.objects.create(address="never@example.org")
    sent = Letter.objects.create(title="A letter of November", body="Dear all,\n\n**Rest.**", by=mara)
    sent.send()
    sent.send_batch()
    Letter.objects.create(title="Not sent yet", body="Perhaps.", by=mara)


def practice(ann, answer):
    """Steps of an answer and of a stage: done, with a note, taken off."""
    of_answer = Practice.take_up(ann, answer)
    first, *more = of_answer.steps.all()
    first.tick(True)
    first.take_note("It was easier than I thought.")
    if more:
        more[-1].drop()
    of_answer.share()
    Practice.take_up(ann, Stage.objects.published().first())


def vectors(thread):
    for number, comment in enumerate(thread.comments.filter(status="approved")):
        numbers = numpy.linspace(-1, 1, 256, dtype=numpy.float16) * (number + 1)
        about = {"thread": thread, "comment": comment, "is_answer": comment.is_answer, "part": 0, "model": "made up"}
        Vector.objects.create(numbers=numbers.tobytes(), **about)


def imports(mara, folder):
    """A blog that came in, with its old addresses and the marks of who wrote there."""
    running.bring_in([BLOG], Wishes(coach=mara.email), folder / "imports" / "rows.csv")


def rest(mara, ann, bob, talk, waiting):
    PausedAddress.objects.create(person=bob, address=bob.email, why="550")
    talk.mute(bob)
    waiting.snooze(mara, timezone.localdate() + timedelta(days=9))
    Example.objects.create(stage=Stage.objects.first(), line="He writes, and then he does not.")
    EmptySearch.objects.note("zugzwang of the heart")
    BackupRun.objects.note("backup", "leanback-2026.tar.gz", 12345)
    BackupRun.objects.note("drill", problem="Nothing to hold it with.")
    Departure.objects.create(mark="0" * 64, keeps_words=True)
    LinkCheck.objects.create(resource=Resource.objects.first(), url="https://example.org/", failures=1, problem="404")
    Notice.objects.tell(ann, "answered", "upgrade-notice", comment=talk.last_answer)


def empty_tables():
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return {table for table in tables if not cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone()} - EMPTY


def pack(path):
    """Write the database, as small as it gets, beside its write-ahead log's end."""
    small = Path(settings.VAR) / "small.sqlite3"
    small.unlink(missing_ok=True)
    connection.close()
    with sqlite3.connect(settings.DATABASES["default"]["NAME"]) as database:
        database.execute("VACUUM INTO ?", [str(small)])
    Path(path).write_bytes(lzma.compress(small.read_bytes(), preset=9 | lzma.PRESET_EXTREME))


def fill():
    mara, ann, bob = User.objects.get(email="coach@example.org"), person("Anémona"), person("Bob by the Lake")
    talk = Thread.objects.get(title__startswith="Zugzwang")
    letters(mara)
    practice(ann, Comment.objects.filter(kind="answer", text__startswith="Step 1").get())
    vectors(talk)
    imports(mara, Path(settings.VAR))
    rest(mara, ann, bob, talk, Thread.objects.filter(state="waiting_for_coach").first())


if __name__ == "__main__":
    fill()
    if empty := empty_tables():
        raise SystemExit(f"Nothing is kept in {', '.join(sorted(empty))}: an upgrade could lose it unseen.")
    pack(sys.argv[1])
