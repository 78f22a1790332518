"""Work that the worker does for wishes; see `comments/tasks.py`."""

from django.db import transaction
from django_tasks import task

from comments import mail
from wishes.models import Wish


@task()
@transaction.atomic
def tell_wish_came_true(wish_id):
    """Mail everybody who wished for something that it is here, once, unless that was undone or is not to be read yet."""
    wishes = Wish.objects.to_tell().select_for_update(of=("self",), no_key=True)
    if wish := wishes.filter(pk=wish_id).first():
        for person in wish.wishers().iterator(chunk_size=500):
            mail.wish_came_true(wish, person)
        wish.note_told()
