from django.db import migrations

from stages import starter


def give_more_examples(apps, schema_editor):
    """The starter content has a third more now."""
    model = apps.get_model("stages", "Example")
    for stage in apps.get_model("stages", "Stage").objects.only("pk", "slug"):
        starter.load_newer_examples(stage, model)


class Migration(migrations.Migration):
    dependencies = [("stages", "0019_as_many_ways_again_to_say_it")]

    operations = [migrations.RunPython(give_more_examples, migrations.RunPython.noop)]
