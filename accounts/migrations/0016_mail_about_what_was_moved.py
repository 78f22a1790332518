from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0015_mails_quote_unless_told_not_to")]
    operations = [
        migrations.AddField(
            model_name="mailchoices",
            name="moved",
            field=models.CharField(
                choices=[
                    ("at_once", "right away"),
                    ("daily", "once a day, with all else that came"),
                    ("never", "never"),
                ],
                default="at_once",
                max_length=10,
                verbose_name="Something I wrote has a new place",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailchoices",
            constraint=models.CheckConstraint(
                condition=models.Q(("moved__in", ["at_once", "daily", "never"])), name="moved_comes_some_time_or_never"
            ),
        ),
    ]
