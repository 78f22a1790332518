import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import comments.models.rules
import wishes.models.fulfilment
from comments import triggers


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("comments", "0001_threads_and_moderation"),
        ("comments", "0002_rules_across_rows"),
        ("comments", "0003_chosen_threads_and_named_resources"),
        ("comments", "0004_newest_answers"),
        ("comments", "0005_names_chosen_for_a_thread"),
        ("comments", "0006_private_questions"),
        ("comments", "0007_an_honest_queue"),
        ("comments", "0008_thanks"),
        ("comments", "0009_reports"),
        ("comments", "0010_drafts_that_are_somebodys"),
        ("comments", "0011_what_a_message_speaks_of"),
        ("comments", "0012_spam_keeps_its_place"),
        ("comments", "0013_follows"),
        ("comments", "0014_what_became_of_it"),
        ("comments", "0015_earlier_words"),
        ("comments", "0016_answers_begun_notes_and_promises"),
        ("comments", "0017_log_of_all_acts"),
        ("comments", "0018_rules_of_holding"),
        ("comments", "0019_spam_score"),
        ("comments", "0020_blocks"),
        ("comments", "0021_softened_details"),
        ("comments", "0022_threads_in_their_place"),
        ("comments", "0023_put_aside_index"),
        ("comments", "0024_switches"),
        ("comments", "0025_log_of_roles"),
        ("comments", "0026_acts_of_the_desk_in_the_log"),
        ("comments", "0027_lists_of_a_million"),
        ("comments", "0028_rights_invitations_and_my_pleasure"),
        ("comments", "0029_wishes"),
        ("comments", "0030_thanks_lately_returned"),
        ("comments", "0031_one_table_of_apostrophes"),
        ("comments", "0032_replies_limited_to_the_asker"),
        ("comments", "0033_what_came_approved_or_not"),
        ("comments", "0034_tasks_of_wishes_moved"),
        ("comments", "0035_titles_of_questions"),
        ("comments", "0036_notices"),
        ("comments", "0037_words_that_people_speak"),
        ("comments", "0038_what_comes_after_an_answer"),
    ]
    dependencies = [
        ("accounts", "0001_squashed_0015_mails_quote_unless_told_not_to"),
        ("stages", "0001_squashed_0018_many_more_ways_to_say_it"),
    ]

    operations = [
        migrations.CreateModel(
            name="Thread",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "signature",
                    models.CharField(
                        blank=True, help_text="Shown instead of the pen name.", max_length=40, verbose_name="signed"
                    ),
                ),
                ("is_nameless", models.BooleanField(default=False, editable=False)),
                ("own_title", models.CharField(blank=True, editable=False, max_length=80)),
                ("title", models.CharField(editable=False, max_length=120, verbose_name="title")),
                ("slug", models.SlugField(allow_unicode=True, editable=False, max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting_for_coach", "waiting for the coach"),
                            ("waiting_for_reader", "waiting for the reader"),
                            ("touch_base_due", "time to check back"),
                            ("answered", "answered"),
                            ("closed", "closed"),
                        ],
                        default="waiting_for_coach",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "set_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("waiting_for_coach", "waiting for the coach"),
                            ("waiting_for_reader", "waiting for the reader"),
                            ("touch_base_due", "time to check back"),
                            ("answered", "answered"),
                            ("closed", "closed"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("set_at", models.DateTimeField(editable=False, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("helped", "it helped"), ("moved_on", "has moved on")],
                        editable=False,
                        max_length=10,
                        verbose_name="how it went, in the reader's words",
                    ),
                ),
                ("outcome_at", models.DateTimeField(editable=False, null=True)),
                (
                    "visibility",
                    models.CharField(
                        choices=[("public", "public"), ("private", "private")],
                        default="public",
                        max_length=10,
                        verbose_name="visibility",
                    ),
                ),
                ("is_listed", models.BooleanField(default=True, verbose_name="search engines may list it")),
                (
                    "publish_request",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("asked", "asked whether it may be published"),
                            ("declined", "would rather keep it private"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "replies_from",
                    models.CharField(
                        choices=[("anyone", "any reader may reply"), ("asker", "only the asker may reply")],
                        default="anyone",
                        max_length=10,
                        verbose_name="replies",
                    ),
                ),
                ("featured_at", models.DateTimeField(blank=True, null=True, verbose_name="featured")),
                ("touch_base_on", models.DateField(blank=True, null=True, verbose_name="check back on")),
                (
                    "answer_by",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="answer promised by"),
                ),
                ("reminded_at", models.DateTimeField(editable=False, null=True)),
                ("came_back_at", models.DateTimeField(editable=False, null=True)),
                ("is_shown", models.BooleanField(default=False, editable=False)),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="asked"),
                ),
                ("waiting_since", models.DateTimeField(editable=False, null=True, verbose_name="waiting since")),
                ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="first answered")),
                ("last_answered_at", models.DateTimeField(editable=False, null=True, verbose_name="answered")),
                ("thanks_count", models.PositiveIntegerField(default=0, editable=False)),
                ("comment_count", models.PositiveIntegerField(default=0, editable=False, verbose_name="comments")),
                ("is_demo", models.BooleanField(default=False, editable=False)),
                (
                    "asker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="threads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asker",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merged",
                        to="comments.thread",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="threads",
                        to="stages.stage",
                        verbose_name="stage",
                    ),
                ),
            ],
            options={
                "verbose_name": "thread",
                "verbose_name_plural": "threads",
                "permissions": [
                    ("answer_thread", "Can answer as the coach"),
                    ("place_thread", "Can move, split, merge, close and open questions"),
                ],
                "indexes": [
                    models.Index(
                        models.F("stage"),
                        models.OrderBy(
                            models.ExpressionWrapper(models.Q(("featured_at__isnull", False)), models.BooleanField()),
                            descending=True,
                        ),
                        models.OrderBy(models.F("asked_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("is_shown", True), ("visibility", "public")),
                        name="shown_on_stage",
                    ),
                    models.Index(
                        condition=models.Q(("is_shown", True), ("visibility", "public")),
                        fields=["-asked_at", "-id"],
                        name="shown_newest",
                    ),
                    models.Index(
                        condition=models.Q(("is_shown", True), ("visibility", "public")),
                        fields=["-thanks_count", "-asked_at", "-id"],
                        name="shown_most_thanked",
                    ),
                    models.Index(
                        condition=models.Q(("state", "waiting_for_coach")),
                        fields=["waiting_since", "id"],
                        name="waiting",
                    ),
                    models.Index(fields=["-last_answered_at"], name="recently_answered"),
                    models.Index(
                        condition=models.Q(("is_demo", False)), fields=["asked_at", "stage"], name="asked_lately"
                    ),
                    models.Index(fields=["-asked_at", "-id"], name="newest_threads"),
                    models.Index(
                        condition=models.Q(("merged_into__isnull", False)),
                        fields=["merged_into"],
                        name="merged_threads",
                    ),
                    models.Index(fields=["stage", "-asked_at", "-id"], name="threads_of_a_stage"),
                    models.Index(fields=["asker", "-asked_at", "-id"], name="threads_of_an_asker"),
                    models.Index(
                        condition=models.Q(("state", "answered"), _negated=True),
                        fields=["state", "-asked_at", "-id"],
                        name="what_is_not_answered",
                    ),
                    models.Index(
                        condition=models.Q(("visibility", "private")),
                        fields=["-asked_at", "-id"],
                        name="private_threads",
                    ),
                    models.Index(
                        condition=models.Q(("answered_at__isnull", False), ("is_demo", False)),
                        fields=["-answered_at", "asked_at"],
                        name="waited_lately",
                    ),
                    models.Index(
                        condition=models.Q(("is_demo", False), ("state", "waiting_for_coach")),
                        fields=["waiting_since"],
                        name="in_line",
                    ),
                    models.Index(
                        condition=models.Q(("touch_base_on__isnull", False)), fields=["touch_base_on"], name="promised"
                    ),
                    models.Index(
                        condition=models.Q(("state", "touch_base_due")), fields=["set_at", "id"], name="touch_base_due"
                    ),
                    models.Index(
                        condition=models.Q(("state", "waiting_for_reader")), fields=["set_at", "id"], name="asked_back"
                    ),
                    models.Index(
                        condition=models.Q(("came_back_at__isnull", False)), fields=["waiting_since"], name="came_back"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waiting_for_coach"), ("waiting_since__isnull", False)),
                            models.Q(models.Q(("state", "waiting_for_coach"), _negated=True), ("waiting_since", None)),
                            _connector="OR",
                        ),
                        name="who_waits_waits_since",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("outcome_at", None)),
                            models.Q(models.Q(("outcome", ""), _negated=True), ("outcome_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="what_became_of_it_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("publish_request", ""), ("visibility", "private"), _connector="OR"),
                        name="what_is_public_needs_no_yes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_nameless", False), ("signature", ""), _connector="OR"),
                        name="what_has_no_name_has_no_signature",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="comments.thread"
                    ),
                ),
                ("number", models.PositiveIntegerField(editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("question", "question"), ("reply", "reply"), ("answer", "answer")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("byline", models.CharField(blank=True, editable=False, max_length=60)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "waiting for approval"),
                            ("approved", "approved"),
                            ("spam", "spam"),
                            ("removed", "removed"),
                            ("withdrawn", "withdrawn"),
                            ("missing", "never arrived"),
                            ("moved", "moved away"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True, validators=[django.core.validators.MaxLengthValidator(20000)], verbose_name="text"
                    ),
                ),
                ("original", models.TextField(blank=True, editable=False)),
                ("html", models.TextField(blank=True, default="", editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="written")),
                ("edited_at", models.DateTimeField(blank=True, null=True, verbose_name="edited")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                ("is_shown", models.BooleanField(default=False, editable=False)),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("thanks_count", models.PositiveIntegerField(default=0, editable=False)),
                ("concerns", models.CharField(blank=True, editable=False, max_length=60)),
                ("attended_at", models.DateTimeField(editable=False, null=True)),
                ("submission", models.UUIDField(editable=False, null=True, unique=True)),
                ("origin", models.CharField(editable=False, max_length=200, null=True, unique=True)),
                ("held_because", models.JSONField(default=list, editable=False)),
                ("spam_score", models.PositiveSmallIntegerField(editable=False, null=True)),
                (
                    "judged",
                    models.CharField(
                        blank=True, choices=[("spam", "Spam"), ("honest", "Honest")], editable=False, max_length=10
                    ),
                ),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=32)),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="made_from",
                        to="stages.resource",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="comments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "branch",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="comments.comment",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="comments.comment",
                    ),
                ),
                ("resources", models.ManyToManyField(editable=False, related_name="answers", to="stages.resource")),
                (
                    "stands_for",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="stub",
                        to="comments.comment",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "permissions": [
                    ("moderate_comment", "Can approve and hide comments"),
                    ("remove_comment", "Can remove comments with a reason"),
                    ("soften_comment", "Can soften details of a comment"),
                ],
                "indexes": [
                    models.Index(
                        models.F("thread"),
                        django.db.models.functions.comparison.Coalesce("branch_id", 0),
                        models.F("number"),
                        condition=models.Q(("is_shown", True)),
                        name="reading_order",
                    ),
                    models.Index(condition=models.Q(("status", "pending")), fields=["created_at"], name="to_approve"),
                    models.Index(
                        condition=models.Q(("status__in", ["spam", "removed"])),
                        fields=["status", "-id"],
                        name="put_aside",
                    ),
                    models.Index(
                        models.OrderBy(
                            models.ExpressionWrapper(models.Q(("spam_score__isnull", False)), models.BooleanField()),
                            descending=True,
                        ),
                        models.OrderBy(models.F("spam_score"), descending=True),
                        models.F("created_at"),
                        models.F("id"),
                        condition=models.Q(("status", "pending")),
                        name="likeliest_spam",
                    ),
                    models.Index(fields=["-created_at", "-id"], name="newest_comments"),
                    models.Index(
                        condition=models.Q(("status", "approved"), _negated=True),
                        fields=["status", "-created_at", "-id"],
                        name="what_is_not_approved",
                    ),
                    models.Index(
                        condition=models.Q(("kind", "reply"), _negated=True),
                        fields=["kind", "-created_at", "-id"],
                        name="what_is_no_reply",
                    ),
                    models.Index(
                        condition=models.Q(("fingerprint", ""), _negated=True),
                        fields=["fingerprint", "created_at"],
                        name="same_words",
                    ),
                    models.Index(
                        condition=models.Q(models.Q(("concerns", ""), _negated=True), ("attended_at", None)),
                        fields=["created_at", "id"],
                        name="to_be_seen_to",
                    ),
                    models.Index(
                        condition=models.Q(("kind", "answer"), ("status", "approved")),
                        fields=["-published_at", "-id"],
                        name="newest_answers",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("thread", "number"), name="one_comment_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("branch", None), ("kind", "question"), ("number", 1), ("parent", None)),
                            models.Q(
                                models.Q(("kind", "question"), _negated=True),
                                ("branch__isnull", False),
                                ("number__gt", 1),
                                ("parent__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="one_question_and_all_else_hangs_on_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["withdrawn", "missing", "moved"]), _negated=True),
                            models.Q(("fingerprint", ""), ("html", ""), ("original", ""), ("text", "")),
                            _connector="OR",
                        ),
                        name="what_is_gone_has_no_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["withdrawn", "missing"]), _negated=True),
                            ("concerns", ""),
                            _connector="OR",
                        ),
                        name="what_is_gone_speaks_of_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "approved"), _negated=True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="what_is_approved_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "pending"), _negated=True), ("is_shown", False), _connector="OR"
                        ),
                        name="what_waits_is_not_shown",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="thread",
            name="last_answer",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="comments.comment",
            ),
        ),
        migrations.AddField(
            model_name="thread",
            name="merged_question",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="comments.comment",
            ),
        ),
        migrations.CreateModel(
            name="CommentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="text")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="until")),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="comments.comment"
                    ),
                ),
            ],
            options={
                "verbose_name": "earlier words",
                "verbose_name_plural": "earlier words",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HeldWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "words",
                    models.CharField(
                        help_text="Matched as whole words.",
                        max_length=100,
                        validators=[comments.models.rules.validate_has_a_word],
                        verbose_name="word or phrase",
                    ),
                ),
                ("bare", models.CharField(editable=False, max_length=200, unique=True)),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="For you and your moderators alone.", max_length=200, verbose_name="why"
                    ),
                ),
            ],
            options={
                "verbose_name": "held word",
                "verbose_name_plural": "held words",
                "ordering": ["words"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("bare", ""), _negated=True), name="a_held_word_is_a_word"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ModerationRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "hold",
                    models.CharField(
                        choices=[("first_timers", "new readers"), ("everyone", "everyone"), ("nobody", "nobody")],
                        default="first_timers",
                        help_text="Readers you've marked as trusted are never held for this.",
                        max_length=20,
                        verbose_name="who waits for approval",
                    ),
                ),
                (
                    "trusted_after",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="From then on their messages appear at once.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="trust a reader after … approved messages",
                    ),
                ),
                (
                    "most_links",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="A message with more links is held.",
                        verbose_name="links a new reader may post",
                    ),
                ),
                (
                    "spam_from",
                    models.PositiveSmallIntegerField(
                        default=80,
                        help_text="From 0 to 100. With 101, nothing is held for its score.",
                        validators=[
                            django.core.validators.MinValueValidator(50),
                            django.core.validators.MaxValueValidator(101),
                        ],
                        verbose_name="hold as spam from a score of",
                    ),
                ),
                (
                    "most_an_hour",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="From one reader.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="most messages an hour",
                    ),
                ),
                (
                    "most_an_hour_new",
                    models.PositiveSmallIntegerField(
                        default=8,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="most messages an hour from a new reader",
                    ),
                ),
            ],
            options={
                "verbose_name": "rules of moderation",
                "verbose_name_plural": "rules of moderation",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_row_of_rules"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("most_an_hour__gte", 1), ("most_an_hour_new__gte", 1), ("trusted_after__gte", 1)
                        ),
                        name="rules_let_somebody_write",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=80, unique=True, verbose_name="title")),
                (
                    "text",
                    models.TextField(
                        help_text="{name} becomes the name with which the reader signs. Some sign with none: then it says “you”, or what you choose, as in {name|dear reader}.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                        verbose_name="text",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="The smaller, the higher in the list.", verbose_name="position"
                    ),
                ),
            ],
            options={
                "verbose_name": "saved reply",
                "verbose_name_plural": "saved replies",
                "ordering": ["position", "title"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="a_saved_reply_says_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SpamCount",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("spam", models.PositiveIntegerField(default=0)),
                ("honest", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "spam counts",
                "verbose_name_plural": "spam counts",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("honest__gte", 0), ("spam__gte", 0)), name="counts_are_not_negative"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Switch",
            fields=[
                (
                    "name",
                    models.CharField(
                        choices=[
                            ("hold", "everything waits for approval"),
                            ("posting", "nobody can write"),
                            ("sign_up", "nobody new can sign up"),
                        ],
                        max_length=10,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("until", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "switch",
                "verbose_name_plural": "switches",
                "permissions": [("throw_switch", "Can hold everything, close writing and close sign-up")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name__in", ["hold", "posting", "sign_up"])), name="three_switches"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Snooze",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateField(verbose_name="until")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="snoozes", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="snoozes", to="comments.thread"
                    ),
                ),
            ],
            options={
                "verbose_name": "question put off",
                "verbose_name_plural": "questions put off",
                "constraints": [models.UniqueConstraint(fields=("thread", "by"), name="put_off_once")],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("event", models.CharField(max_length=100, unique=True)),
                ("link", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField()),
                ("mailed_at", models.DateTimeField(null=True)),
                (
                    "comment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="comments.comment",
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notices",
                        to="accounts.outgoingmail",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="comments.thread",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "indexes": [
                    models.Index(condition=models.Q(("mailed_at", None)), fields=["due_at"], name="notices_to_tell")
                ],
            },
        ),
        migrations.CreateModel(
            name="Mute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mutes", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mutes", to="comments.thread"
                    ),
                ),
            ],
            options={
                "verbose_name": "muted question",
                "verbose_name_plural": "muted questions",
                "constraints": [models.UniqueConstraint(fields=("thread", "reader"), name="muted_once")],
            },
        ),
        migrations.CreateModel(
            name="ModerationEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("approve", "approved"),
                            ("answer", "answered"),
                            ("by_answer", "approved by the answer"),
                            ("spam", "marked as spam"),
                            ("remove", "removed"),
                            ("withdraw", "withdrawn by its author"),
                            ("hold", "held again after an edit"),
                            ("undo", "undone"),
                            ("feature", "shown first on its stage"),
                            ("unfeature", "no longer shown first"),
                            ("private", "made private by its asker"),
                            ("public", "made public by its asker"),
                            ("ask_public", "asked whether it may be published"),
                            ("decline", "its asker said no to publishing"),
                            ("leave", "reported, and left as it is"),
                            ("see_to", "dealt with"),
                            ("soften", "a detail softened"),
                            ("unsoften", "a softened detail brought back"),
                            ("retitle", "title changed"),
                            ("move", "moved to another stage"),
                            ("close", "closed"),
                            ("reopen", "opened again"),
                            ("no_answer", "needs no answer"),
                            ("touched_base", "checked back"),
                            ("promise", "promised to check back"),
                            ("move_promise", "checking back moved or stopped by its asker"),
                            ("article", "taken over into the library"),
                            ("read", "read, and said when the answer comes"),
                            ("split", "made a separate question"),
                            ("rejoin", "put back where it was split off"),
                            ("merge", "merged into another question"),
                            ("apart", "separated again"),
                            ("limit_replies", "replies limited to the asker"),
                            ("open_replies", "replies open to everybody"),
                            ("rules", "rules changed"),
                            ("no_demo", "demo questions deleted"),
                            ("switch_on", "switch turned on"),
                            ("switch_off", "switch turned off"),
                            ("roles", "roles or sign-in changed"),
                            ("invite", "invited somebody to the desk"),
                            ("uninvite", "invitation taken back"),
                            ("new_factor", "allowed to set up a new second factor"),
                            ("trust", "trust set by hand"),
                            ("block", "blocked"),
                            ("unblock", "unblocked"),
                            ("wish_open", "a wish shown"),
                            ("wish_decline", "a wish declined"),
                            ("wish_merge", "a wish merged into another"),
                            ("wish_fulfil", "a wish come true"),
                            ("wish_undo", "a wish put back as it was"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("before", models.CharField(blank=True, max_length=60, verbose_name="before")),
                ("after", models.CharField(blank=True, max_length=60, verbose_name="after")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="entries",
                        to="comments.comment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="about whom",
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="entries",
                        to="comments.thread",
                    ),
                ),
            ],
            options={
                "verbose_name": "moderation entry",
                "verbose_name_plural": "moderation log",
                "ordering": ["-pk"],
                "permissions": [("export_log", "Can take the log away")],
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="newest_lines"),
                    models.Index(fields=["by", "-at", "-id"], name="lines_of_somebody"),
                    models.Index(
                        condition=models.Q(
                            models.Q(("act", "approve"), _negated=True), models.Q(("act", "answer"), _negated=True)
                        ),
                        fields=["act", "-at", "-id"],
                        name="lines_of_an_act",
                    ),
                    models.Index(
                        condition=models.Q(("reason", ""), _negated=True),
                        fields=["-at", "-id"],
                        name="lines_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="follows", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="follows", to="comments.thread"
                    ),
                ),
            ],
            options={
                "verbose_name": "followed question",
                "verbose_name_plural": "followed questions",
                "constraints": [models.UniqueConstraint(fields=("thread", "reader"), name="followed_once")],
            },
        ),
        migrations.CreateModel(
            name="AnswerDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(validators=[django.core.validators.MaxLengthValidator(20000)])),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "place",
                    models.CharField(
                        choices=[("computer", "on a computer"), ("phone", "on a phone")],
                        default="computer",
                        max_length=10,
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("send_at", models.DateTimeField(blank=True, null=True, verbose_name="send at")),
                ("to_revision", models.PositiveIntegerField(null=True)),
                (
                    "then",
                    models.CharField(
                        choices=[
                            ("waiting_for_coach", "waiting for the coach"),
                            ("waiting_for_reader", "waiting for the reader"),
                            ("touch_base_due", "time to check back"),
                            ("answered", "answered"),
                            ("closed", "closed"),
                        ],
                        default="answered",
                        max_length=20,
                    ),
                ),
                ("weeks", models.PositiveSmallIntegerField(null=True)),
                ("feature", models.BooleanField(default=False)),
                (
                    "held",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("changed", "Not sent: the message you answered was edited or deleted."),
                            ("wrote_again", "Not sent: the reader has written again."),
                            ("no_coach", "Not sent: only a coach answers."),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answer_drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="comments.comment"
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answer_drafts", to="comments.thread"
                    ),
                ),
            ],
            options={
                "verbose_name": "answer not sent yet",
                "verbose_name_plural": "answers not sent yet",
                "indexes": [
                    models.Index(condition=models.Q(("send_at__isnull", False)), fields=["send_at"], name="scheduled")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("thread", "author"), name="one_answer_draft_a_thread"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="an_answer_draft_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("send_at", None), models.Q(("held", ""), ("to_revision__isnull", False)), _connector="OR"
                        ),
                        name="what_is_scheduled_knows_what_it_answers",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Trust",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("trusted", "trusted: only held words wait for approval"),
                            ("held", "always waits for approval"),
                        ],
                        max_length=10,
                        verbose_name="trust",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="trust", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "trust",
                "verbose_name_plural": "trust",
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=200, verbose_name="wish")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "waiting to be read"),
                            ("open", "on the list"),
                            ("fulfilled", "has come true"),
                            ("declined", "declined"),
                            ("merged", "part of another"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("before", models.CharField(blank=True, max_length=10)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                ("decided_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("concerns", models.CharField(blank=True, max_length=60)),
                ("shared_count", models.PositiveIntegerField(default=0, verbose_name="shared")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("fulfilled_at", models.DateTimeField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="wishes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "guide",
                    models.ForeignKey(
                        null=True, on_delete=wishes.models.fulfilment.opens_again, related_name="+", to="stages.guide"
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="comments.wish"
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        null=True,
                        on_delete=wishes.models.fulfilment.opens_again,
                        related_name="+",
                        to="stages.resource",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        null=True, on_delete=wishes.models.fulfilment.opens_again, related_name="+", to="stages.stage"
                    ),
                ),
            ],
            options={
                "verbose_name": "wish",
                "verbose_name_plural": "wishes",
                "indexes": [
                    models.Index(fields=["state", "-shared_count", "-id"], name="most_shared_wishes"),
                    models.Index(
                        condition=models.Q(("state", "fulfilled"), ("told_at", None)),
                        fields=["fulfilled_at"],
                        name="wishes_to_tell",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="a_wish_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["pending", "open", "fulfilled", "declined", "merged"])),
                        name="states_of_a_wish",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("guide", None), ("stage", None)),
                            models.Q(("resource", None), ("stage", None)),
                            models.Q(("guide", None), ("resource", None)),
                            _connector="OR",
                        ),
                        name="a_wish_becomes_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "fulfilled"), _negated=True),
                            models.Q(
                                ("fulfilled_at__isnull", False),
                                models.Q(
                                    ("stage__isnull", False),
                                    ("guide__isnull", False),
                                    ("resource__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_fulfilled_wish_became_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into__isnull", False), ("state", "merged")),
                            models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into", None)),
                            _connector="OR",
                        ),
                        name="a_merged_wish_is_part_of_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), models.Q(("reason", ""), _negated=True)),
                            models.Q(models.Q(("state", "declined"), _negated=True), ("reason", "")),
                            _connector="OR",
                        ),
                        name="who_wished_is_told_why_not",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Share",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shares", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "came_with",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="comments.wish"
                    ),
                ),
                (
                    "wish",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shares", to="comments.wish"
                    ),
                ),
            ],
            options={
                "verbose_name": "shared wish",
                "verbose_name_plural": "shared wishes",
                "constraints": [
                    models.UniqueConstraint(fields=("wish", "reader"), name="shared_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("came_with", None),
                            models.Q(("came_with", models.F("wish")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_share_came_from_elsewhere",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message", models.CharField(max_length=500, verbose_name="message to the reader")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="blocks", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "block",
                "verbose_name_plural": "blocks",
                "permissions": [("block_reader", "Can keep a reader from writing")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)), fields=("reader",), name="one_block_a_reader"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("message", ""), _negated=True), name="who_is_blocked_is_told_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gt", models.F("at")), _connector="OR"),
                        name="a_block_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("browser", models.UUIDField(db_index=True, default=uuid.uuid4)),
                ("for_email", models.CharField(blank=True, db_index=True, max_length=64)),
                ("text", models.TextField(validators=[django.core.validators.MaxLengthValidator(20000)])),
                ("html", models.TextField(blank=True, default="", editable=False)),
                ("own_title", models.CharField(blank=True, max_length=80)),
                ("signature", models.CharField(blank=True, max_length=40)),
                (
                    "visibility",
                    models.CharField(
                        choices=[("public", "public"), ("private", "private")], default="public", max_length=10
                    ),
                ),
                ("is_listed", models.BooleanField(default=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("tab", models.UUIDField(null=True)),
                ("turn", models.PositiveIntegerField(default=0)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="comments.comment"
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="stages.stage"
                    ),
                ),
            ],
            options={
                "verbose_name": "draft",
                "verbose_name_plural": "drafts",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("stage", None), ("parent", None), _connector="OR"),
                        name="a_draft_is_about_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("author", None), ("for_email", ""), _connector="OR"),
                        name="a_draft_of_somebody_waits_for_nobody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "role",
                    models.CharField(
                        choices=[("coach", "coach"), ("moderator", "moderator")],
                        default="moderator",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="one_invitation_an_address",
                        violation_error_message="This address has an invitation already: send it once more, or take it back first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("most_an_hour", None), ("most_an_hour__gte", 1), _connector="OR"),
                        name="an_invitation_lets_her_do_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "text",
                    models.TextField(validators=[django.core.validators.MaxLengthValidator(2000)], verbose_name="note"),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "on",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="a_note_says_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("tells", "It tells who somebody is, or passes on private messages"),
                            ("unkind", "It insults, threatens or despises somebody"),
                            ("danger", "Somebody may be in danger"),
                            ("advertises", "It advertises something"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=1000, verbose_name="in own words")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                ("settled_at", models.DateTimeField(editable=False, null=True, verbose_name="settled")),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="comments.comment"
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
                "indexes": [
                    models.Index(condition=models.Q(("settled_at", None)), fields=["at", "id"], name="open_reports")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("comment", "reader"), name="one_report_a_reader"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", "other"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="something_else_is_said",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("settled_by", None), ("settled_at__isnull", False), _connector="OR"),
                        name="who_settles_does_so_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Softening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("passage", models.CharField(max_length=300)),
                ("instead", models.CharField(blank=True, max_length=60)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="softenings", to="comments.comment"
                    ),
                ),
            ],
            options={
                "verbose_name": "softened passage",
                "verbose_name_plural": "softened passages",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("comment", "passage"), name="a_passage_is_softened_once"),
                    models.CheckConstraint(
                        condition=models.Q(("passage", ""), _negated=True), name="what_is_softened_has_words"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Thanks",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.CharField(blank=True, max_length=500, verbose_name="line")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                ("returned_at", models.DateTimeField(editable=False, null=True)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="thanks", to="comments.comment"
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="thanks", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "thanks",
                "verbose_name_plural": "thanks",
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="newest_thanks"),
                    models.Index(
                        condition=models.Q(("returned_at", None)), fields=["-at", "-id"], name="thanks_to_return"
                    ),
                    models.Index(
                        condition=models.Q(("returned_at", None), _negated=True),
                        fields=["-returned_at"],
                        name="returned_thanks",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("comment", "reader"), name="one_thanks_a_reader")],
            },
        ),
        migrations.AddConstraint(
            model_name="thread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into", None), ("merged_question", None)),
                    models.Q(
                        ("is_shown", False),
                        ("merged_into__isnull", False),
                        ("merged_question__isnull", False),
                        ("state", "closed"),
                    ),
                    _connector="OR",
                ),
                name="what_is_part_of_another_only_leads_there",
            ),
        ),
        migrations.RunPython(triggers.install, triggers.remove),
    ]
