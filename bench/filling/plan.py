"""What becomes of each thread: how many wait, are due, were closed, and how much happens in them."""

from dataclasses import dataclass
from datetime import timedelta

# name: (of 100 threads, of each thread when there are many). The desk of a small site is as full as that of a large one, so
# that both draw as much, and what differs is what the database has to do.
WISHES = {
    "waiting": (44, 0.016),
    "again": (8, 0.004),  # answered, and she has written once more
    "due": (8, 0.003),
    "for_reader": (6, 0.03),
    "closed": (4, 0.03),
    "spam": (3, 0.01),
    "removed": (2, 0.005),
    "withdrawn": (2, 0.005),
}
HAPPENS = {
    "pending": (30, 0.023),  # replies that wait; some questions do, too
    "spam_reply": (12, 0.05),
    "removed_reply": (8, 0.03),
    "withdrawn_reply": (6, 0.05),
    "reported": (60, 0.003),
    "report_settled": (20, 0.03),
    "concern": (8, 0.0005),  # that nobody has seen to yet
    "concern_seen": (4, 0.01),
    "scheduled": (8, 0.0006),
    "begun": (20, 0.002),
}
READERS = 0.6  # for each thread
LENGTH = 8.9  # replies on average where a conversation came about; with questions alone it is ten comments a thread, and some
LONG = 400  # comments of the longest thread, however many threads there are
YEARS = timedelta(days=3_000)


@dataclass(frozen=True)
class Plan:
    """How much of everything there is among so many threads."""

    threads: int

    def many(self, table, name):
        of_hundred, share = table[name]
        return max(round(self.threads * share), min(of_hundred, self.threads * of_hundred // 100))

    def readers(self):
        return max(20, round(self.threads * READERS))

    def span(self):
        return YEARS if self.threads > 2_000 else YEARS / 10

    def wishes(self, chance):
        """Return what becomes of each thread, the oldest first. Who waits has asked lately."""
        waiting = ["waiting"] * self.many(WISHES, "waiting")
        older = [name for name in WISHES if name != "waiting" for _each in range(self.many(WISHES, name))]
        older += ["answered"] * max(0, self.threads - len(waiting) - len(older))
        chance.shuffle(older)
        lately = older[len(older) - len(waiting) // 2 :] + waiting
        chance.shuffle(lately)
        return [*older[: len(older) - len(waiting) // 2], *lately][-self.threads :]

    def odds(self, name):
        """Return how likely it is that this happens to one reply of a reader, of which there are some four a thread."""
        return self.many(HAPPENS, name) / (self.threads * 4)
