from django.conf import settings
from django.db import migrations

from comments import triggers


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0001_threads_and_moderation"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(triggers.install, triggers.remove)]
