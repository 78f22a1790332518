"""Near in meaning: questions like hers, what the coach told others, related threads. The worker writes down what texts mean;
pages compare. Whatever is found is asked for again among what may be seen: a vector alone shows nothing."""

from django.db import transaction

from search import sentence_model, shelves
from search.models import Passage, Vector
from search.readers_words import as_meant, pieces

WHOLE = 1_500  # characters of a text that are taken as one
CHUNK, MOST_CHUNKS = 50, 8  # words of a part, and parts of a text beside the whole
AT_ONCE = 50  # texts whose vectors are written in one transaction
LOOKED_AT = 60  # parts, the nearest, among which threads are sought
# From here on a question is taken to be like another (docs/finding.md says how often that is wrong): readers are shown none
# rather than a foreign one; the coach, who looks for herself, sees more.
ALIKE, ALIKE_TO_COACH = 0.48, 0.26


def parts_of(text):
    """In: a text. Out: what is compared of it: its beginning as a whole, and, of a longer one, its passages in order."""
    chunks = [""]
    for piece in pieces(text):
        if len(chunks[-1].split()) >= CHUNK:
            chunks.append("")
        chunks[-1] = f"{chunks[-1]} {piece}".strip()
    return [text[:WHOLE], *(chunks[:MOST_CHUNKS] if len(chunks) > 1 else [])]


def vectors_of(text):
    """Return the vectors of the parts of a text."""
    return sentence_model.telling_vectors_of(list(map(as_meant, parts_of(text))))


# Kept up by the worker


def write_missing(most=AT_ONCE):
    """Write the vectors of texts that have none; returns whether there may be more. They are worked out before anything is
    locked, since that takes seconds the first time; written are those of texts that are still there as they were read."""
    passages = list(Passage.objects.without_vectors()[:most])
    rows = {
        (passage.pk, passage.body): [_row(passage, *each) for each in enumerate(vectors_of(passage.body))]
        for passage in passages
    }
    with transaction.atomic():
        there = Passage.objects.filter(pk__in=[pk for pk, _body in rows]).select_for_update()
        for text in there.values_list("pk", "body"):
            Vector.objects.bulk_create(rows.get(text, []), ignore_conflicts=True)
    return len(passages) == most


def _row(passage, part, numbers):
    return Vector(
        thread_id=passage.thread_id,
        comment_id=passage.comment_id,
        is_answer=passage.by_coach,
        part=part,
        model=sentence_model.name(),
        numbers=numbers.astype("float16").tobytes(),
    )


def bring_shelves_up_to_date():
    for shelf in (shelves.questions(), shelves.answers()):
        shelf.bring_up_to_date()


# Compared by pages


def is_ready():
    """Is there a model, and has anything been written down with it?"""
    return sentence_model.is_there() and not shelves.questions().is_empty()


def answered_like(typed, threads, most=5, at_least=ALIKE):
    """Return those of `threads` (a QuerySet) whose question is like a text, the nearest first; none that is not near. Before
    anything is written down, they are found by their words."""
    if not typed.strip():
        return []
    if not is_ready():
        return Passage.objects.answered_like(typed, threads, most)
    return _nearest(vectors_of(typed), threads, most, at_least)


def related_to(thread, threads, most=3):
    """Return those of `threads` that are most like this one. Only what everybody may read has vectors."""
    if not sentence_model.is_there() or not len(vectors := shelves.questions().of("thread", thread.pk)[1]):
        return []
    return _nearest(vectors, threads.exclude(pk=thread.pk), most, ALIKE)


def passage_that_fits(typed, answer):
    """Return the part of an answer that is nearest to a text, or an empty text where all of it is one part."""
    keys, numbers = shelves.answers().of("comment", answer.pk)
    parts = parts_of(answer.text)
    if len(numbers) < 2 or len(parts) != len(numbers):
        return ""
    near = numbers[1:] @ vectors_of(typed)[0]
    return parts[int(keys[1:][near.argmax()][shelves.KEY.index("part")])]


def _nearest(vectors, threads, most, at_least):
    near = {}
    for key, score in shelves.questions().nearest(vectors, LOOKED_AT, at_least, follows=False):
        near.setdefault(key["thread"], score)
    found = threads.with_what_lists_show().in_bulk(list(near))
    return [found[pk] for pk in near if pk in found][:most]
