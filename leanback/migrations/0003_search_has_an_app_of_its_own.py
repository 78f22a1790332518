"""The index and the searches that found nothing belong to the app `search`. The index is made anew there; what was looked
for and not found keeps its rows, in a table of the new name."""

from django.db import migrations


def forget_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE IF EXISTS leanback_passage_terms")
        schema_editor.execute("DROP TABLE IF EXISTS leanback_passage_words")


class Migration(migrations.Migration):
    dependencies = [("leanback", "0002_searches_that_found_nothing")]

    operations = [
        migrations.RunPython(forget_index, migrations.RunPython.noop),
        migrations.DeleteModel("Passage"),
        migrations.AlterModelTable("EmptySearch", "search_emptysearch"),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("EmptySearch")]),
    ]
