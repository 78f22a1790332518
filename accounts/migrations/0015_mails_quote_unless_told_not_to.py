from django.db import migrations, models


def keep_for_who_is_here(apps, schema_editor):
    """Who has an account was told that her mails repeat nothing, and chose nothing else: so it stays for her."""
    person, choices = apps.get_model("accounts", "User"), apps.get_model("accounts", "MailChoices")
    here = person.objects.filter(mail_choices=None).values_list("pk", flat=True)
    choices.objects.bulk_create((choices(person_id=pk, no_quotes=True) for pk in here), batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0014_mails_that_came_back")]
    operations = [
        migrations.RunPython(keep_for_who_is_here, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="mailchoices",
            name="no_quotes",
            field=models.BooleanField(
                default=False,
                help_text="So nobody reads them over your shoulder or on a locked screen.",
                verbose_name="Never quote messages in e-mails",
            ),
        ),
    ]
