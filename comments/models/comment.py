from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comments import IS_SCORED, CommentQuerySet
from comments.models.concern import SEEING_TO, Concerning
from comments.models.desk_act import PLACES, DeskAct, always
from comments.models.editing import Editable
from comments.models.holding import Held
from comments.models.moderation_log import Rejected, SentBefore, StaleObject
from comments.models.position import Placed
from comments.models.reading import Readable
from comments.models.report import LEAVING, Reportable
from comments.models.softening import SOFTENING, Softenable
from comments.models.spam import Taught
from comments.models.status import DECIDING, Moderated
from comments.models.taking_over import TAKING_OVER, TakenOver
from comments.models.telling import Told
from comments.models.thanks import Thankable
from stages import text
from stages.fields import RenderedField
from stages.models import Resource, coach_html
from stages.prepared import prepared

KEPT_FRESH = ["thread_id", "status", "is_shown", "text", "original", "revision", "published_at", "edited_at"]
KEPT_FRESH += ["thanks_count", "concerns", "attended_at", "judged", "held_because"]  # read by `look_again()`
LONGEST = 20_000  # characters; the longest answer on the page this replaces has 3,145


@prepared
def sent_under(submission):
    return Comment.objects.filter(submission=submission)


@prepared
def kept_fresh(pk):
    return Comment.objects.filter(pk=pk).values_list(*KEPT_FRESH)


class Comment(
    TakenOver,
    Placed,
    Moderated,
    Thankable,
    Reportable,
    Concerning,
    Editable,
    Held,
    Softenable,
    Taught,
    Readable,
    Told,
    models.Model,
):
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

    LIVE = (
        Status.APPROVED,
        Status.PENDING,
    )  # stand or may stand; the others keep their place while anything hangs on them
    GONE = (Status.SPAM, Status.REMOVED, Status.WITHDRAWN, Status.MISSING, Status.MOVED)

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
    held_because = models.JSONField(default=list, editable=False)  # reasons of `checks/holding.py`, for staff alone
    spam_score = models.PositiveSmallIntegerField(null=True, editable=False)  # 0 to 100, when a reader wrote it
    judged = models.CharField(
        max_length=10, choices=Taught.Judged, blank=True, editable=False
    )  # what the score learned it as
    fingerprint = models.CharField(max_length=32, blank=True, editable=False)  # of the words, to know them again

    objects = CommentQuerySet.as_manager()
    acts = frozenset()  # what the reader of a page may do with it

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
        return self.first_words() if self.is_approved else ""

    def first_words(self):
        """Its first words without marks, for lists at the desk."""
        return text.first_words(self.html)

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

    @property
    def is_withdrawn(self):
        return self.status == self.Status.WITHDRAWN

    def is_read_by_everybody(self):
        return self.is_approved and self.thread.is_public()

    def can_be_answered(self):
        return self.status in {self.Status.APPROVED, self.Status.PENDING}

    def was_edited_after_answer(self):
        answered = self.thread.answered_at
        return bool(self.edited_at and (self.is_answer or (answered and self.edited_at > answered)))

    def acts_open_to(self, user):
        """Return the names of what this person may do with this comment now. Views refuse by it, pages draw from it."""
        is_hers = self.is_by(user) and (not self.is_answer or user.is_coach())
        if self.is_put_aside and is_hers:
            return {"delete"}  # what is not shown any more is still hers to erase
        if not self.can_be_answered():
            return set()
        acts = {"edit", "delete"} if is_hers else set()
        if self.status == self.Status.APPROVED and self.thread.takes_replies_from(user):
            acts.add("reply")
        if self.status == self.Status.APPROVED and not self.is_by(user):
            acts |= {"thank"} if self.thread.may_be_read_by(user) else set()
            acts |= {"take_up"} if self.tells_steps() and self.thread.may_be_read_by(user) else set()
            acts |= {"report"} if self.thread.is_public() and not user.is_staff else set()
        return acts

    def tells_steps(self):
        """Is it an answer that tells step by step what to do?"""
        return self.is_answer and bool(text.steps(self.html))

    def acts_at_desk(self, user, last=None):
        """Return {name: DeskAct} of what this person may do with this comment at the desk now, in the order of their use.
        `last` is its last ModerationEntry, if there is one: only that can be undone."""
        acts = DeskAct.open_to(user, self, AT_DESK)
        if last is None or not last.may_be_undone_by(user):
            acts.pop("undo", None)
        return acts

    def can_be_split_off(self):
        return self.kind == self.Kind.REPLY and bool(self.text)

    def is_by(self, user):
        return user.is_authenticated and user.pk == self.author_id

    def titled(self):
        """What its author, or the coach, named the question that it is; an empty string for any other comment."""
        return self.thread.own_title if self.is_question else ""

    def own_words_at(self):
        """Where its author finds what she wrote, of which a detail is softened, as a list."""
        return [reverse("edit", args=[self.pk])] if self.original and "edit" in self.acts else []

    def links_when_gone(self):
        """What can still be opened from the place of one that is gone, as (words, address)."""
        moved = [(_("Read it there"), reverse("comment", args=[self.stands_for_id]))] if self.stands_for_id else []
        return moved + ([(_("Erase it"), reverse("delete", args=[self.pk]))] if self.acts else [])

    # Verbs

    @classmethod
    def once(cls, submission, author, source, post, **chosen):
        """Return what `post(submission)` returns, a comment, and do it in one transaction. If this author has sent
        this key before, even in the same instant, return what was posted then; raises SentBefore if that says something
        else than `source`, or its thread is not as `chosen`. Somebody else's key is no key."""
        if submission and (sent := sent_under.first(submission)) and sent.author_id != author.pk:
            submission = None
        try:
            with transaction.atomic():
                return cls.sent_before(submission, author, source, chosen) or post(submission)
        except (IntegrityError, Rejected):  # of two in one instant, the second waited for the first
            if again := cls.sent_before(submission, author, source, chosen):
                return again
            raise

    @classmethod
    def sent_before(cls, submission, author, source, chosen):
        """Return what this author has sent under this key, or None. Raises SentBefore if that is another message."""
        sent = sent_under.first(submission) if submission else None
        if not sent or sent.author_id != author.pk:
            return None
        if not (sent.can_be_answered() and sent.has_said(source) and sent.thread.is_as(chosen)):
            raise SentBefore
        return sent

    def reply(self, author, source, submission=None, signs=()):
        """Add a reply to this comment and return it; the coach's is an answer. A second post of it with the same
        `submission` key returns the first. `signs` are what the form noticed. Raises StaleObject if this was taken away in the
        meantime, or something else was sent under the key, Rejected if she cannot write now."""
        if author.is_coach():
            self.refuse_if_taken_away(author)
            return self.thread.answer(author, source, to=self, submission=submission)
        return Comment.once(submission, author, source, lambda key: self._reply(author, source, key, signs))

    def _reply(self, author, source, submission, signs):
        self.lock()
        self.refuse_if_taken_away(author)
        before = self.thread.came_back_at
        reply = self.thread.write(author, source, parent=self, kind=self.Kind.REPLY, submission=submission, signs=signs)
        came_back = self.thread.came_back_at != before
        self.thread.settle()
        reply.tell_of_it_soon(came_back)
        return reply

    def refuse_if_taken_away(self, author):
        if "reply" not in self.acts_open_to(author):
            raise StaleObject(_("The message you're replying to has just been removed. Your text is still here."))

    # How it stands in its thread

    def lock(self, revision=None, act=None):
        """Lock the thread and read this comment afresh. Raises StaleObject if it is not at `revision` any more, or if its
        status does not allow `act` at the desk."""
        threads = self._meta.get_field("thread").related_model.objects
        self.look_again(threads.locked(self.thread_id), revision)
        if act and not self.allows(act):
            raise StaleObject.of(self)

    def look_again(self, thread, revision=None):
        """Read this comment of a thread, which is locked, afresh. Raises StaleObject if it is not there any more, or not at
        `revision`."""
        fresh = kept_fresh.first(self.pk)
        if fresh is None:
            raise Comment.DoesNotExist
        for name, value in zip(KEPT_FRESH, fresh, strict=True):
            setattr(self, name, value)
        if self.thread_id != thread.pk:
            raise StaleObject(_("This was moved a moment ago. Please look again; nothing was changed."))
        self.thread = thread
        self.refuse_if_changed(revision)

    def refuse_if_changed(self, revision):
        """Raise StaleObject if it is not at the `revision` (None: any) that was read."""
        if revision is not None and revision != self.revision:
            raise StaleObject.of(self)

    def keep_mentions(self):
        """Note which resources an answer names, so that each knows where it was recommended."""
        if self.is_answer:
            self.resources.set(Resource.objects.named_in(self.text).values())


SPLITTING = DeskAct(
    name="split",
    label=_("Make it a separate question"),
    needs=PLACES,
    verb=lambda comment, by, revision: comment.thread.split_off(comment, by, revision),
    told=_("It's a separate question now. A line marks where it was."),
    is_open=Comment.can_be_split_off,
    refuses_itself=True,
    says=_("It moves with all its replies. A line stays here to mark the place, and old links lead to it."),
    folded=_("Make it a separate question …"),
    place="more",
    leads_on=always,
)
AT_DESK = [*DECIDING, LEAVING, SEEING_TO, *SOFTENING, SPLITTING, TAKING_OVER]
