"""Work that the worker does for wishes; see `comments/tasks.py`."""

from django.conf import settings
from django.db import transaction
from django_tasks import task

from comments.models import Notice
from wishes.models import Wish


@task()
@transaction.atomic
def tell_wish_came_true(wish_id):
    """Mail everybody who wished for something that it is here, once, unless that was undone or is not to be read yet."""
    wishes = Wish.objects.to_tell().select_for_update(of=("self",), no_key=True)
    if wish := wishes.filter(pk=wish_id).first():
        link = settings.SITE_URL.geturl() + wish.became.get_absolute_url()
        for person in wish.wishers().iterator(chunk_size=500):
            event = f"wish-{wish.pk}-{wish.revision}-{person.pk}"
            Notice.objects.tell(person, "wish", event, link=link)
        wish.note_told()
