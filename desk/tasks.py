"""Work that the worker does for the desk; see `comments/tasks.py`."""

from django.db import transaction
from django_tasks import task

from comments.models import ModerationEntry
from desk import mail
from desk.models import AnswerDraft


@task()
@transaction.atomic
def tell_office(entry_id):
    """Mail somebody that what she is here has changed; if she has become a coach, mail the others too. Whoever does such a
    thing with a stolen password does it in their sight."""
    entry = ModerationEntry.objects.about_staff().filter(pk=entry_id).first()
    if entry is None:
        return
    (mail.new_factor if entry.is_about_second_factor() else mail.office)(entry)
    for coach in entry.coaches_to_tell():
        mail.new_coach(entry, coach)


@task()
def send_scheduled(draft_id):
    """Send an answer at the time that its author chose, unless she called it back or put it off."""
    if draft := AnswerDraft.objects.due().filter(pk=draft_id).first():
        draft.send()
