from django.db import migrations
from django.utils import timezone


def write_first_versions(apps, schema_editor):
    write_versions_of(apps, ("Guide", "Stage", "Guidance", "Sign", "Resource", "Term", "Identity"))


def write_versions_of(apps, names):
    """What is there already is the first version of each row; without it the first change would lose it."""
    for name in names:
        history = apps.get_model("stages", f"Historical{name}")
        kept = [field.attname for field in history._meta.concrete_fields if not field.name.startswith("history_")]
        history.objects.bulk_create(
            (
                history(history_date=timezone.now(), history_type="+", **row)
                for row in apps.get_model("stages", name).objects.values(*kept)
            ),
            batch_size=200,
        )


class Migration(migrations.Migration):

    dependencies = [("stages", "0004_old_addresses_and_revisions")]

    operations = [migrations.RunPython(write_first_versions, migrations.RunPython.noop)]
