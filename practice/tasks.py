"""Work that the worker does; it may run twice without harm."""

from django_tasks import task

from practice.models import Practice


@task()
def keep_up_with(answer_id):
    """Let every list that this answer's steps are on follow its new words."""
    for practice in Practice.objects.filter(answer=answer_id).with_what_pages_show().iterator(chunk_size=100):
        practice.keep_up()
