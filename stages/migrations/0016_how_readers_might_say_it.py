import django.db.models.deletion
from django.db import migrations, models

import stages.fields
from stages import starter


def give_examples(apps, schema_editor):
    """A site that has a stage of the starter content finds it by meaning from the first day on."""
    for stage in apps.get_model("stages", "Stage").objects.only("pk", "slug"):
        starter.load_examples(stage, apps.get_model("stages", "Example"))


class Migration(migrations.Migration):
    dependencies = [("stages", "0015_words_that_people_speak")]

    operations = [
        migrations.CreateModel(
            name="Example",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", stages.fields.LineField(max_length=300, verbose_name="example")),
                ("stage", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="examples", to="stages.stage")),
            ],
            options={
                "verbose_name": "example",
                "verbose_name_plural": "how readers might say it (nobody sees this; “Find your stage” goes by it)",
                "ordering": ["pk"],
            },
        ),
        migrations.RunPython(give_examples, migrations.RunPython.noop),
    ]
