"""Work is put into the queue by the dotted name of its task, as the queue itself keeps it: so tasks know models, and models
know no tasks."""

from django.utils.module_loading import import_string


def enqueue(name, *arguments, at=None):
    """Let the worker run a task, as soon as it can or at a time: `enqueue("comments.tasks.tell_answered", 7)`. A row of
    the queue, it is written or rolled back with all else in the transaction."""
    import_string(name).using(run_after=at).enqueue(*arguments)
