from collections import defaultdict
from datetime import timedelta
from itertools import pairwise, takewhile

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from comments.models import waits
from comments.models.after_asking import AfterAsking
from comments.models.comment import PAGE, Comment
from comments.models.follow import Followable
from comments.models.moderation import TIME_TO_UNDO, Act, Changed, ModerationEntry
from comments.models.rearranging import Rearranging
from comments.tasks import tell_answered
from stages import text
from stages.models import Identity
from stages.pages import page_of

# What `settle()` derives from a thread's comments and from what the coach set by hand.
KEPT = [
    "title",
    "slug",
    "is_shown",
    "comment_count",
    "thanks_count",
    "last_answer",
    "answered_at",
    "last_answered_at",
    "state",
    "waiting_since",
]
IS_FEATURED = models.ExpressionWrapper(Q(featured_at__isnull=False), models.BooleanField())
ACTS = {"sign", "visibility", "publish", "helped", "moved-on", "follow"}  # each has an address behind a thread's number
TITLE_LENGTH = 80  # characters of the question that name it in lists and addresses


def _between(newest, oldest):
    """Return the Q of those that wait since a moment after `oldest` and not after `newest`; None is no bound."""
    since = Q(waiting_since__gt=oldest) if oldest else Q()
    return since & (Q(waiting_since__lte=newest) if newest else Q())


class ThreadQuerySet(models.QuerySet):
    def public(self):
        """What everybody may read: a public question that is shown, under a stage that readers see."""
        now = timezone.now()
        return self.filter(
            is_shown=True,
            visibility=Thread.Visibility.PUBLIC,
            stage__published_at__lte=now,
            stage__guide__published_at__lte=now,
        )

    def listed(self):
        """What search engines and feeds may tell of: public, and its asker has not said no."""
        return self.public().filter(is_listed=True)

    def with_last_change(self):
        """Give each thread the times at which readers last saw something new in it."""
        shown = Q(comments__status=Comment.Status.APPROVED)
        return self.annotate(
            published_last=models.Max("comments__published_at", filter=shown),
            edited_last=models.Max("comments__edited_at", filter=shown),
        )

    def visible_to(self, user):
        """What this person may open: what is public and her own; moderators all but private ones, coaches all."""
        if user.is_authenticated and user.is_coach():
            return self.standing()
        public = self.public()
        if not user.is_authenticated:
            return public
        hers = self.filter(Q(pk__in=public.values("pk")) | Q(asker=user, merged_into=None))
        return hers | self.not_private() if user.is_moderator() else hers

    def standing(self):
        """What has not become part of another thread."""
        return self.filter(merged_into=None)

    def not_private(self):
        return self.standing().filter(visibility=Thread.Visibility.PUBLIC)

    def moderated_by(self, user):
        """What stands on this person's desk."""
        return self.standing() if user.is_coach() else self.not_private()

    def part_of(self, pk):
        """What a thread that is only an address has become part of."""
        return self.filter(merged__pk=pk)

    def waiting(self):
        """Questions that wait for the coach, longest first."""
        return self.filter(state=Thread.State.WAITING_FOR_COACH).order_by("waiting_since", "pk")

    def asked_since(self, moment):
        """Questions of real people that stand, and that came since."""
        return self.filter(asked_at__gte=moment, is_demo=False, is_shown=True)

    def by_stage(self):
        """Return (title of a stage, how many of these stand under it), the most first."""
        counted = self.order_by().values_list("stage__title").annotate(asked=models.Count("pk"))
        return list(counted.order_by("-asked", "stage__title"))

    def first_answered_since(self, moment):
        """Return (when it was asked, when first answered) of each that real people waited for and that came since."""
        lately = self.filter(answered_at__gte=moment, answered_at__isnull=False, is_demo=False)
        return lately.order_by("-answered_at").values_list("asked_at", "answered_at")

    def waiting_by_length(self, steps):
        """Return how many wait for less than each of these timedeltas (and not less than the one before), and how many
        longer than the last."""
        now, waiting = timezone.now(), self.in_line()
        edges = [None, *(now - step for step in steps), None]
        spans = enumerate(pairwise(edges))
        counts = {f"step{number}": models.Count("pk", filter=_between(*span)) for number, span in spans}
        return list(waiting.aggregate(**counts).values())

    def promised(self):
        """Real threads in which the coach has promised to ask how it went, on a day to come."""
        return self.standing().filter(touch_base_on__isnull=False, is_demo=False)

    def in_line(self):
        """Questions of real people that wait for the coach."""
        return self.filter(state=Thread.State.WAITING_FOR_COACH, is_demo=False)

    def waits_lately(self):
        """Return the Waits of the newest first answers."""
        lately = self.filter(answered_at__gte=timezone.now() - waits.LATELY, is_demo=False).order_by("-answered_at")
        times = lately.values_list("asked_at", "answered_at")[: waits.MOST]
        return waits.Waits(tuple(answered - asked for asked, answered in times))

    def not_scheduled(self):
        """Those for which no answer is on its way."""
        return self.exclude(answer_drafts__send_at__isnull=False)

    def after(self, thread):
        """Of those that wait, who comes after this one, which waits too; then from the front again."""
        behind = self.exclude(pk=thread.pk)
        later = Q(waiting_since__gt=thread.waiting_since) | Q(waiting_since=thread.waiting_since, pk__gt=thread.pk)
        return (thread.waiting_since and behind.filter(later).first()) or behind.first()

    def with_newcomers(self):
        """Tell of each whether nothing else of its asker was ever approved."""
        elsewhere = Comment.objects.approved().filter(author=OuterRef("asker")).exclude(thread=OuterRef("pk"))
        return self.annotate(by_newcomer=~Exists(elsewhere))

    def with_drafts_of(self, user):
        """Tell of each whether this coach has begun to answer it."""
        return self.annotate(has_draft=Exists(user.answer_drafts.filter(thread=OuterRef("pk"))))

    def promised_by(self, day):
        """Threads whose touch-base day has come. Who waits for the coach is answered first; who took leave is let go."""
        not_now = [Thread.State.WAITING_FOR_COACH, Thread.State.CLOSED]
        return self.filter(touch_base_on__lte=day).exclude(state__in=not_now).order_by("touch_base_on", "pk")

    def touch_base_due(self):
        """Threads in which the coach has promised to ask how it went, and the day has come; the longest due first."""
        return self.filter(state=Thread.State.TOUCH_BASE_DUE).order_by("set_at", "pk")

    def answered(self):
        return self.exclude(answered_at=None)

    def recently_answered(self, most=5):
        return self.lately_answered().with_what_lists_show()[:most]

    def lately_answered(self):
        return self.answered().order_by("-last_answered_at")

    def unanswered(self):
        return self.filter(answered_at=None)

    def with_real_words(self):
        """Demo threads in which somebody has written since: what was made up was never sent by a form."""
        return self.filter(Exists(Comment.objects.filter(thread=OuterRef("pk")).really_sent()))

    def chosen_first(self):
        """Those that the coach chose, then the newest."""
        return self.order_by(IS_FEATURED.desc(), "-asked_at", "-pk")

    def newest_first(self):
        return self.order_by("-asked_at", "-pk")

    def under(self, slug):
        """Those under the stage at this address."""
        return self.filter(stage__slug=slug)

    def most_thanked_first(self):
        return self.order_by("-thanks_count", "-asked_at", "-pk")

    def with_what_lists_show(self):
        return self.select_related("stage__guide", "asker")

    def with_first_comments(self, threads, user):
        """Give each of `threads` its first comments that this person sees, as `first_comments`, in one query."""
        by_thread = defaultdict(list)
        comments = Comment.objects.first_of(threads).visible_to(user).with_what_pages_show()
        for comment in comments.in_reading_order() if threads else ():
            by_thread[comment.thread_id].append(comment)
        for thread in threads:
            thread.first_comments = thread.adopt(by_thread[thread.pk])
        return threads

    def asked_to_publish(self):
        """Private ones whose askers can be reached and have not answered yet."""
        return self.filter(publish_request=Thread.PublishRequest.ASKED, asker__is_active=True).select_related("asker")

    def followed_by(self, reader):
        """What she follows and everybody may read at present, followed last first."""
        return self.public().filter(follows__reader=reader).order_by("-follows__at", "-pk")

    def asked_by(self, user):
        return self.standing().filter(asker=user).newest_first()

    def with_question_status(self):
        """Give each thread the status of its question, as `question_status`."""
        question = Comment.objects.filter(thread=OuterRef("pk"), number=1)
        return self.annotate(question_status=models.Subquery(question.values("status")))

    def with_words_of(self, person):
        """Those that she asked or wrote in, oldest first."""
        spoke = Comment.objects.filter(thread=OuterRef("pk"), author=person)
        return self.filter(Q(asker=person) | Exists(spoke)).with_what_lists_show().order_by("asked_at", "pk")


class Thread(AfterAsking, Rearranging, Followable, models.Model):
    """One reader's question and all that follows it, under one stage."""

    class State(models.TextChoices):
        WAITING_FOR_COACH = "waiting_for_coach", _("waiting for the coach")
        WAITING_FOR_READER = "waiting_for_reader", _("waiting for the reader")
        TOUCH_BASE_DUE = "touch_base_due", _("touch base due")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("public")
        PRIVATE = "private", _("private")

    class PublishRequest(models.TextChoices):
        ASKED = "asked", _("asked whether it may be published")
        DECLINED = "declined", _("would rather keep it private")

    class Outcome(models.TextChoices):
        HELPED = "helped", _("it helped")
        MOVED_ON = "moved_on", _("has moved on")

    class Replies(models.TextChoices):
        ANYONE = "anyone", _("any reader may reply")
        ASKER = "asker", _("only the asker may reply")

    stage = models.ForeignKey("stages.Stage", models.PROTECT, related_name="threads", verbose_name=_("stage"))
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="threads",
        verbose_name=_("asker"),
    )
    signature = models.CharField(_("signed"), max_length=40, blank=True, help_text=_("Shown instead of the pen name."))
    is_nameless = models.BooleanField(default=False, editable=False)  # shown with no name at all
    title = models.CharField(_("title"), max_length=120, editable=False)
    slug = models.SlugField(max_length=80, editable=False, allow_unicode=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.WAITING_FOR_COACH)
    # What the coach set herself holds until somebody writes again.
    set_state = models.CharField(max_length=20, choices=State, blank=True, editable=False)
    set_at = models.DateTimeField(null=True, editable=False)
    outcome = models.CharField(
        _("what she says became of it"), max_length=10, choices=Outcome, blank=True, editable=False
    )
    outcome_at = models.DateTimeField(null=True, editable=False)
    visibility = models.CharField(_("visibility"), max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    is_listed = models.BooleanField(_("search engines may list it"), default=True)
    publish_request = models.CharField(max_length=10, choices=PublishRequest, blank=True, editable=False)
    replies_from = models.CharField(_("replies"), max_length=10, choices=Replies, default=Replies.ANYONE)
    featured_at = models.DateTimeField(_("featured"), null=True, blank=True)
    touch_base_on = models.DateField(_("touch base on"), null=True, blank=True)
    # What follows is kept by `settle()`, so that a page of threads never has to look into their comments.
    is_shown = models.BooleanField(default=False, editable=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, editable=False)
    answered_at = models.DateTimeField(_("first answered"), null=True, editable=False)
    last_answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    last_answer = models.ForeignKey("comments.Comment", models.SET_NULL, null=True, editable=False, related_name="+")
    thanks_count = models.PositiveIntegerField(default=0, editable=False)
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    # One that has become part of another: only its address is left, and which comment was its question.
    # SQLite, which takes every value for a rare one, would look for those that are of none in a whole index.
    merged_into = models.ForeignKey(
        "self", models.CASCADE, null=True, editable=False, related_name="merged", db_index=False
    )
    merged_question = models.ForeignKey("comments.Comment", models.CASCADE, null=True, editable=False, related_name="+")

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        permissions = [
            ("answer_thread", "Can answer as the coach"),
            ("place_thread", "Can move, split, merge, close and open questions"),
        ]
        indexes = [
            models.Index(
                "stage",
                IS_FEATURED.desc(),
                models.F("asked_at").desc(),
                models.F("id").desc(),
                name="shown_on_stage",
                condition=Q(is_shown=True, visibility="public"),
            ),
            models.Index(
                fields=["-asked_at", "-id"], name="shown_newest", condition=Q(is_shown=True, visibility="public")
            ),
            models.Index(
                fields=["-thanks_count", "-asked_at", "-id"],
                name="shown_most_thanked",
                condition=Q(is_shown=True, visibility="public"),
            ),
            models.Index(fields=["waiting_since", "id"], name="waiting", condition=Q(state="waiting_for_coach")),
            models.Index(fields=["-last_answered_at"], name="recently_answered"),
            models.Index(fields=["asked_at", "stage"], name="asked_lately", condition=Q(is_demo=False, is_shown=True)),
            models.Index(fields=["-asked_at", "-id"], name="newest_threads"),
            models.Index(fields=["merged_into"], name="merged_threads", condition=Q(merged_into__isnull=False)),
            models.Index(fields=["stage", "-asked_at", "-id"], name="threads_of_a_stage"),
            models.Index(fields=["asker", "-asked_at", "-id"], name="threads_of_an_asker"),
            models.Index(
                fields=["state", "-asked_at", "-id"], name="what_is_not_answered", condition=~Q(state="answered")
            ),
            models.Index(fields=["-asked_at", "-id"], name="private_threads", condition=Q(visibility="private")),
            models.Index(
                fields=["-answered_at", "asked_at"],
                name="waited_lately",
                condition=Q(is_demo=False, answered_at__isnull=False),
            ),
            models.Index(
                fields=["waiting_since"], name="in_line", condition=Q(is_demo=False, state="waiting_for_coach")
            ),
            models.Index(fields=["touch_base_on"], name="promised", condition=Q(touch_base_on__isnull=False)),
            models.Index(fields=["set_at", "id"], name="touch_base_due", condition=Q(state="touch_base_due")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting_for_coach", waiting_since__isnull=False)
                | (~Q(state="waiting_for_coach") & Q(waiting_since=None)),
                name="who_waits_waits_since",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_at=None) | (~Q(outcome="") & Q(outcome_at__isnull=False)),
                name="what_became_of_it_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(publish_request="") | Q(visibility="private"), name="what_is_public_needs_no_yes"
            ),
            models.CheckConstraint(
                condition=Q(is_nameless=False) | Q(signature=""), name="what_has_no_name_has_no_signature"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None, merged_question=None)
                | Q(merged_into__isnull=False, merged_question__isnull=False, is_shown=False, state="closed"),
                name="what_is_part_of_another_only_leads_there",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("thread", args=[self.pk, self.address])

    @property
    def address(self):
        """What stands in its address behind the number: its first words, unless they already mean something there. An
        address is written down by browsers and by pages that search engines list, so of some no word stands in it."""
        if self.visibility == self.Visibility.PRIVATE or not self.is_listed:
            return "question"
        return f"{self.slug}-question" if self.slug in ACTS else self.slug

    def name_after(self, source):
        """Take title and slug from the question's first words; a question that is gone has none. Does not save."""
        words = text.plain_text(text.reader_html(source))
        self.title = text.excerpt(words, TITLE_LENGTH) or str(_("A question that is no longer here"))
        self.slug = slugify(self.title, allow_unicode=True)[:60].strip("-") or "question"

    def adopt(self, comments):
        """Return the comments, each told that this is its thread, so that none of them has to ask for it."""
        for comment in comments:
            comment.thread = self
            if comment.parent_id:
                comment.parent.thread = self
        return comments

    def page_of_comments(self, user, number, size=PAGE):
        """Return a Page of what this person sees of the thread, in reading order. Raises InvalidPage."""
        rows = self.comments.visible_to(user).with_what_pages_show().in_reading_order()
        page = page_of(rows, number, size)
        self.adopt(page.items)
        return page

    def more_than_shown(self):
        """How many comments a stage's page leaves out."""
        return self.comment_count - sum(1 for comment in self.first_comments if comment.is_shown)

    @property
    def question(self):
        return self.comments.get(number=1)

    @property
    def signed(self):
        """The name that the asker shows, or an empty string."""
        return self.name_of(self.asker) if self.asker else self.signature

    def name_of(self, asker):
        """The name that this User, who asked, shows in her own thread: what she chose for it, else her pen name."""
        return "" if self.is_nameless else self.signature or asker.pen_name

    def signed_by(self, person):
        """The name that this person, who is signed in, shows in this thread; an empty string for none."""
        return self.name_of(person) if self.is_asked_by(person) else person.pen_name

    @property
    def asker_byline(self):
        """The name of an asker who has no account."""
        return self.question.byline

    def is_public(self):
        return (
            self.is_shown
            and self.visibility == self.Visibility.PUBLIC
            and self.stage.is_published()
            and self.stage.guide.is_published()
        )

    def is_for_the_desk(self, user):
        """Does this person read it at the desk only? What is not public has no page for staff."""
        return user.is_staff and user.pk != self.asker_id and not self.is_shown

    def is_told_of(self):
        """May search engines and shared links tell of it?"""
        return self.is_listed and self.is_public()

    def is_answered(self):
        return self.answered_at is not None

    def is_touch_base_due(self):
        return self.state == self.State.TOUCH_BASE_DUE

    def waited(self):
        """How long the asker has waited, as a timedelta."""
        return timezone.now() - self.waiting_since if self.waiting_since else timedelta(0)

    def may_be_read_by(self, user):
        """Has it a page for this person, other than at the desk?"""
        return self.is_public() or self.is_asked_by(user) or (user.is_authenticated and user.is_coach())

    def is_in_line(self):
        return self.state == self.State.WAITING_FOR_COACH

    def place_in_line(self):
        """Return the Place of a question that waits for the coach."""
        earlier = Thread.objects.in_line().filter(waiting_since__lt=self.waiting_since).values("pk")
        return waits.Place(earlier[: waits.LONGEST_LINE].count())

    def takes_replies_from(self, user):
        """May this person reply here? The asker and the coach always; others, who may sign in last of all, if the coach
        lets them and the thread is public and open."""
        if user.is_authenticated and (user.is_coach() or user.pk == self.asker_id):
            return True
        return self.is_public() and self.replies_from == self.Replies.ANYONE and self.state != self.State.CLOSED

    def may_be_answered_by(self, user):
        return user.has_perm("comments.answer_thread")

    def lock(self):
        """Lock this thread's row and read it afresh. Call inside a transaction."""
        rows = Thread.objects.select_for_update(of=("self",)).select_related("stage__guide")
        self.refresh_from_db(from_queryset=rows)

    def earlier_of_asker(self, user):
        """What else the same reader asked, as far as this person may know, the newest first."""
        others = Thread.objects.moderated_by(user).exclude(pk=self.pk).with_what_lists_show()
        return others.asked_by(self.asker) if self.asker else others.none()

    # Verbs

    @classmethod
    def ask(cls, stage, asker, source, submission=None, *, signature="", visibility="public", is_listed=True, signs=()):
        """Post a question and return its thread. It waits for approval if anything holds it (`comments/holding.py`). A
        second post with the same `submission` key returns the first one's thread. A `signature` stands in the place of
        her pen name here (`User.objects.validate_signature` says which may). `signs` are what the form noticed. Raises
        Refused if she cannot write now."""
        chosen = {"signature": signature, "visibility": visibility, "is_listed": is_listed}
        return Comment.once(submission, asker, lambda key: cls._ask(stage, asker, source, key, chosen, signs)).thread

    @classmethod
    def _ask(cls, stage, asker, source, submission, chosen, signs):
        now = timezone.now()
        thread = cls(stage=stage, asker=asker, asked_at=now, waiting_since=now, **chosen)
        thread.name_after(source)
        thread.save()
        return thread.write(asker, source, kind=Comment.Kind.QUESTION, submission=submission, signs=signs)

    def write(self, author, source, *, parent=None, kind, submission=None, signs=()):
        """Add a comment at the end and return it; what speaks of danger waits for a human, whoever wrote it. Call inside a
        transaction; the thread's row is locked first, so that two comments never get one number."""
        self.lock()
        if self.is_asked_by(author):
            self._note_outcome("", None)  # who writes again has not come to an end with it
        comment = Comment(thread=self, author=author, text=source, parent=parent, kind=kind, submission=submission)
        comment.number = (self.comments.aggregate(last=models.Max("number"))["last"] or 0) + 1
        comment.wait_or_appear(signs)
        comment.put_in_place()
        self.settle()
        return comment

    def answer(self, by, source, *, submission=None, **choices):
        """Publish the coach's answer and return it. What it answers is approved with it, and the question too. Of the
        choices, `to` is the comment it answers (without it, the asker's last words), `revision` the one that was read;
        raises Changed if that has changed or is gone. `then` may be WAITING_FOR_READER, if she asked something back;
        `weeks` promises to touch base; `feature` shows the thread first on its stage; `draft` is the revision of the
        draft that it was written from."""
        return Comment.once(submission, by, lambda key: self._answer(by, source, submission=key, **choices))

    def _answer(
        self, by, source, *, to=None, revision=None, then=None, weeks=None, feature=False, draft=None, submission
    ):
        to = to or self.to_answer()
        to.lock(revision)
        if not to.can_be_answered():
            raise Changed.of(to)
        for waiting in self.comments.pending().filter(Q(pk=to.pk) | Q(number=1)):
            waiting.approve(by, act=Act.BY_ANSWER)
        answer = self.write(by, source, parent=to, kind=Comment.Kind.ANSWER, submission=submission)
        self.comments.approved().to_be_seen_to().update(attended_at=timezone.now())  # who answers has read them
        ModerationEntry.record(answer, by, Act.ANSWER, before="")
        Comment.objects.filter(pk=to.pk).update(revision=F("revision") + 1)  # a second answer from another tab is told
        self.answer_drafts.put_away(by, draft, source)
        if feature and self.is_public():
            self._feature(answer.created_at, by, Act.FEATURE)
        if then == self.State.WAITING_FOR_READER:
            self.wait_for_reader()
        self._promise_after_answer(weeks)
        tell_answered.using(run_after=timezone.now() + TIME_TO_UNDO).enqueue(answer.pk)
        return answer

    def _promise_after_answer(self, weeks):
        """Promise anew if she chose to; a promise whose day went by while the asker waited is kept by answering."""
        if weeks:
            self.touch_base_in(weeks)
        elif self.touch_base_on and self.touch_base_on <= Identity.objects.current().today():
            self._forget_promise()

    def undo_what_came_with(self, answer, entry, by):
        """Undo what an answer brought, after it was taken back: what it approved, whom it let wait, that it was chosen.
        Its words are its author's again, to go on with. `entry` is the log's line of its sending."""
        for brought in takewhile(lambda line: line.act == Act.BY_ANSWER, self.entries.filter(pk__lt=entry.pk)):
            comment = self.comments.get(pk=brought.comment_id)
            if comment.last_entry() == brought:
                comment.undo(by)
        self.lock()
        if self.featured_at == answer.created_at:
            self._feature(None, by, Act.UNFEATURE)
        if self.set_state == self.State.WAITING_FOR_READER and self.set_at >= answer.created_at:
            self.set_state, self.set_at = "", None
            self.save(update_fields=["set_state", "set_at"])
        self.settle()
        if answer.author:
            self.answer_drafts.give_back(answer)

    def to_answer(self):
        """Return the comment that an answer would hang on: the asker's last words, else the question."""
        hers = self.comments.live().spoken_by_asker_or_coach(self).exclude(kind=Comment.Kind.ANSWER)
        return hers.order_by("number").last() or self.question

    def last_words(self):
        """Return the last comment of the asker or the coach, or None when all of them are gone."""
        return self.comments.live().spoken_by_asker_or_coach(self).order_by("number").last()

    def needs_no_answer(self):
        """Did somebody at the desk say that the asker's last words need none?"""
        if self.set_state != self.State.ANSWERED or self.outcome:
            return False
        last = self.last_words()
        return last is not None and not last.is_answer

    def feature(self, by):
        """Show it first on its stage's page. Raises Changed if not everybody may read it."""
        if not self.is_public():
            raise Changed(_("Only a question that everybody may read can be chosen."))
        self._feature(timezone.now(), by, Act.FEATURE)

    def unfeature(self, by):
        """Let it stand in its place among the others again."""
        self._feature(None, by, Act.UNFEATURE)

    @transaction.atomic
    def _feature(self, at, by, act):
        self.lock()
        if bool(self.featured_at) != bool(at):
            self.featured_at = at
            self.save(update_fields=["featured_at"])
            ModerationEntry.record(self.question, by, act)

    def wait_for_reader(self):
        """She was asked something back."""
        self._set(self.State.WAITING_FOR_READER)

    def need_no_answer(self, by=None):
        """The last words were a thanks, say: nobody waits."""
        self._set(self.State.ANSWERED, by, Act.NO_ANSWER)

    @transaction.atomic
    def touch_base_in(self, weeks, by=None):
        """Promise to ask how it went, so many weeks from today. What is due is put off until then."""
        self.lock()
        self.touch_base_on = Identity.objects.current().today() + timedelta(weeks=weeks)
        self.save(update_fields=["touch_base_on"])
        self._note(by, Act.PROMISE, after=self.touch_base_on.isoformat())
        if self.state == self.State.TOUCH_BASE_DUE:
            self._set(self.State.ANSWERED)

    @transaction.atomic
    def fall_due(self):
        """The promised day has come: the thread is the coach's to touch base in, until somebody writes in it."""
        self.lock()
        if Thread.objects.promised_by(Identity.objects.current().today()).filter(pk=self.pk).exists():
            self._forget_promise()
            self._set(self.State.TOUCH_BASE_DUE)

    @transaction.atomic
    def touched_base(self, by=None):
        """The promise is kept, or need not be: nothing is due here any more."""
        self.lock()
        self._forget_promise()
        self._note(by, Act.TOUCHED_BASE)
        if self.state == self.State.TOUCH_BASE_DUE:
            self._set(self.State.ANSWERED)

    def _forget_promise(self):
        self.touch_base_on = None
        self.save(update_fields=["touch_base_on"])

    @transaction.atomic
    def _set(self, state, by=None, act=None):
        """Let this be its state until somebody writes again, and write down who at the desk set it, if anybody did."""
        self.lock()
        self.set_state, self.set_at = state, timezone.now()
        self.save(update_fields=["set_state", "set_at"])
        self.settle()
        self._note(by, act)

    @transaction.atomic
    def forget_made_up_words(self):
        """Make a demo thread a real one: what was made up is gone, what was really written keeps its place."""
        for comment in self.comments.exclude(pk__in=self.comments.really_sent()).order_by("-number"):
            comment.go_missing()
        self.is_demo, self.signature = False, ""
        self.save(update_fields=["is_demo", "signature"])
        self.settle()

    def count_thanks(self):
        """Bring their number up to date; nothing else changes by thanks."""
        self.thanks_count = self._thanks_said()
        self.save(update_fields=["thanks_count"])

    def _thanks_said(self):
        return self.comments.approved().aggregate(said=models.Sum("thanks_count"))["said"] or 0

    @transaction.atomic
    def forget_asker(self):
        """She has left: the question is nobody's, so nobody waits for an answer. What is left of her words has no name."""
        self.refresh_from_db(from_queryset=Thread.objects.select_for_update(of=("self",)))
        self.comments.filter(author=self.asker_id).update(author=None)
        self.asker, self.signature = None, ""
        self.save(update_fields=["asker", "signature"])
        self.settle()
        if self.state == self.State.WAITING_FOR_COACH:
            self.close()

    def settle(self):
        """Bring what is kept about the comments up to date: is it shown, who waits, since when, how many. Saves."""
        question = self.question
        self.name_after("" if question.is_gone else question.text)
        self.is_shown = question.is_shown
        self.comment_count = self.comments.filter(is_shown=True).count()
        self.thanks_count = self._thanks_said()
        answers = self.comments.approved().filter(kind=Comment.Kind.ANSWER)
        self.last_answer = answers.order_by("number").last()
        self.answered_at = answers.aggregate(first=models.Min("created_at"))["first"]
        self.last_answered_at = self.last_answer and self.last_answer.created_at
        last = self.last_words()
        self.state = self._state_after(last)
        self.waiting_since = last.created_at if self.state == self.State.WAITING_FOR_COACH else None
        self.save(update_fields=KEPT)

    def _state_after(self, last):
        """Return the state that follows from the last words of the asker or the coach (None: all of it is gone)."""
        if last is None:
            return self.State.CLOSED
        if self.set_state and last.created_at <= self.set_at:
            return self.State(self.set_state)
        return self.State.ANSWERED if last.is_answer else self.State.WAITING_FOR_COACH
