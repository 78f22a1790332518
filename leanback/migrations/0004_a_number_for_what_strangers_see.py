"""The number that moves with every change of what strangers see. Its triggers are put in place by `manage.py migrate`, after
all migrations: see `leanback.page_cache.version`."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leanback", "0003_search_has_an_app_of_its_own")]

    operations = [
        migrations.CreateModel(
            name="PublicVersion",
            fields=[
                ("backend", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
            ],
            options={"default_permissions": ()},
        ),
    ]
