import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import stages.models.identity
import stages.pictures.fields


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("stages", "0001_guides_and_stages"),
        ("stages", "0002_own_pages"),
        ("stages", "0003_sizes_of_pictures"),
        ("stages", "0004_old_addresses_and_revisions"),
        ("stages", "0005_first_versions"),
        ("stages", "0006_what_is_new_stands_last"),
        ("stages", "0007_the_list_of_a_stage_has_an_order"),
        ("stages", "0008_more_in_versions"),
        ("stages", "0009_their_first_versions"),
        ("stages", "0010_the_language_of_the_coach"),
        ("stages", "0011_where_readers_leave_to"),
        ("stages", "0012_saved_stages"),
        ("stages", "0013_what_not_to_do_in_a_stage"),
        ("stages", "0014_when_the_first_day_was_put_away"),
        ("stages", "0015_words_that_people_speak"),
        ("stages", "0016_how_readers_might_say_it"),
        ("stages", "0017_more_of_how_readers_say_it"),
        ("stages", "0018_many_more_ways_to_say_it"),
    ]
    dependencies = [
        ("accounts", "0001_squashed_0015_mails_quote_unless_told_not_to"),
    ]

    operations = [
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60, unique=True, verbose_name="word")),
                ("meaning", models.CharField(max_length=400, verbose_name="meaning")),
            ],
            options={
                "verbose_name": "glossary entry",
                "verbose_name_plural": "glossary",
                "ordering": ["word"],
            },
        ),
        migrations.CreateModel(
            name="Guide",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        default=django.utils.timezone.now,
                        help_text="Empty: a draft that only you see. A time to come: it appears then, by itself.",
                        null=True,
                        verbose_name="published",
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("summary", models.CharField(blank=True, max_length=300, verbose_name="in one sentence")),
                ("what_it_is", models.TextField(blank=True, verbose_name="what it is")),
                ("what_it_is_html", models.TextField(blank=True, default="", editable=False)),
                ("how_it_helps", models.TextField(blank=True, verbose_name="how it helps")),
                ("how_it_helps_html", models.TextField(blank=True, default="", editable=False)),
                ("principles", models.TextField(blank=True, help_text="One a line.", verbose_name="principles")),
                ("position", models.PositiveSmallIntegerField(blank=True, verbose_name="position")),
                ("is_primary", models.BooleanField(default=False, verbose_name="on the home page")),
                ("origin", models.CharField(editable=False, max_length=200, null=True, unique=True)),
            ],
            options={
                "verbose_name": "guide",
                "verbose_name_plural": "guides",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_primary", True)), fields=("is_primary",), name="one_primary_guide"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalGuide",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        default=django.utils.timezone.now,
                        help_text="Empty: a draft that only you see. A time to come: it appears then, by itself.",
                        null=True,
                        verbose_name="published",
                    ),
                ),
                ("slug", models.SlugField(max_length=80, verbose_name="address")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("summary", models.CharField(blank=True, max_length=300, verbose_name="in one sentence")),
                ("what_it_is", models.TextField(blank=True, verbose_name="what it is")),
                ("how_it_helps", models.TextField(blank=True, verbose_name="how it helps")),
                ("principles", models.TextField(blank=True, help_text="One a line.", verbose_name="principles")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical guide",
                "verbose_name_plural": "historical guides",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalIdentity",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("title", models.CharField(default="Leanback", max_length=60, verbose_name="title")),
                ("tagline", models.CharField(blank=True, max_length=160, verbose_name="tagline")),
                (
                    "coach_name",
                    models.CharField(
                        blank=True, help_text="No one else can take this name.", max_length=40, verbose_name="your name"
                    ),
                ),
                ("about", models.TextField(blank=True, verbose_name="a word about you")),
                (
                    "language",
                    models.CharField(
                        choices=stages.models.identity.languages,
                        default=stages.models.identity.site_language,
                        help_text="The language you write in.",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "leave_to",
                    models.URLField(
                        default="https://www.bbc.com/weather",
                        help_text="A page that gives nothing away, such as the weather. Readers land there at once when someone walks in.",
                        verbose_name="where “Leave this page” leads",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        max_length=60,
                        validators=[stages.models.identity.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical your site",
                "verbose_name_plural": "historical your site",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPage",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "slug",
                    models.CharField(
                        choices=[("about", "about"), ("privacy", "privacy"), ("rules", "rules")],
                        db_index=True,
                        editable=False,
                        max_length=10,
                        verbose_name="page",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("body", models.TextField(verbose_name="text")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical page of yours",
                "verbose_name_plural": "historical about, privacy and rules",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalResource",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        default=django.utils.timezone.now,
                        help_text="Empty: a draft that only you see. A time to come: it appears then, by itself.",
                        null=True,
                        verbose_name="published",
                    ),
                ),
                ("slug", models.SlugField(max_length=80, verbose_name="address")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("article", "article"),
                            ("exercise", "exercise"),
                            ("list", "list"),
                            ("video", "video"),
                            ("handbook", "handbook"),
                        ],
                        default="article",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("summary", models.CharField(blank=True, max_length=300, verbose_name="in one sentence")),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="link outside")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical resource",
                "verbose_name_plural": "historical resources",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalStage",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        default=django.utils.timezone.now,
                        help_text="Empty: a draft that only you see. A time to come: it appears then, by itself.",
                        null=True,
                        verbose_name="published",
                    ),
                ),
                ("slug", models.SlugField(max_length=80, verbose_name="address")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "teaser",
                    models.CharField(
                        blank=True,
                        help_text="Readers see it in the list of stages.",
                        max_length=200,
                        verbose_name="one line about it",
                    ),
                ),
                ("situation", models.TextField(blank=True, verbose_name="where you are")),
                (
                    "lead_in",
                    models.CharField(
                        choices=[("by", "Lean back by …"), ("with", "Lean back with …")],
                        default="by",
                        max_length=4,
                        verbose_name="how the advice begins",
                    ),
                ),
                (
                    "donts",
                    models.TextField(
                        blank=True, help_text="One a line. Begin each with “Don’t”.", verbose_name="what not to do"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "guide",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stages.guide",
                        verbose_name="guide",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical stage",
                "verbose_name_plural": "historical stages",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTerm",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("word", models.CharField(db_index=True, max_length=60, verbose_name="word")),
                ("meaning", models.CharField(max_length=400, verbose_name="meaning")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical glossary entry",
                "verbose_name_plural": "historical glossary",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Identity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(default="Leanback", max_length=60, verbose_name="title")),
                ("tagline", models.CharField(blank=True, max_length=160, verbose_name="tagline")),
                (
                    "coach_name",
                    models.CharField(
                        blank=True, help_text="No one else can take this name.", max_length=40, verbose_name="your name"
                    ),
                ),
                ("about", models.TextField(blank=True, verbose_name="a word about you")),
                ("about_html", models.TextField(blank=True, default="", editable=False)),
                (
                    "picture",
                    stages.pictures.fields.PictureField(
                        blank=True,
                        height_field="picture_height",
                        upload_to="identity",
                        verbose_name="your picture",
                        width_field="picture_width",
                    ),
                ),
                ("picture_width", models.PositiveIntegerField(editable=False, null=True)),
                ("picture_height", models.PositiveIntegerField(editable=False, null=True)),
                ("picture_sizes", models.JSONField(default=list, editable=False)),
                (
                    "language",
                    models.CharField(
                        choices=stages.models.identity.languages,
                        default=stages.models.identity.site_language,
                        help_text="The language you write in.",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "leave_to",
                    models.URLField(
                        default="https://www.bbc.com/weather",
                        help_text="A page that gives nothing away, such as the weather. Readers land there at once when someone walks in.",
                        verbose_name="where “Leave this page” leads",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        max_length=60,
                        validators=[stages.models.identity.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "away_until",
                    models.DateField(
                        blank=True, help_text="Readers who ask will see this.", null=True, verbose_name="away until"
                    ),
                ),
                ("first_day_put_away_at", models.DateTimeField(editable=False, null=True)),
                ("starter_loaded_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "your site",
                "verbose_name_plural": "your site",
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_identity")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalHelpLine",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        help_text="Two letters (US, GB). Leave empty for everywhere.",
                        max_length=2,
                        verbose_name="country",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("contact", models.CharField(max_length=120, verbose_name="number")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="who it's for, and when")),
                ("url", models.URLField(blank=True, verbose_name="page")),
                (
                    "checked_on",
                    models.CharField(
                        blank=True, help_text="Year and month: 2026-11.", max_length=10, verbose_name="last checked"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "identity",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        default=1,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stages.identity",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical help line",
                "verbose_name_plural": "historical help lines",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HelpLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        help_text="Two letters (US, GB). Leave empty for everywhere.",
                        max_length=2,
                        verbose_name="country",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("contact", models.CharField(max_length=120, verbose_name="number")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="who it's for, and when")),
                ("url", models.URLField(blank=True, verbose_name="page")),
                (
                    "checked_on",
                    models.CharField(
                        blank=True, help_text="Year and month: 2026-11.", max_length=10, verbose_name="last checked"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(blank=True, verbose_name="position")),
                (
                    "identity",
                    models.ForeignKey(
                        default=1,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="help_lines",
                        to="stages.identity",
                    ),
                ),
            ],
            options={
                "verbose_name": "help line",
                "verbose_name_plural": "help lines",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="OldAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("slug", models.SlugField(max_length=80)),
                ("target", models.PositiveBigIntegerField()),
            ],
            options={
                "verbose_name": "old address",
                "verbose_name_plural": "old addresses",
                "constraints": [models.UniqueConstraint(fields=("kind", "slug"), name="an_address_leads_to_one_thing")],
            },
        ),
        migrations.CreateModel(
            name="Page",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.CharField(
                        choices=[("about", "about"), ("privacy", "privacy"), ("rules", "rules")],
                        editable=False,
                        max_length=10,
                        unique=True,
                        verbose_name="page",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("body", models.TextField(verbose_name="text")),
                ("body_html", models.TextField(blank=True, default="", editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
            ],
            options={
                "verbose_name": "page of yours",
                "verbose_name_plural": "about, privacy and rules",
                "ordering": ["slug"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug__in", ["about", "privacy", "rules"])), name="three_pages_of_her_own"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Resource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        default=django.utils.timezone.now,
                        help_text="Empty: a draft that only you see. A time to come: it appears then, by itself.",
                        null=True,
                        verbose_name="published",
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("article", "article"),
                            ("exercise", "exercise"),
                            ("list", "list"),
                            ("video", "video"),
                            ("handbook", "handbook"),
                        ],
                        default="article",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("summary", models.CharField(blank=True, max_length=300, verbose_name="in one sentence")),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="link outside")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("body_html", models.TextField(blank=True, default="", editable=False)),
            ],
            options={
                "verbose_name": "resource",
                "verbose_name_plural": "resources",
                "ordering": ["title", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), ("url", ""), _negated=True),
                        name="a_resource_leads_somewhere",
                        violation_error_message="Give it a text of its own or a link outside.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        default=django.utils.timezone.now,
                        help_text="Empty: a draft that only you see. A time to come: it appears then, by itself.",
                        null=True,
                        verbose_name="published",
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("position", models.PositiveSmallIntegerField(blank=True, verbose_name="position")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "teaser",
                    models.CharField(
                        blank=True,
                        help_text="Readers see it in the list of stages.",
                        max_length=200,
                        verbose_name="one line about it",
                    ),
                ),
                ("situation", models.TextField(blank=True, verbose_name="where you are")),
                ("situation_html", models.TextField(blank=True, default="", editable=False)),
                (
                    "lead_in",
                    models.CharField(
                        choices=[("by", "Lean back by …"), ("with", "Lean back with …")],
                        default="by",
                        max_length=4,
                        verbose_name="how the advice begins",
                    ),
                ),
                (
                    "donts",
                    models.TextField(
                        blank=True, help_text="One a line. Begin each with “Don’t”.", verbose_name="what not to do"
                    ),
                ),
                ("origin", models.CharField(editable=False, max_length=200, null=True, unique=True)),
                (
                    "guide",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stages",
                        to="stages.guide",
                        verbose_name="guide",
                    ),
                ),
            ],
            options={
                "verbose_name": "stage",
                "verbose_name_plural": "stages",
                "ordering": ["guide__position", "guide_id", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("guide", "position"),
                        name="one_stage_a_position",
                        violation_error_message="Another stage of this guide has this position.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(blank=True, verbose_name="position")),
                ("line", models.CharField(max_length=300, verbose_name="sign")),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="signs", to="stages.stage"
                    ),
                ),
            ],
            options={
                "verbose_name": "sign",
                "verbose_name_plural": "signs",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalStageResource",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stages.resource",
                        verbose_name="resource",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stages.stage",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical listed resource",
                "verbose_name_plural": "historical listed resources",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalStagePicture",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "alt",
                    models.CharField(
                        help_text="For readers who cannot see it: one plain sentence.",
                        max_length=300,
                        verbose_name="what it shows",
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=200, verbose_name="caption")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stages.stage",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical picture",
                "verbose_name_plural": "historical pictures",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSign",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("line", models.CharField(max_length=300, verbose_name="sign")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stages.stage",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical sign",
                "verbose_name_plural": "historical signs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalGuidance",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("line", models.CharField(max_length=500, verbose_name="line")),
                ("detail", models.TextField(blank=True, verbose_name="detail")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stages.stage",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical guidance",
                "verbose_name_plural": "historical guidance",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Guidance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(blank=True, verbose_name="position")),
                ("line", models.CharField(max_length=500, verbose_name="line")),
                ("detail", models.TextField(blank=True, verbose_name="detail")),
                ("detail_html", models.TextField(blank=True, default="", editable=False)),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="guidance", to="stages.stage"
                    ),
                ),
            ],
            options={
                "verbose_name": "guidance",
                "verbose_name_plural": "guidance",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Example",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.CharField(max_length=300, verbose_name="example")),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="examples", to="stages.stage"
                    ),
                ),
            ],
            options={
                "verbose_name": "example",
                "verbose_name_plural": "how readers might say it (nobody sees this; “Find your stage” goes by it)",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="StageResource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(blank=True, verbose_name="position")),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="on_stages",
                        to="stages.resource",
                        verbose_name="resource",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="listed", to="stages.stage"
                    ),
                ),
            ],
            options={
                "verbose_name": "listed resource",
                "verbose_name_plural": "listed resources",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("stage", "resource"),
                        name="a_stage_lists_a_resource_once",
                        violation_error_message="It is in the list already.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="stage",
            name="resources",
            field=models.ManyToManyField(
                related_name="stages", through="stages.StageResource", to="stages.resource", verbose_name="resources"
            ),
        ),
        migrations.CreateModel(
            name="SavedStage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_stages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stages.stage"),
                ),
            ],
            options={
                "verbose_name": "saved stage",
                "verbose_name_plural": "saved stages",
                "constraints": [models.UniqueConstraint(fields=("person", "stage"), name="a_stage_is_saved_once")],
            },
        ),
        migrations.CreateModel(
            name="StagePicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(blank=True, verbose_name="position")),
                (
                    "image",
                    stages.pictures.fields.PictureField(
                        height_field="height", upload_to="stages", verbose_name="picture", width_field="width"
                    ),
                ),
                (
                    "alt",
                    models.CharField(
                        help_text="For readers who cannot see it: one plain sentence.",
                        max_length=300,
                        verbose_name="what it shows",
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=200, verbose_name="caption")),
                ("width", models.PositiveIntegerField(default=0, editable=False)),
                ("height", models.PositiveIntegerField(default=0, editable=False)),
                ("sizes", models.JSONField(default=list, editable=False)),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="stages.stage"
                    ),
                ),
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("alt", ""), _negated=True), name="every_picture_has_words"
                    )
                ],
            },
        ),
    ]
