"""Fills a database of its own with a made-up site of any size: `python -m bench.generator --threads 100000`.

VAR_DIR and DATABASE_URL say which; one that has content is refused. The same seed and hour make the same site. A hundred
thousand threads with a million comments take some minutes (docs/measured.md)."""

import argparse
import os
import random
import time
from datetime import UTC, datetime, timedelta

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection

from accounts.models import User
from bench.filling import people, wanted
from bench.filling.aftermath import Aftermath
from bench.filling.plan import Plan
from bench.filling.rows import Rows, put_in
from bench.filling.talk import Teller
from bench.filling.words import Writer
from comments.models import (
    Comment,
    CommentVersion,
    Follow,
    HeldWord,
    ModerationEntry,
    Report,
    SpamCount,
    Thanks,
    Thread,
)
from desk.models import AnswerDraft, SavedReply
from search import index
from stages import starter
from stages.models import Guide, Resource, Stage
from wishes.models import Wish

Mention = Comment.resources.through
AT_A_TIME = 1_000  # threads in one transaction
ORDER = (Thread, Comment, Mention, ModerationEntry, Thanks, Report, CommentVersion, Follow, AnswerDraft)
HELD = [
    "crypto",
    "casino",
    "pills",
    "lottery",
    "loan",
    "visa",
    "spell",
    "psychic",
    "telegram",
    "whatsapp",
    "escort",
    "replica",
    "followers",
    "bitcoin",
]
PIECES = 60_000  # pieces of text that the spam score knows on a site of some years


class HasContent(Exception):
    """There is something in this database that nobody shall lose."""


def fill(threads, seed=1, now=None):
    """Fill an empty, migrated database. Raises HasContent."""
    if Guide.objects.exists() or Thread.objects.exists() or User.objects.exists():
        raise HasContent("This database has content. Point DATABASE_URL or VAR_DIR at one that has none.")
    now = now or datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    index.set_aside(connection)
    try:
        _fill(Plan(threads), seed, now)
    finally:
        index.put_back(connection)
    tidy_up()


def _fill(plan, seed, now):
    chance = random.Random(seed)
    starter.load()
    coaches, moderators = people.staff(now)
    readers = people.readers(chance, plan.readers(), now)
    put_in(ModerationEntry, people.what_is_set_by_hand(chance, readers, coaches, moderators, now))
    what_the_desk_keeps(chance, plan)
    wanted.wishes(chance, plan, readers, now)
    wanted.empty_searches(plan)
    writer = Writer(chance, list(Resource.objects.order_by("pk")), plan.threads)
    teller = Teller(
        chance, plan, writer, (coaches, readers), list(Stage.objects.select_related("guide").order_by("pk")), now
    )
    conversations(plan, teller, Aftermath(chance, plan, (coaches, moderators, readers), now))


def conversations(plan, teller, aftermath):
    """Make every thread with all that comes of it."""
    wishes = plan.wishes(teller.chance)
    longest = next(place for place, wish in enumerate(wishes) if wish == "answered")
    rows = Rows(*ORDER)
    for place, wish in enumerate(wishes):
        asked_at = teller.now - plan.span() * (1 - place / len(wishes)) + timedelta(minutes=teller.chance.random() * 30)
        talk = teller.tell(wish, min(asked_at, teller.now - timedelta(hours=2)), is_long=place == longest)
        came_of_it = list(aftermath.of(talk))
        rows.add(talk.thread, *talk.comments, *came_of_it)
        rows.add(*(Mention(comment_id=answer.pk, resource_id=pk) for answer, keys in talk.named.items() for pk in keys))
        if place % AT_A_TIME == AT_A_TIME - 1:
            put_in_order(rows)
    put_in_order(rows)


def put_in_order(rows):
    """Write what waits; the log's lines by time, as they would have been written."""
    rows.waiting[ModerationEntry].sort(key=lambda entry: entry.at)
    rows.put_in()


def what_the_desk_keeps(chance, plan):
    """Saved replies, held words, and what the spam score has learned."""
    put_in(
        SavedReply,
        [SavedReply(title=f"Words {number}", text="Dear {name}, …", position=number) for number in range(12)],
    )
    put_in(HeldWord, [HeldWord(words=word, bare=word, note="Advertisements.") for word in HELD])
    numbers = sorted(chance.sample(range(1, 2**20), min(PIECES, plan.threads * 60)))
    put_in(SpamCount, [SpamCount(number=number, spam=number % 3, honest=number % 7) for number in numbers])


def tidy_up():
    """Bring the database's own books up to date: the next keys, and what PostgreSQL knows of its tables."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Thread, Comment, User, Wish]):
            cursor.execute(statement)
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            cursor.execute("VACUUM ANALYZE")  # autovacuum would, some minutes later


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    begun = time.monotonic()
    try:
        fill(options.threads, options.seed)
    except HasContent as refusal:
        raise SystemExit(str(refusal)) from refusal
    said = f"{Thread.objects.count():,} threads, {Comment.objects.count():,} comments, {ModerationEntry.objects.count():,} lines"
    print(f"{said} of the log in {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
