from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stages', '0005_first_versions'),
    ]

    operations = [
        migrations.AlterField(
            model_name='guidance',
            name='position',
            field=models.PositiveSmallIntegerField(blank=True, verbose_name='position'),
        ),
        migrations.AlterField(
            model_name='guide',
            name='position',
            field=models.PositiveSmallIntegerField(blank=True, verbose_name='position'),
        ),
        migrations.AlterField(
            model_name='helpline',
            name='position',
            field=models.PositiveSmallIntegerField(blank=True, verbose_name='position'),
        ),
        migrations.AlterField(
            model_name='sign',
            name='position',
            field=models.PositiveSmallIntegerField(blank=True, verbose_name='position'),
        ),
        migrations.AlterField(
            model_name='stage',
            name='position',
            field=models.PositiveSmallIntegerField(blank=True, verbose_name='position'),
        ),
        migrations.AlterField(
            model_name='stagepicture',
            name='position',
            field=models.PositiveSmallIntegerField(blank=True, verbose_name='position'),
        ),
    ]
