"""Work that the worker does: each task is told a key, does one thing, and may run twice without harm."""

import logging
from datetime import timedelta

from django.apps import apps
from django.utils import timezone
from django_tasks import task

from stages.models import Resource, Term

log = logging.getLogger(__name__)
WAITS = [timedelta(minutes=minutes) for minutes in (1, 10, 60)]  # a bucket may be away; a broken file stays broken


def _model(label):
    """Return the model that a row of the queue names: a label is all that it can hold."""
    return apps.get_model(label)


@task()
def refresh_mentions(resource_id):
    """Let every text that names a resource show it as it is now."""
    if resource := Resource.objects.with_key(resource_id):
        resource.refresh_mentions()


@task()
def refresh_terms(term_id, model, after=0):
    """Link one of the coach's own words anew in some rows of a model; those that are left are a task of their own."""
    last = Term.refresh_texts(term_id, _model(model), after)
    if last:
        refresh_terms.enqueue(term_id, model, last)


@task()
def make_sizes(model, field, name, tries=0):
    """Make the sizes of one picture, known by its file's name (random letters), unless it is gone by now."""
    row = _model(model)._default_manager.filter(**{field: name}).first()
    if row is None:
        return
    try:
        getattr(row, field).make_sizes()
    except Exception as error:  # the original stays where it is, and is shown
        log.error("%s %s: the sizes of its picture could not be made (%s)", model, row.pk, type(error).__name__)
        if tries < len(WAITS):
            make_sizes.using(run_after=timezone.now() + WAITS[tries]).enqueue(model, field, name, tries + 1)
