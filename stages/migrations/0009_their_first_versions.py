from importlib import import_module

from django.db import migrations

first = import_module("stages.migrations.0005_first_versions")


def write_first_versions(apps, schema_editor):
    first.write_versions_of(apps, ("HelpLine", "Page", "StagePicture", "StageResource"))


class Migration(migrations.Migration):

    dependencies = [("stages", "0008_more_in_versions")]

    operations = [migrations.RunPython(write_first_versions, migrations.RunPython.noop)]
