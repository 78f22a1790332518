from django.db import migrations, models

import stages.pictures


class Migration(migrations.Migration):

    dependencies = [("stages", "0002_own_pages")]

    operations = [
        migrations.AddField("stagepicture", "sizes", models.JSONField(default=list, editable=False)),
        migrations.AddField("identity", "picture_sizes", models.JSONField(default=list, editable=False)),
        migrations.AddField("identity", "picture_width", models.PositiveIntegerField(editable=False, null=True)),
        migrations.AddField("identity", "picture_height", models.PositiveIntegerField(editable=False, null=True)),
        migrations.AlterField(
            "identity",
            "picture",
            stages.pictures.PictureField(
                blank=True,
                height_field="picture_height",
                upload_to="identity",
                verbose_name="your picture",
                width_field="picture_width",
            ),
        ),
    ]
