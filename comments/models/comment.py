from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import holding
from comments.holding import Held
from comments.models.concern import Concerning
from comments.models.moderation import TIME_TO_UNDO, Act, Changed, ModerationEntry, Refused
from comments.models.report import Report, Reportable
from comments.models.softening import Softenable
from comments.models.spam import Taught
from comments.models.thanks import Thankable, Thanks
from comments.models.version import Versioned
from comments.tasks import tell_removed
from stages import text
from stages.fields import RenderedField
from stages.models import Resource, coach_html

# What can be done at the desk with a comment of each status; what its author took back is nobody's to touch.
DESK_ACTS = {
    "pending": ["approve", "spam", "remove"],
    "approved": ["spam", "remove"],
    "spam": ["approve"],
    "removed": ["approve"],
}
MAKES = {"approve": "approved", "spam": "spam", "remove": "removed"}
KEPT_FRESH = [
    "status",
    "text",
    "original",
    "revision",
    "is_shown",
    "published_at",
    "edited_at",
    "thanks_count",
    "concerns",
    "attended_at",
    "judged",
    "held_because",
]  # read by `lock()`
EDITED = ["text", "original", "html", "edited_at", "revision", "concerns", "attended_at", "held_because", "fingerprint"]
EDITED += ["spam_score", "judged"]
IS_SCORED = models.ExpressionWrapper(Q(spam_score__isnull=False), models.BooleanField())
LONGEST = 20_000  # characters; the longest answer on the page this replaces has 3,145
FIRST_SHOWN = 8  # comments of a thread shown on its stage before "read on"
PAGE = 50  # comments on a page of a thread


class CommentQuerySet(models.QuerySet):
    def approved(self):
        return self.filter(status=Comment.Status.APPROVED)

    def pending(self):
        return self.filter(status=Comment.Status.PENDING)

    def really_sent(self):
        """What was written here by somebody; what was brought in has no account, or was never sent by a form."""
        return self.filter(Q(submission__isnull=False) | (Q(author__isnull=False) & ~Q(kind=Comment.Kind.ANSWER)))

    def to_be_seen_to(self):
        """What speaks of danger and nobody at the desk has seen to yet, oldest first."""
        return self.live().exclude(concerns="").filter(attended_at=None).order_by("created_at", "pk")

    def live(self):
        """What stands or may stand: not spam, removed, withdrawn or missing."""
        return self.filter(status__in=Comment.LIVE)

    def alike(self, source):
        """What was written lately in the same words."""
        mark = holding.fingerprint(source)
        since = timezone.now() - holding.LATELY
        return self.filter(fingerprint=mark, created_at__gt=since).exclude(fingerprint="") if mark else self.none()

    def visible_to(self, user):
        """What this person sees in a thread that she may open: what is shown, and her own while it waits or when it was
        taken away."""
        hers = [Comment.Status.PENDING, Comment.Status.REMOVED, Comment.Status.SPAM]
        shown = Q(is_shown=True)
        return self.filter(shown | Q(author=user, status__in=hers) if user.is_authenticated else shown)

    def listed(self):
        """What other pages and search engines may lead to."""
        threads = self.model._meta.get_field("thread").related_model.objects.listed()
        return self.approved().filter(thread__in=threads)

    def listed_as_pending(self):
        return self.pending().order_by(IS_SCORED.desc(), "-spam_score", "created_at", "pk")

    def listed_as_reported(self):
        return self.filter(pk__in=Report.objects.open().newest_comments()).order_by("-pk")

    def listed_as_approved(self):
        return self.approved().exclude(kind=Comment.Kind.ANSWER).order_by("-pk")

    def listed_as_spam(self):
        return self.filter(status=Comment.Status.SPAM).order_by("-pk")

    def listed_as_removed(self):
        return self.filter(status=Comment.Status.REMOVED).order_by("-pk")

    def newest_first(self):
        return self.select_related("thread").order_by("-created_at", "-pk")

    def in_reading_order(self):
        """The question, then each branch whole: two levels are indented, deeper ones stand flat in their branch."""
        return self.order_by(models.functions.Coalesce("branch_id", 0), "number")

    def in_copy_of(self, person, thread):
        """What stands in the copy of her data: all of hers, and what others said where she may read it."""
        shown = Q(is_shown=True) if thread.asker_id == person.pk or thread.is_public() else Q(pk=None)
        hers = self.filter(Q(author=person) | shown).prefetch_related("versions")
        return hers.with_what_pages_show().in_reading_order()

    def spoken_by_asker_or_coach(self, thread):
        """The question, answers, and what else the asker said: known by her account or, brought in, by her name."""
        hers = (
            Q(author=thread.asker_id) if thread.asker_id else Q(author=None, byline=thread.asker_byline) & ~Q(byline="")
        )
        return self.filter(hers | Q(kind__in=[Comment.Kind.QUESTION, Comment.Kind.ANSWER]))

    def written_by(self, person):
        return self.filter(author=person)

    def in_numbers(self):
        """Return {status: how many}, of those that are any."""
        counted = self.order_by().values_list("status").annotate(models.Count("pk"))
        return {self.model.Status(status): count for status, count in counted}

    def by_other_readers_than(self, asker):
        return self.approved().exclude(author=asker).exclude(kind=Comment.Kind.ANSWER)

    def first_of(self, threads):
        """The first comments of each thread and its last answer: a bounded number, however long a thread is."""
        answers = [thread.last_answer_id for thread in threads if thread.last_answer_id]
        return self.filter(Q(thread__in=threads, number__lte=FIRST_SHOWN) | Q(pk__in=answers))

    def answers_since(self, moment):
        """Answers of real threads that were published since."""
        return self.approved().filter(kind=Comment.Kind.ANSWER, published_at__gte=moment, thread__is_demo=False)

    def resources_named(self, most):
        """Return (key of a resource, in how many of these it is named), the most named first."""
        named = self.order_by().exclude(resources=None).values_list("resources")
        return list(named.annotate(times=models.Count("pk")).order_by("-times", "resources")[:most])

    def answers_in(self, threads):
        """Answers that stand in any of these threads, newest first."""
        in_them = models.Exists(threads.filter(pk=models.OuterRef("thread")))
        return self.approved().filter(in_them, kind=Comment.Kind.ANSWER).order_by("-published_at", "-pk")

    def marked_for(self, user, comments):
        """Tell each of these comments what this person may do with it, whether she said thanks for it, and whether the
        coach said that it was her pleasure."""
        returned = {}
        if user.is_authenticated:
            hers = Thanks.objects.filter(reader=user, comment__in=comments)
            returned = dict(hers.values_list("comment", "returned_at"))
        for comment in comments:
            comment.acts, comment.is_thanked = comment.acts_open_to(user), comment.pk in returned
            comment.is_thanks_returned = bool(returned.get(comment.pk))
        return comments

    def fullest_answers_in(self, threads):
        """Return, in the order of these threads' keys, the longest answer that stands in each."""
        fullest = self.approved().filter(kind=Comment.Kind.ANSWER, thread=models.OuterRef("pk"))
        fullest = fullest.order_by(models.functions.Length("text").desc(), "pk").values("pk")[:1]
        asked = self.model._meta.get_field("thread").related_model.objects.filter(pk__in=threads)
        keys = dict(asked.values_list("pk", models.Subquery(fullest)))
        answers = self.with_what_desks_show().in_bulk([key for key in keys.values() if key])
        return [answers[keys[pk]] for pk in threads if keys.get(pk) in answers]

    def with_what_pages_show(self):
        return self.select_related("author", "parent__author")

    def answers_to_tell(self):
        """Answers that stand, to people who have an account."""
        return (
            self.approved()
            .filter(kind=Comment.Kind.ANSWER, thread__asker__is_active=True)
            .select_related("thread__asker")
        )

    def removals_to_tell(self):
        return self.filter(status=Comment.Status.REMOVED, author__is_active=True).select_related(
            "author", "thread__stage"
        )

    def with_what_desks_show(self):
        return self.select_related("author", "parent__author", "thread__stage__guide", "thread__asker")

    def with_what_only_desks_show(self):
        """Give each comment its `versions`, `softenings` and `open_reports`."""
        reports = models.Prefetch("reports", Report.objects.open(), to_attr="open_reports")
        return self.with_what_desks_show().prefetch_related(reports, "versions", "softenings")

    def with_newcomers(self):
        """Tell of each whether nothing of its author was ever approved."""
        approved = self.model._base_manager.filter(status=Comment.Status.APPROVED, author=models.OuterRef("author"))
        return self.annotate(by_newcomer=~models.Exists(approved))

    def moderated_by(self, user):
        """What stands on this person's desk: moderators do not read private threads."""
        return self if user.is_coach() else self.filter(thread__visibility="public")


class Comment(Thankable, Reportable, Concerning, Versioned, Held, Softenable, Taught, models.Model):
    """One message in a thread: the question itself, a reply, an answer. Each but the first has a parent."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("question")
        REPLY = "reply", _("reply")
        ANSWER = "answer", _("answer")

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting for approval")
        APPROVED = "approved", _("approved")
        SPAM = "spam", _("spam")
        REMOVED = "removed", _("removed")
        WITHDRAWN = "withdrawn", _("withdrawn")
        MISSING = "missing", _("never arrived")  # an import spoke of it, but it was not in the file
        MOVED = "moved", _("moved away")  # a line in the place of what became a question of its own

    LIVE = (Status.APPROVED, Status.PENDING)  # stand or may stand
    GONE = (
        Status.SPAM,
        Status.REMOVED,
        Status.WITHDRAWN,
        Status.MISSING,
        Status.MOVED,
    )  # keep their place while anything hangs on them

    thread = models.ForeignKey("comments.Thread", models.CASCADE, related_name="comments")
    number = models.PositiveIntegerField(editable=False)  # 1 is the question; the order of arrival in the thread
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    branch = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="+", editable=False
    )  # the reply to the question that this hangs on, itself included
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    byline = models.CharField(max_length=60, blank=True, editable=False)  # the name of one who has no account here
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PENDING)
    text = models.TextField(_("text"), blank=True, validators=[MaxLengthValidator(LONGEST)])
    # As it was written, when a passage of it was softened; `text` is what everybody may read, wherever it goes.
    original = models.TextField(blank=True, editable=False)
    html = RenderedField(
        source="text", render=lambda comment, source: comment.rules()(source), by_coach=Q(kind="answer")
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    is_shown = models.BooleanField(default=False, editable=False)  # kept by `show_or_hide()`
    revision = models.PositiveIntegerField(default=1, editable=False)
    thanks_count = models.PositiveIntegerField(default=0, editable=False)  # kept by `thank()` and what takes it back
    concerns = models.CharField(max_length=60, blank=True, editable=False)  # names of Concern, kept by `listen()`
    attended_at = models.DateTimeField(null=True, editable=False)  # when somebody at the desk saw to them
    resources = models.ManyToManyField("stages.Resource", related_name="answers", editable=False)  # named in an answer
    stands_for = models.OneToOneField(
        "self", models.SET_NULL, null=True, editable=False, related_name="stub"
    )  # what was moved away from here
    submission = models.UUIDField(null=True, unique=True, editable=False)  # one form sent twice is one comment
    origin = models.CharField(max_length=200, null=True, unique=True, editable=False)
    held_because = models.JSONField(default=list, editable=False)  # reasons of `comments/holding.py`, for staff alone
    spam_score = models.PositiveSmallIntegerField(null=True, editable=False)  # 0 to 100, when a reader wrote it
    judged = models.CharField(
        max_length=10, choices=Taught.Judged, blank=True, editable=False
    )  # what the score learned it as
    fingerprint = models.CharField(max_length=32, blank=True, editable=False)  # of the words, to know them again

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [
            ("moderate_comment", "Can approve and hide comments"),
            ("remove_comment", "Can remove comments with a reason"),
            ("soften_comment", "Can soften details of a comment"),
        ]
        indexes = [
            models.Index(
                "thread",
                models.functions.Coalesce("branch_id", 0),
                "number",
                name="reading_order",
                condition=Q(is_shown=True),
            ),
            models.Index(fields=["created_at"], name="to_approve", condition=Q(status="pending")),
            models.Index(fields=["status", "-id"], name="put_aside", condition=Q(status__in=["spam", "removed"])),
            models.Index(
                IS_SCORED.desc(),
                models.F("spam_score").desc(),
                "created_at",
                "id",
                name="likeliest_spam",
                condition=Q(status="pending"),
            ),
            models.Index(fields=["-created_at", "-id"], name="newest_comments"),
            models.Index(
                fields=["status", "-created_at", "-id"], name="what_is_not_approved", condition=~Q(status="approved")
            ),
            models.Index(fields=["kind", "-created_at", "-id"], name="what_is_no_reply", condition=~Q(kind="reply")),
            models.Index(fields=["fingerprint", "created_at"], name="same_words", condition=~Q(fingerprint="")),
            models.Index(
                fields=["created_at", "id"], name="to_be_seen_to", condition=~Q(concerns="") & Q(attended_at=None)
            ),
            models.Index(
                fields=["-published_at", "-id"], name="newest_answers", condition=Q(kind="answer", status="approved")
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="one_comment_a_number"),
            models.CheckConstraint(
                condition=Q(kind="question", number=1, parent=None, branch=None)
                | (~Q(kind="question") & Q(number__gt=1, parent__isnull=False, branch__isnull=False)),
                name="one_question_and_all_else_hangs_on_something",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["withdrawn", "missing", "moved"])
                | Q(text="", original="", html="", fingerprint=""),
                name="what_is_gone_has_no_text",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["withdrawn", "missing"]) | Q(concerns=""),
                name="what_is_gone_speaks_of_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(published_at__isnull=False), name="what_is_approved_has_a_time"
            ),
            models.CheckConstraint(condition=~Q(status="pending") | Q(is_shown=False), name="what_waits_is_not_shown"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"

    def get_absolute_url(self):
        return reverse("comment", args=[self.pk])

    def description(self):
        """What search engines and shared links tell of the thread that it begins; of what is gone, nothing."""
        return text.first_words(self.html) if self.is_approved else ""

    def rules(self):
        """The renderer for this comment's text: a coach may do more in an answer than a reader anywhere."""
        return coach_html if self.kind == self.Kind.ANSWER else text.reader_html

    # What it says of itself

    @property
    def signed(self):
        """The name it shows; an empty string for what is gone and for one who left."""
        if self.is_gone:
            return ""
        if self.byline or not self.author:
            return self.byline
        is_asker = self.author_id == self.thread.asker_id and self.kind != self.Kind.ANSWER
        return self.thread.name_of(self.author) if is_asker else self.author.pen_name

    @property
    def is_answer(self):
        return self.kind == self.Kind.ANSWER

    @property
    def is_question(self):
        return self.kind == self.Kind.QUESTION

    @property
    def is_approved(self):
        return self.status == self.Status.APPROVED

    @property
    def is_gone(self):
        return self.status in self.GONE

    @property
    def is_pending(self):
        return self.status == self.Status.PENDING

    def is_read_by_everybody(self):
        return self.is_approved and self.thread.is_public()

    def can_be_answered(self):
        return self.status in {self.Status.APPROVED, self.Status.PENDING}

    @property
    def depth(self):
        """0 for the question, 1 for what hangs on it, 2 for all that is deeper."""
        return 0 if self.is_question else 1 if self.branch_id == self.pk else 2

    def replies_to_someone_deeper(self):
        return self.depth == 2 and self.parent_id != self.branch_id

    def was_edited_after_answer(self):
        answered = self.thread.answered_at
        return bool(self.edited_at and (self.is_answer or (answered and self.edited_at > answered)))

    def acts_open_to(self, user):
        """Return the names of what this person may do with this comment now. Views refuse by it, pages draw from it."""
        is_hers = self.is_by(user) and (not self.is_answer or user.is_coach())
        if self.status in {self.Status.REMOVED, self.Status.SPAM} and is_hers:
            return {"delete"}  # what is not shown any more is still hers to erase
        if not self.can_be_answered():
            return set()
        acts = {"edit", "delete"} if is_hers else set()
        if self.status == self.Status.APPROVED and self.thread.takes_replies_from(user):
            acts.add("reply")
        if self.status == self.Status.APPROVED and not self.is_by(user):
            acts |= {"thank"} if self.thread.may_be_read_by(user) else set()
            acts |= {"report"} if self.thread.is_public() and not user.is_staff else set()
        return acts

    def is_by(self, user):
        return user.is_authenticated and user.pk == self.author_id

    def page_for(self, user):
        """Return the number of the page of its thread on which this person finds it, from 1."""
        if self.is_question:
            return 1
        earlier = Q(branch=None) | Q(branch__lt=self.branch_id) | Q(branch=self.branch_id, number__lt=self.number)
        return self.thread.comments.visible_to(user).filter(earlier).count() // PAGE + 1

    # Verbs

    @classmethod
    def once(cls, submission, author, post):
        """Return what `post(submission)` returns, a comment, and do it in one transaction. If this author has sent
        this key before, even in the same instant, return what was posted then. Somebody else's key is no key."""
        if submission and cls.objects.filter(submission=submission).exclude(author=author).exists():
            submission = None
        try:
            with transaction.atomic():
                return cls.sent_before(submission, author) or post(submission)
        except (IntegrityError, Refused):  # of two in one instant, the second waited for the first
            if again := cls.sent_before(submission, author):
                return again
            raise

    @classmethod
    def sent_before(cls, submission, author):
        return cls.objects.filter(submission=submission, author=author).first() if submission else None

    def reply(self, author, source, submission=None, signs=()):
        """Add a reply to this comment and return it; the coach's is an answer. A second post with the same `submission`
        key returns the first. `signs` are what the form noticed. Raises Changed if this was taken away in the
        meantime, Refused if she cannot write now."""
        if author.is_coach():
            self.refuse_if_taken_away(author)
            return self.thread.answer(author, source, to=self, submission=submission)
        return Comment.once(submission, author, lambda key: self._reply(author, source, key, signs))

    def _reply(self, author, source, submission, signs):
        self.lock()
        self.refuse_if_taken_away(author)
        return self.thread.write(author, source, parent=self, kind=self.Kind.REPLY, submission=submission, signs=signs)

    def refuse_if_taken_away(self, author):
        if "reply" not in self.acts_open_to(author):
            raise Changed(_("What you reply to has just been taken away. Your text is still here."))

    @transaction.atomic
    def edit(self, source, revision):
        """Change the words; the desk can still read those before. Raises Changed if the comment is no longer the one that
        was read. New words that would have held it from the start hold it now: else whoever was approved once could write
        anything in its place."""
        self.lock(revision)
        now, judged = timezone.now(), self.judged
        self._keep_version(now)
        brought_in = self.judge_edit(source)
        self.learn("")
        self.edited_at = now
        self._take(source)
        self.listen()
        self.learn(judged)
        self.revision += 1
        self.save(update_fields=EDITED)
        self.keep_mentions()
        self.thread.settle()
        if brought_in and self.is_approved:
            self._become(self.Status.PENDING, by=None, act=Act.HOLD)

    @transaction.atomic
    def withdraw(self):
        """Take one's own words back: the text is gone for good; a neutral line keeps the place of what was answered."""
        self.lock()
        self._forget_words()
        self.forget_versions()
        self._forget_thanks()
        self.forget_concerns()
        self._become(self.Status.WITHDRAWN, by=self.author, act=Act.WITHDRAW)

    @transaction.atomic
    def approve(self, by, revision=None, act=Act.APPROVE):
        """Publish it. The log says `act`: BY_ANSWER when it is published because it is answered."""
        self.lock(revision, act="approve")
        self._become(self.Status.APPROVED, by=by, act=act)

    @transaction.atomic
    def mark_spam(self, by, revision=None):
        self.lock(revision, act="spam")
        self._become(self.Status.SPAM, by=by, act=Act.SPAM)

    @transaction.atomic
    def remove(self, by, reason, revision=None):
        """Take it away, with a reason that its author is told."""
        self.lock(revision, act="remove")
        self._become(self.Status.REMOVED, by=by, act=Act.REMOVE, reason=reason)
        tell_removed.using(run_after=timezone.now() + TIME_TO_UNDO).enqueue(self.pk, self.revision)

    @transaction.atomic
    def undo(self, by, revision=None):
        """Bring back the status from before the last act. Raises Changed if there is nothing to undo."""
        self.lock(revision)
        last = self.last_entry()
        if last is None or not last.may_be_undone_by(by):
            raise Changed(_("There is nothing to undo here."))
        before = last.before or self.Status.REMOVED  # an answer that is taken back was nothing before
        self._become(before, by=by, act=Act.UNDO)
        if last.act == Act.ANSWER:
            self.thread.undo_what_came_with(self, last, by)

    def acts_at_desk(self, user, last=None):
        """Return the names of what a moderator or the coach may do with this comment now, in the order of their use.
        `last` is its last ModerationEntry, if there is one: only that can be undone."""
        if not user.has_perm("comments.moderate_comment"):
            return []
        undo = ["undo"] if last and last.may_be_undone_by(user) else []
        acts = [*undo, *DESK_ACTS.get(self.status, ())]
        return acts if user.has_perm("comments.remove_comment") else [act for act in acts if act != "remove"]

    def was_last_done_by(self, user):
        """Was this person the one who gave it its status?"""
        last = self.last_entry()
        return last is not None and user is not None and last.by_id == user.pk

    def last_entry(self):
        return ModerationEntry.objects.about_comments().filter(comment=self).order_by("-pk").first()

    def _become(self, status, by, act, reason=""):
        """Change the status, keep the trail, bring the page and the thread up to date. Nothing happens when unchanged."""
        before = self.status
        if before == status:
            return
        self.status = status
        if self.concerns and by and by.is_staff:  # whoever acts on it has read it
            self.attended_at = None if act == Act.UNDO else timezone.now()
        self.learn_from(status)
        self.revision += 1
        if status == self.Status.APPROVED and not self.published_at:
            self.published_at = timezone.now()
        self.save_shown_or_hidden()
        ModerationEntry.record(self, by, act, before=before, reason=reason)
        self.reports.settle(by)
        self.thread.settle()

    def _forget_words(self):
        """Nothing of what was written stays. Does not save."""
        self.learn("")
        self.softenings.all().delete()
        self.text, self.original, self.fingerprint, self.held_because, self.spam_score = "", "", "", [], None

    def go_missing(self):
        """Become one of which only the place is left."""
        self._forget_words()
        self.forget_concerns()
        self.status, self.byline, self.author = self.Status.MISSING, "", None
        self.revision += 1
        self.forget_versions()
        self._forget_thanks()
        self.save_shown_or_hidden()

    # How it stands in its thread

    def lock(self, revision=None, act=None):
        """Lock the thread and read this comment afresh. Raises Changed if it is not at `revision` any more, or if its
        status does not allow `act` at the desk."""
        threads = self.thread.__class__.objects.select_for_update(of=("self",)).select_related("stage__guide")
        self.thread = threads.get(pk=self.thread_id)
        if self.thread_id != Comment.objects.values_list("thread", flat=True).get(pk=self.pk):
            raise Changed(_("This was moved to another place a moment ago. Please look again; nothing has been done."))
        self.refresh_from_db(fields=KEPT_FRESH)
        stale = revision is not None and revision != self.revision
        open_acts = DESK_ACTS.get(self.status, ())
        if stale or (act and act not in open_acts and self.status != MAKES[act]):
            raise Changed.of(self)

    def put_in_place(self):
        """Save a new comment in its branch."""
        if self.status == self.Status.APPROVED and not self.published_at:
            self.published_at = timezone.now()
        starts_branch = self.parent is not None and self.parent.is_question
        self.branch_id = self.parent and (self.parent_id if starts_branch else self.parent.branch_id)
        self.save()
        if starts_branch:  # it is its own branch; its key is known only now
            self.branch = self
            self.save(update_fields=["branch"])
        self.save_shown_or_hidden()

    def save_shown_or_hidden(self):
        """Save with `is_shown` as it should be: approved comments are shown; gone ones keep their place while something
        shown hangs on them. Then climbs, only as far as something changes."""
        before = Comment.objects.values_list("is_shown", flat=True).get(pk=self.pk)
        self.is_shown = self._is_to_be_shown()
        self.save()
        self.keep_mentions()
        above = self.parent_id if self.is_shown != before else None
        while above:
            comment = Comment.objects.get(pk=above)
            shown = comment._is_to_be_shown()
            changed = Comment.objects.filter(pk=above).exclude(is_shown=shown).update(is_shown=shown)
            above = comment.parent_id if changed else None

    def keep_mentions(self):
        """Note which resources an answer names, so that each knows where it was recommended."""
        if self.is_answer:
            self.resources.set(Resource.objects.named_in(self.text).values())

    def _is_to_be_shown(self):
        if self.status == self.Status.MOVED:
            return self.published_at is not None
        if self.is_question and self.status == self.Status.SPAM:
            return False  # what was said to an advertisement goes with it
        if self.is_gone:
            return self.replies.filter(is_shown=True).exists()
        return self.status == self.Status.APPROVED
