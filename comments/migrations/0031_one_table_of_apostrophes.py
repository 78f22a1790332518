"""‘ and ´ inside a word were gaps, and are apostrophes now: "don´t" is "dont", however it was typed. What is kept of words in
other tables is made anew where these signs stand: held words, the marks by which messages are known again, the score."""

from django.db import migrations
from django.db.models import F, Q
from django.db.models.functions import Greatest

from checks.holding import fingerprint
from checks.spam.words import number, pieces
from stages.text.words import bare_words

GAPS = str.maketrans("‘´", "  ")  # as they were read


def with_signs(field):
    return Q(**{f"{field}__contains": "‘"}) | Q(**{f"{field}__contains": "´"})


def renew(apps, schema_editor):
    held_words = apps.get_model("comments", "HeldWord").objects
    for held in held_words.filter(with_signs("words")):
        bare = bare_words(held.words)
        if not held_words.filter(bare=bare).exists():  # else another row holds the same, and does
            held_words.filter(pk=held.pk).update(bare=bare)
    comments = apps.get_model("comments", "Comment").objects
    for comment in comments.filter(with_signs("text") | with_signs("original")).only(
        "text", "original", "fingerprint", "judged"
    ).iterator():
        source = comment.original or comment.text
        if comment.fingerprint:
            comments.filter(pk=comment.pk).update(fingerprint=fingerprint(source))
        if comment.judged:
            count_anew(apps.get_model("comments", "SpamCount").objects, source, comment.judged)


def count_anew(counts, source, kind):
    """Take back what was learned of the words as they were read, and learn them as they are read now."""
    before, now = ({number(piece) for piece in pieces(text)} for text in (source.translate(GAPS), source))
    counts.filter(number__in=before - now).update(**{kind: Greatest(F(kind) - 1, 0)})
    counts.bulk_create([counts.model(number=key) for key in now - before], ignore_conflicts=True)
    counts.filter(number__in=now - before).update(**{kind: F(kind) + 1})


class Migration(migrations.Migration):

    dependencies = [("comments", "0030_thanks_lately_returned")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
