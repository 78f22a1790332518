import django.db.models.deletion
from django.db import migrations, models

import search.models


def row_that_may_be_gone(to, **options):
    return models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=to, **options)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_index_and_empty_searches"),
        ("stages", "0016_how_readers_might_say_it"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [
        migrations.AddField("passage", "sign", row_that_may_be_gone("stages.sign", null=True)),
        migrations.AddField("passage", "guide", row_that_may_be_gone("stages.guide", null=True)),
        migrations.AddField("passage", "term", row_that_may_be_gone("stages.term", null=True)),
        migrations.CreateModel(
            name="Vector",
            fields=[
                ("id", models.BigIntegerField(default=search.models.any_key, primary_key=True, serialize=False)),
                ("is_answer", models.BooleanField()),
                ("part", models.PositiveSmallIntegerField()),
                ("model", models.CharField(max_length=60)),
                ("written", models.BigIntegerField(default=search.models.now_or_so)),
                ("numbers", models.BinaryField()),
                ("comment", row_that_may_be_gone("comments.comment")),
                ("thread", row_that_may_be_gone("comments.thread", db_index=False)),
            ],
            options={
                "indexes": [models.Index(fields=["is_answer", "model", "written"], name="search_vectors_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("comment", "model", "part"), name="a_part_has_one_vector")
                ],
            },
        ),
    ]
