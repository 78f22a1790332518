"""Who writes: a coach, another one, moderators, and readers, most of whom write once and a few of whom write often."""

from datetime import timedelta

from allauth.account.models import EmailAddress

from accounts import pen_names
from accounts.models import User
from accounts.roles import Role
from bench.filling.rows import put_in
from comments.models import Block, ModerationEntry, Trust
from comments.models.moderation_log import Act
from desk.models import Note

FIRST = [
    "Quiet",
    "Green",
    "Slow",
    "Bright",
    "Late",
    "Early",
    "Hidden",
    "Gentle",
    "Brave",
    "Winter",
    "Summer",
    "Silver",
    "Little",
    "Open",
    "Far",
]
SECOND = [
    "Fern",
    "River",
    "Harbour",
    "Sparrow",
    "Kettle",
    "Meadow",
    "Lantern",
    "Pebble",
    "Cloud",
    "Heron",
    "Willow",
    "Anchor",
    "Maple",
    "Door",
    "Moth",
]
NO_PASSWORD = "!nobody signs in to a made-up account"


def staff(now):
    """Make the coaches and the moderators; return (coaches, moderators)."""
    joined = now - timedelta(days=3_100)
    named = [("Mara", Role.COACH), ("Ines", Role.COACH)]
    named += [(f"Moderator {word}", Role.MODERATOR) for word in ("Oak", "Elm", "Ash")]
    people = []
    for number, (name, role) in enumerate(named):
        user = User.objects.create_user(f"staff{number}@bench.invalid", name, adult_at=joined, joined_at=joined)
        user.take_role(role)
        people.append(user)
    return people[:2], people[2:]


def readers(chance, count, now):
    """Make so many readers; return them as (key, pen name)."""
    first = User.objects.order_by("-pk").values_list("pk", flat=True).first() + 1
    made = []
    for number in range(count):
        name = f"{chance.choice(FIRST)} {chance.choice(SECOND)} {number}"
        joined = now - timedelta(days=3_000 * (1 - number / count), minutes=number % 999)
        made.append(
            User(
                pk=first + number,
                email=f"reader{number}@bench.invalid",
                pen_name=name,
                pen_name_key=pen_names.key(name),
                password=NO_PASSWORD,
                joined_at=joined,
                adult_at=joined,
                last_login=joined,
                is_active=number % 50 != 49,
            )
        )
    put_in(User, made)
    put_in(EmailAddress, [EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in made])
    return made


def what_is_set_by_hand(chance, readers, coaches, moderators, now):
    """Make notes about some, blocks and trust of some, each with its line in the log."""
    some = max(4, len(readers) // 50)
    put_in(Note, [_note(chance, reader, coaches[0], now) for reader in chance.choices(readers, k=some * 2)])
    blocked, trusted = chance.sample(readers, some), chance.sample(readers, some)
    blocks = [_block(reader, moderators[0], number, now) for number, reader in enumerate(blocked)]
    levels = [chance.choice(Trust.Level.values) for _reader in trusted]
    put_in(Block, blocks)
    put_in(Trust, [Trust(person=reader, level=level) for reader, level in zip(trusted, levels, strict=True)])
    lines = [
        ModerationEntry(act=Act.BLOCK, person=each.reader, by=each.by, reason=each.message, at=each.at)
        for each in blocks
    ]
    lines += [
        ModerationEntry(act=Act.TRUST, person=reader, by=coaches[0], after=level, at=now - timedelta(days=200))
        for reader, level in zip(trusted, levels, strict=True)
    ]
    return lines


def _note(chance, reader, coach, now):
    text = f"Remembers the {chance.choice(SECOND).lower()}; write slowly."
    return Note(on=reader, by=coach, text=text, at=now - timedelta(days=chance.randint(1, 900)))


def _block(reader, by, number, now):
    at = now - timedelta(days=number % 400 + 1)
    until = None if number % 3 == 0 else at + timedelta(days=7)
    lifted = until if until and until < now else None
    return Block(reader=reader, by=by, message="Please write more kindly.", at=at, until=until, lifted_at=lifted)
