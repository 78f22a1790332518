"""What readers wish for and share, and what they look for in vain."""

from datetime import timedelta

from bench.filling.rows import put_in
from bench.filling.words import PARTS
from search.models import MOST_A_WEEK, WEEKS_KEPT, EmptySearch, this_monday
from stages.models import Stage
from wishes.models import Share, Wish

# state: (of 100 threads, of each thread when there are many), as in `bench/filling/plan.py`.
WANTED = {"pending": (30, 0.002), "open": (140, 0.01), "declined": (20, 0.004), "fulfilled": (10, 0.002)}
SHARED = 4  # by how many others at most


def wishes(chance, plan, readers, now):
    """Make wishes in every state, each shared by some."""
    states = [state for state in WANTED for _each in range(plan.many(WANTED, state))]
    stages = list(Stage.objects.values_list("pk", flat=True))
    keys, made, shares = [reader.pk for reader in readers], [], []
    for number, state in enumerate(states, start=1):
        hers, *others = chance.sample(keys, 1 + chance.randrange(SHARED))
        others = others if state in {"open", "fulfilled"} else []
        at = now - timedelta(minutes=number)
        made.append(_wish(number, state, at, hers, len(others), chance.choice(stages)))
        shares += [Share(wish_id=number, reader_id=pk, at=at) for pk in others]
    put_in(Wish, made)
    put_in(Share, shares)


def _wish(number, state, at, by, shared_count, stage):
    decided = {} if state == "pending" else {"decided_at": at, "revision": 1}
    became = {"stage_id": stage, "fulfilled_at": at, "told_at": at} if state == "fulfilled" else {}
    why = {"reason": "That is not mine to say."} if state == "declined" else {}
    words = f"Something about {_two_words(number)}, for the {number}th time"
    counted = {"pk": number, "words": words, "state": state, "at": at, "by_id": by, "shared_count": shared_count}
    return Wish(**counted, **decided, **became, **why)


def empty_searches(plan):
    """Make as many searches that found nothing as a week keeps, for all weeks that are kept; fewer on a small site."""
    most = min(MOST_A_WEEK, plan.threads)
    weeks = [this_monday() - timedelta(weeks=number) for number in range(WEEKS_KEPT)]
    rows = [
        EmptySearch(words=_two_words(each), week=week, times=1 + each % 9) for week in weeks for each in range(most)
    ]
    put_in(EmptySearch, rows)


def _two_words(number):
    """Return words that are no other number's, of some thousands."""
    rare, things = PARTS["rare"].split("|"), PARTS["thing"].split("|")
    return f"{rare[number % len(rare)]} and {things[number // len(rare) % len(things)]} {number // 400}".removesuffix(
        " 0"
    )
