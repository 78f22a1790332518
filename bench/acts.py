"""How long a question, an approval, a reply, an answer, and a hundred marked as spam take, one after the other: what
`bench.writing` starts, once a round, in the working copy whose acts are measured. Prints JSON."""

import json
import statistics
import time
import uuid

import django

if __name__ == "__main__":
    django.setup()

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from comments.models import Comment, ModerationRules, Thread
from comments.models.rules import Trust
from desk.views import bulk
from stages.models import Stage

ROWS, MANY = 20, 100
WORDS = (
    "He has not written for nine days, and I do not know whether to wait. My sister says that I should call him, but the last"
    " time I did that he went away for a week. This is number {}. What would you do in my place?"
)


def words():
    return WORDS.format(uuid.uuid4())


def reader(trusted):
    """Return a new person; one who is trusted is never held."""
    name = uuid.uuid4().hex[:12]
    person = User.objects.create_user(email=f"{name}@example.org", pen_name=name)
    if trusted:
        Trust.objects.create(person=person, level="trusted")
    return person


def taken(act):
    """Return (milliseconds, milliseconds of the processor) of one act."""
    wall, busy = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - busy) * 1000


def measured(acts):
    """Return {"wall", "busy", "statements"} of acts that are alike: medians."""
    with CaptureQueriesContext(connection) as captured:
        acts[0]()
    wall, busy = map(statistics.median, zip(*map(taken, acts[1:] or acts), strict=True))
    return {"wall": wall, "busy": busy, "statements": len(captured)}


def mark(coach, comments):
    picked = {comment.pk: comment.revision for comment in comments}
    if hasattr(bulk, "all_of"):
        return bulk.all_of(coach, picked, "spam")
    return bulk.each_of(coach, picked, Comment.mark_spam)  # as it was before


def main():
    rules = ModerationRules.objects.current()
    rules.pk, rules.most_an_hour, rules.most_an_hour_new = 1, 30_000, 30_000
    rules.save()
    stage, coach, asker, other = Stage.objects.first(), User.objects.coaches().first(), reader(False), reader(True)
    threads = []
    found = {"a question": measured([lambda: threads.append(Thread.ask(stage, asker, words(), uuid.uuid4()))] * ROWS)}
    questions = [thread.question for thread in threads]
    found["an approval"] = measured([lambda each=each: each.approve(coach) for each in questions])
    found["a reply"] = measured([lambda each=each: each.reply(other, words(), uuid.uuid4()) for each in questions])
    found["an answer"] = measured([lambda each=each: each.answer(coach, words()) for each in threads])
    spam = [Thread.ask(stage, asker, words()).question for _one in range(MANY // 2)]
    spam += [questions[0].reply(other, words()) for _one in range(MANY // 2)]
    wall, busy = taken(lambda: mark(coach, spam))
    found[f"{MANY} as spam"] = {"wall": wall, "busy": busy, "statements": 0}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
