"""A question may have a title of its own. Those that have none are called by their first sentence, no longer by their
first eighty letters."""

from django.db import migrations, models
from django.utils.text import slugify

from comments import triggers
from stages.text import first_sentence

MANY = 2000  # rows read or written at once
RENAME = "UPDATE comments_thread SET title = %s, slug = %s WHERE id = %s"


def name_after_first_sentence(apps, schema_editor):
    connection = schema_editor.connection
    questions = apps.get_model("comments", "Comment").objects.using(connection.alias).filter(number=1).exclude(html="")
    shown = questions.filter(status__in=["approved", "pending"], thread__merged_into=None)
    rows = shown.values_list("thread_id", "thread__title", "html").iterator(chunk_size=MANY)
    written = []
    for pk, before, html in rows:
        title = first_sentence(html, 80)
        if title and title != before:
            written.append((title, slugify(title, allow_unicode=True)[:60].strip("-") or "question", pk))
    with connection.cursor() as cursor:
        for start in range(0, len(written), MANY):
            cursor.executemany(RENAME, written[start : start + MANY])


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0034_tasks_of_wishes_moved'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='own_title',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='thread',
            name='own_title',
            field=models.CharField(blank=True, editable=False, max_length=80),
        ),
        migrations.AlterField(
            model_name='moderationentry',
            name='act',
            field=models.CharField(choices=[('approve', 'approved'), ('answer', 'answered'), ('by_answer', 'approved by the answer'), ('spam', 'marked as spam'), ('remove', 'removed'), ('withdraw', 'withdrawn by its author'), ('hold', 'held again after an edit'), ('undo', 'undone'), ('feature', "chosen for its stage's page"), ('unfeature', 'no longer chosen'), ('private', 'made private by its asker'), ('public', 'made public by its asker'), ('ask_public', 'asked whether it may be published'), ('decline', 'not to be published, says its asker'), ('leave', 'reported, and left as it is'), ('see_to', 'seen to'), ('soften', 'a detail softened'), ('unsoften', 'a softened detail brought back'), ('retitle', 'title changed'), ('move', 'moved to another stage'), ('close', 'closed'), ('reopen', 'opened again'), ('no_answer', 'needs no answer'), ('touched_base', 'touched base'), ('promise', 'promised to touch base'), ('split', 'split off'), ('rejoin', 'put back where it was split off'), ('merge', 'made part of another question'), ('apart', 'made a question of its own again'), ('limit_replies', 'replies limited to the asker'), ('open_replies', 'replies open to everybody'), ('rules', 'rules changed'), ('no_demo', 'demo questions taken away'), ('switch_on', 'switch turned on'), ('switch_off', 'switch turned off'), ('roles', 'roles or sign-in changed'), ('invite', 'invited somebody to the desk'), ('uninvite', 'invitation taken back'), ('new_factor', 'let her set up another second factor'), ('trust', 'trust set by hand'), ('block', 'kept from writing'), ('unblock', 'may write again'), ('wish_open', 'a wish let stand'), ('wish_decline', 'a wish declined'), ('wish_merge', 'a wish made part of another'), ('wish_fulfil', 'a wish fulfilled'), ('wish_undo', 'undone with a wish')], max_length=20, verbose_name='what'),
        ),
        migrations.RunPython(name_after_first_sentence, migrations.RunPython.noop),
        migrations.RunPython(triggers.install, migrations.RunPython.noop),
    ]
