import stages.models.identity
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stages', '0009_their_first_versions'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalidentity',
            name='language',
            field=models.CharField(choices=stages.models.identity.languages, default=stages.models.identity.site_language, help_text='What you write in.', max_length=10, verbose_name='language'),
        ),
        migrations.AddField(
            model_name='identity',
            name='language',
            field=models.CharField(choices=stages.models.identity.languages, default=stages.models.identity.site_language, help_text='What you write in.', max_length=10, verbose_name='language'),
        ),
    ]
