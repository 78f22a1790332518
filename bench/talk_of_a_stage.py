"""Puts conversations under one stage, until it has so many comments."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from comments.models import Comment, Thread
from exchange.bulk_writing import Spoken, bring_in
from stages.models import Stage

A_THREAD = 5
WORDS = "He has not written for nine days, and I do not know whether to wait. " * 4


def fill(slug, count):
    """Bring the number of comments under a stage to `count`, no more and no less than a thread apart."""
    stage, coach = Stage.objects.get(slug=slug), User.objects.coaches().first()
    there = Comment.objects.filter(thread__stage=stage).count()
    for number in range(there, count - A_THREAD + 1, A_THREAD):
        at = timezone.now() - timedelta(days=number % 900 + 1)
        said = [Spoken("0", None, f"Reader {number}", False, at, Comment.Status.APPROVED, f"{number}? {WORDS}")]
        for key in range(1, A_THREAD):
            later = at + timedelta(hours=key)
            said.append(
                Spoken(str(key), str(key - 1), f"Reader {key}", key == 1, later, Comment.Status.APPROVED, WORDS)
            )
        bring_in(stage, said, coach)
    return Thread.objects.filter(stage=stage).count()
