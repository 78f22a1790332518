"""Work that the worker does; it may run twice without harm."""

from django_tasks import task

from letters.models import Letter


@task()
def send_batch(letter_id):
    """Write the next mails of a letter that is being sent."""
    if letter := Letter.objects.sent().filter(pk=letter_id).first():
        letter.send_batch()
