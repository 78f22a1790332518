from django_tasks import task

from search import meaning, sentence_model, stage_finder

LAST_OF_ALL = -50  # mails go before


@task(priority=LAST_OF_ALL)
def keep_vectors():
    """Write down what new texts mean, some at a time, and forget what is gone; and have ready where the stages lie, so that
    no reader waits for it. A trigger enqueues it, after a change of a text or of a line (`search/index.py`)."""
    if not sentence_model.is_there():
        return
    if meaning.write_missing():
        keep_vectors.enqueue()
    meaning.bring_shelves_up_to_date()
    stage_finder.get_ready()
