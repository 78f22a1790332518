import django.db.models.deletion
from django.db import migrations, models


def row_that_may_be_gone(to):
    return models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=to)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("comments", "0030_thanks_lately_returned"),
        ("leanback", "0003_search_has_an_app_of_its_own"),
        ("stages", "0001_guides_and_stages"),
    ]

    operations = [
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by_coach", models.BooleanField()),
                ("title", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
                ("comment", row_that_may_be_gone("comments.comment")),
                ("guidance", row_that_may_be_gone("stages.guidance")),
                ("resource", row_that_may_be_gone("stages.resource")),
                ("stage", row_that_may_be_gone("stages.stage")),
                ("thread", row_that_may_be_gone("comments.thread")),
            ],
        ),
        # Its table is there, with all its rows, from when it was the site's own.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="EmptySearch",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("words", models.CharField(max_length=60)),
                        ("week", models.DateField()),
                        ("times", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("week", "words"), name="words_are_counted_once_a_week")
                        ]
                    },
                )
            ]
        ),
    ]
