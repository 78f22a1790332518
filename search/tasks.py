from django_tasks import task

from search import meaning, sentence_model

LAST_OF_ALL = -50  # mails go before


@task(priority=LAST_OF_ALL)
def keep_vectors():
    """Write down what new texts mean, some at a time, and forget what is gone. A trigger enqueues it (`search/index.py`)."""
    if not sentence_model.is_there():
        return
    if meaning.write_missing():
        keep_vectors.enqueue()
    meaning.bring_shelves_up_to_date()
