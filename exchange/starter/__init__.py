"""Demo threads, so that a new site can be looked at. They are marked, and go by a button at the desk or with one command."""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from comments.models import Thread
from exchange.bulk_writing import Spoken, bring_in
from stages.models import Stage

SETTLE = {"waiting_for_reader": Thread.wait_for_reader, "answered": Thread.need_no_answer, "closed": Thread.close}
THREADS = tomllib.loads((Path(__file__).parent / "threads.toml").read_text(encoding="utf-8"))["threads"]


@transaction.atomic
def load(coach):
    """Make the demo threads, answered by this User. Call it once, right after the starter content."""
    now = timezone.now().replace(microsecond=0)
    for entry in THREADS:
        asked = now - timedelta(days=entry["days_ago"])
        conversation = [
            Spoken(
                key=said["key"],
                parent=said.get("parent"),
                name="" if said["by"] == "coach" else said["by"],
                by_coach=said["by"] == "coach",
                at=asked + timedelta(hours=said["hours_after"]),
                status=said["status"],
                text=said["text"].strip(),
            )
            for said in entry["comments"]
        ]
        stage = Stage.objects.get(slug=entry["stage"])
        thread = bring_in(stage, conversation, coach, signature=entry["signature"], is_demo=True)
        if settle := SETTLE.get(entry["state"]):
            settle(thread)
