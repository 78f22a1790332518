from itertools import groupby

import django.db.models.deletion
from django.db import migrations, models


def list_again(apps, schema_editor):
    """The list of each stage, in the order in which it was shown: by title."""
    stage, listed = apps.get_model("stages", "Stage"), apps.get_model("stages", "StageResource")
    rows = stage.resources.through.objects.order_by("stage_id", "resource__title", "resource_id")
    for _stage, of_one in groupby(rows, key=lambda row: row.stage_id):
        listed.objects.bulk_create(
            listed(stage_id=row.stage_id, resource_id=row.resource_id, position=position)
            for position, row in enumerate(of_one, start=1)
        )


class Migration(migrations.Migration):

    dependencies = [
        ('stages', '0006_what_is_new_stands_last'),
    ]

    operations = [
        migrations.CreateModel(
            name='StageResource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(blank=True, verbose_name='position')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='on_stages', to='stages.resource', verbose_name='resource')),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listed', to='stages.stage')),
            ],
            options={
                'verbose_name': 'listed resource',
                'verbose_name_plural': 'listed resources',
                'ordering': ['position', 'pk'],
                'constraints': [
                    models.UniqueConstraint(fields=('stage', 'resource'), name='a_stage_lists_a_resource_once', violation_error_message='It is in the list already.'),
                ],
            },
        ),
        migrations.RunPython(list_again, migrations.RunPython.noop),
        migrations.RemoveField(model_name='stage', name='resources'),
        migrations.AddField(
            model_name='stage',
            name='resources',
            field=models.ManyToManyField(related_name='stages', through='stages.StageResource', to='stages.resource', verbose_name='resources'),
        ),
    ]
