import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("accounts", "0001_people_and_mail"),
        ("accounts", "0002_links_beside_codes"),
        ("accounts", "0003_adults_and_second_factors"),
        ("accounts", "0004_mail_choices"),
        ("accounts", "0005_limits_of_moderators"),
        ("accounts", "0006_the_week_by_mail"),
        ("accounts", "0007_wishes_in_mail_choices"),
        ("accounts", "0008_mail_is_claimed_by_a_task"),
        ("accounts", "0009_whose_a_held_name_is"),
        ("accounts", "0010_kinds_of_mail"),
        ("accounts", "0011_words_that_people_speak"),
        ("accounts", "0012_paused_addresses"),
        ("accounts", "0013_letters_are_no_choice"),
        ("accounts", "0014_mails_that_came_back"),
        ("accounts", "0015_mails_quote_unless_told_not_to"),
    ]
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail address")),
                (
                    "pen_name",
                    models.CharField(
                        help_text="The only name that others see.", max_length=40, verbose_name="pen name"
                    ),
                ),
                ("pen_name_key", models.CharField(editable=False, max_length=160, unique=True)),
                ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                ("has_one_time_password", models.BooleanField(default=False, editable=False)),
                (
                    "joined_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="joined"),
                ),
                ("adult_at", models.DateTimeField(editable=False, null=True)),
                ("second_factor_by", models.DateField(editable=False, null=True)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"), name="one_person_per_address"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pen_name_key", ""), _negated=True), name="everyone_has_a_pen_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HeldName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.CharField(max_length=64, unique=True)),
                ("owner_mark", models.CharField(blank=True, default="", max_length=64)),
                ("until", models.DateTimeField()),
            ],
            options={
                "verbose_name": "held name",
                "verbose_name_plural": "held names",
            },
        ),
        migrations.CreateModel(
            name="MailedLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("email", models.EmailField(max_length=254)),
                ("leads_to", models.CharField(max_length=500)),
                ("created_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(editable=False, max_length=100, null=True, unique=True)),
                ("sender", models.CharField(max_length=320)),
                ("to", models.JSONField(default=list)),
                ("subject", models.CharField(blank=True, max_length=400)),
                ("text", models.TextField(blank=True)),
                ("html", models.TextField(blank=True)),
                ("headers", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("not_before", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, max_length=200)),
                ("claimed_by", models.CharField(blank=True, max_length=36)),
                ("sent_at", models.DateTimeField(null=True)),
                ("given_up_at", models.DateTimeField(null=True)),
                ("bounced_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mails",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "outgoing mail",
                "verbose_name_plural": "outgoing mail",
                "indexes": [
                    models.Index(
                        condition=models.Q(("given_up_at", None), ("sent_at", None)),
                        fields=["created_at"],
                        name="unsent_mail",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PausedAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.EmailField(max_length=254)),
                ("why", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="paused_address",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "paused address",
                "verbose_name_plural": "paused addresses",
            },
        ),
        migrations.CreateModel(
            name="Limits",
            fields=[
                ("kept_from", models.JSONField(default=list, editable=False)),
                (
                    "most_an_hour",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Leave empty for no limit. Undoing one's own actions doesn't count.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="acts an hour at most",
                    ),
                ),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        help_text="The last day. Leave empty for no end.",
                        null=True,
                        verbose_name="moderator until",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="limits",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "limits",
                "verbose_name_plural": "limits",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("most_an_hour", None), ("most_an_hour__gte", 1), _connector="OR"),
                        name="limits_let_her_do_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MailChoices",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="mail_choices",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "answered",
                    models.CharField(
                        choices=[
                            ("at_once", "right away"),
                            ("daily", "once a day, with all else that came"),
                            ("never", "never"),
                        ],
                        default="at_once",
                        max_length=10,
                        verbose_name="The coach has answered me",
                    ),
                ),
                (
                    "asked_back",
                    models.CharField(
                        choices=[
                            ("at_once", "right away"),
                            ("daily", "once a day, with all else that came"),
                            ("never", "never"),
                        ],
                        default="at_once",
                        max_length=10,
                        verbose_name="A reminder when the coach has asked me something",
                    ),
                ),
                (
                    "replied",
                    models.CharField(
                        choices=[
                            ("at_once", "right away"),
                            ("daily", "once a day, with all else that came"),
                            ("never", "never"),
                        ],
                        default="at_once",
                        max_length=10,
                        verbose_name="Someone replied to me",
                    ),
                ),
                (
                    "approved",
                    models.CharField(
                        choices=[
                            ("at_once", "right away"),
                            ("daily", "once a day, with all else that came"),
                            ("never", "never"),
                        ],
                        default="at_once",
                        max_length=10,
                        verbose_name="What I wrote is on the site now",
                    ),
                ),
                (
                    "declined",
                    models.CharField(
                        choices=[
                            ("at_once", "right away"),
                            ("daily", "once a day, with all else that came"),
                            ("never", "never"),
                        ],
                        default="at_once",
                        max_length=10,
                        verbose_name="Something I wrote wasn't published, and why",
                    ),
                ),
                (
                    "publish",
                    models.CharField(
                        choices=[
                            ("at_once", "right away"),
                            ("daily", "once a day, with all else that came"),
                            ("never", "never"),
                        ],
                        default="at_once",
                        max_length=10,
                        verbose_name="The coach asks if a private question of mine may be published",
                    ),
                ),
                (
                    "touch_base",
                    models.CharField(
                        choices=[
                            ("at_once", "right away"),
                            ("daily", "once a day, with all else that came"),
                            ("never", "never"),
                        ],
                        default="at_once",
                        max_length=10,
                        verbose_name="It's time to say how it went",
                    ),
                ),
                (
                    "following",
                    models.CharField(
                        choices=[
                            ("at_once", "right away"),
                            ("daily", "once a day, with all else that came"),
                            ("never", "never"),
                        ],
                        default="at_once",
                        max_length=10,
                        verbose_name="Something new in a question that I follow",
                    ),
                ),
                (
                    "wish",
                    models.CharField(
                        choices=[
                            ("at_once", "right away"),
                            ("daily", "once a day, with all else that came"),
                            ("never", "never"),
                        ],
                        default="at_once",
                        max_length=10,
                        verbose_name="Something I wished for is here",
                    ),
                ),
                (
                    "question",
                    models.CharField(
                        choices=[
                            ("at_once", "right away"),
                            ("daily", "once a day, with all else that came"),
                            ("never", "never"),
                        ],
                        default="at_once",
                        max_length=10,
                        verbose_name="A question or message that waits for me",
                    ),
                ),
                (
                    "reported",
                    models.CharField(
                        choices=[
                            ("at_once", "right away"),
                            ("daily", "once a day, with all else that came"),
                            ("never", "never"),
                        ],
                        default="at_once",
                        max_length=10,
                        verbose_name="Someone reported a message",
                    ),
                ),
                (
                    "came_back",
                    models.CharField(
                        choices=[
                            ("at_once", "right away"),
                            ("daily", "once a day, with all else that came"),
                            ("never", "never"),
                        ],
                        default="at_once",
                        max_length=10,
                        verbose_name="Someone came back after a touch base",
                    ),
                ),
                (
                    "failed",
                    models.CharField(
                        choices=[
                            ("at_once", "right away"),
                            ("daily", "once a day, with all else that came"),
                            ("never", "never"),
                        ],
                        default="daily",
                        max_length=10,
                        verbose_name="A mail that didn't arrive",
                    ),
                ),
                (
                    "week",
                    models.CharField(
                        choices=[
                            ("at_once", "right away"),
                            ("daily", "once a day, with all else that came"),
                            ("never", "never"),
                        ],
                        default="at_once",
                        max_length=10,
                        verbose_name="My week, on Monday morning",
                    ),
                ),
                (
                    "hour",
                    models.PositiveSmallIntegerField(
                        default=8,
                        validators=[django.core.validators.MaxValueValidator(23)],
                        verbose_name="The hour for mails that come once a day",
                    ),
                ),
                ("time_zone", models.CharField(blank=True, max_length=60, verbose_name="My time zone")),
                (
                    "no_quotes",
                    models.BooleanField(
                        default=False,
                        help_text="So nobody reads them over your shoulder or on a locked screen.",
                        verbose_name="Never quote messages in e-mails",
                    ),
                ),
                (
                    "is_discreet",
                    models.BooleanField(
                        default=False,
                        help_text="Neither the sender nor the subject says what this is, and no one is named.",
                        verbose_name="Keep e-mails discreet",
                    ),
                ),
            ],
            options={
                "verbose_name": "mail choices",
                "verbose_name_plural": "mail choices",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answered__in", ["at_once", "daily", "never"])),
                        name="answered_comes_some_time_or_never",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked_back__in", ["at_once", "daily", "never"])),
                        name="asked_back_comes_some_time_or_never",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("replied__in", ["at_once", "daily", "never"])),
                        name="replied_comes_some_time_or_never",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("approved__in", ["at_once", "daily", "never"])),
                        name="approved_comes_some_time_or_never",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("declined__in", ["at_once", "daily", "never"])),
                        name="declined_comes_some_time_or_never",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("publish__in", ["at_once", "daily", "never"])),
                        name="publish_comes_some_time_or_never",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("touch_base__in", ["at_once", "daily", "never"])),
                        name="touch_base_comes_some_time_or_never",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("following__in", ["at_once", "daily", "never"])),
                        name="following_comes_some_time_or_never",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wish__in", ["at_once", "daily", "never"])),
                        name="wish_comes_some_time_or_never",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("question__in", ["at_once", "daily", "never"])),
                        name="question_comes_some_time_or_never",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reported__in", ["at_once", "daily", "never"])),
                        name="reported_comes_some_time_or_never",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("came_back__in", ["at_once", "daily", "never"])),
                        name="came_back_comes_some_time_or_never",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("failed__in", ["at_once", "daily", "never"])),
                        name="failed_comes_some_time_or_never",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("week__in", ["at_once", "daily", "never"])),
                        name="week_comes_some_time_or_never",
                    ),
                    models.CheckConstraint(condition=models.Q(("hour__lt", 24)), name="mails_come_at_an_hour"),
                ],
            },
        ),
    ]
