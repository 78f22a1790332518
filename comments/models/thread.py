from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import waits
from comments.models.after_asking import ASKING_TO_PUBLISH, AfterAsking
from comments.models.answering import Answerable
from comments.models.asking_back import AskingBack
from comments.models.comment import Comment
from comments.models.derived_state import NEEDING_NO_ANSWER, Settled
from comments.models.desk_act import DeskAct
from comments.models.featuring import FEATURING, Featurable
from comments.models.follow import Followable
from comments.models.follow_up import PROMISING, Promising
from comments.models.listing import Listed
from comments.models.move_and_merge import PLACING, Rearranging
from comments.models.position import PAGE
from comments.models.replying import LIMITING_REPLIES, Repliable, Replies
from comments.models.snooze import SNOOZING, Snoozable
from comments.models.threads import IS_FEATURED, ThreadQuerySet
from comments.models.titles import LONGEST_TITLE, TITLING, Titled
from comments.models.way import OnItsWay
from stages.fields import LineField
from stages.pages import CountOf, page_from, page_of
from stages.prepared import prepared, read_again, save_new

# Each has an address behind a thread's number.
ACTS = {"sign", "visibility", "publish", "helped", "moved-on", "follow", "touch-base"}
AT_DESK = [ASKING_TO_PUBLISH, TITLING, *FEATURING, *LIMITING_REPLIES, NEEDING_NO_ANSWER]
AT_DESK += [*PROMISING, *SNOOZING, *PLACING]


@prepared
def last_number_in(thread):
    return Comment.objects.filter(thread=thread).order_by("-number").values_list("number", flat=True)[:1]


@prepared
def comments_seen_in(thread, reader=None, *, start, end):
    """Without a reader, what everybody sees: so an index of what is shown serves."""
    comments = Comment.objects.filter(thread=thread)
    comments = comments.shown_or_of(reader) if reader else comments.filter(is_shown=True)
    return comments.with_what_pages_show().annotate(counted=CountOf(comments)).in_reading_order()[start:end]


class Thread(
    Answerable,
    Promising,
    AskingBack,
    Snoozable,
    Featurable,
    Settled,
    AfterAsking,
    Rearranging,
    Followable,
    Repliable,
    Titled,
    Listed,
    OnItsWay,
    models.Model,
):
    """One reader's question and all that follows it, under one stage."""

    class State(models.TextChoices):
        WAITING_FOR_COACH = "waiting_for_coach", _("waiting for the coach")
        WAITING_FOR_READER = "waiting_for_reader", _("waiting for the reader")
        TOUCH_BASE_DUE = "touch_base_due", _("time to check back")
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
    # What its asker or the coach named it; `title` is what others read.
    own_title = LineField(max_length=LONGEST_TITLE, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=120, editable=False)
    slug = models.SlugField(max_length=80, editable=False, allow_unicode=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.WAITING_FOR_COACH)
    # What the coach set herself holds until somebody writes again.
    set_state = models.CharField(max_length=20, choices=State, blank=True, editable=False)
    set_at = models.DateTimeField(null=True, editable=False)
    outcome = models.CharField(
        _("how it went, in the reader's words"), max_length=10, choices=Outcome, blank=True, editable=False
    )
    outcome_at = models.DateTimeField(null=True, editable=False)
    visibility = models.CharField(_("visibility"), max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    is_listed = models.BooleanField(_("search engines may list it"), default=True)
    publish_request = models.CharField(max_length=10, choices=PublishRequest, blank=True, editable=False)
    replies_from = models.CharField(_("replies"), max_length=10, choices=Replies, default=Replies.ANYONE)
    featured_at = models.DateTimeField(_("featured"), null=True, blank=True)
    touch_base_on = models.DateField(_("check back on"), null=True, blank=True)
    # The day by which the coach, who has read it, said that she answers; and that the reader was reminded of what she was
    # asked back; and that she told how it went when it was time to touch base. Each ends with its state.
    answer_by = models.DateField(_("answer promised by"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    came_back_at = models.DateTimeField(null=True, editable=False)
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
            models.Index(fields=["asked_at", "stage"], name="asked_lately", condition=Q(is_demo=False)),
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
            models.Index(fields=["set_at", "id"], name="asked_back", condition=Q(state="waiting_for_reader")),
            models.Index(fields=["waiting_since"], name="came_back", condition=Q(came_back_at__isnull=False)),
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

    @property
    def address(self):
        """What stands in its address behind the number: its first words, unless they already mean something there. An
        address is written down by browsers and by pages that search engines list, so of some no word stands in it."""
        if self.visibility == self.Visibility.PRIVATE or not self.is_listed:
            return "question"
        return f"{self.slug}-question" if self.slug in ACTS else self.slug

    def adopt(self, comments):
        """Return the comments, each told that this is its thread, as is what it answers where that is at hand: so that
        none of them has to ask for it."""
        for comment in comments:
            comment.thread = self
            if Comment.parent.is_cached(comment) and comment.parent:
                comment.parent.thread = self
        return comments

    def page_of_comments(self, user, number, size=PAGE):
        """Return a Page of what this person sees of the thread, in reading order. Raises InvalidPage."""
        rows = partial(comments_seen_in, self.pk, *([user.pk] if user.is_authenticated else []))
        page = page_from(lambda start, end: rows(start=start, end=end), number, size, lambda rows: rows[0].counted)
        self.adopt(page.items)
        return page

    def question_and_page_at_desk(self, number):
        """Return the question and a Page of all that was said to it, for those who moderate it, in reading order. Raises
        InvalidPage."""
        comments = self.comments.with_what_desks_show()
        page = page_of(comments.but_questions().in_reading_order(), number, PAGE, is_counted=True)
        self.adopt(page.items)
        [question] = self.adopt([comments.get(number=1)])
        self.comments.tell_what_only_desks_show([question, *page.items])
        return question, page

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

    def waited(self):
        """How long the asker has waited, as a timedelta."""
        return timezone.now() - self.waiting_since if self.waiting_since else timedelta(0)

    def may_be_read_by(self, user):
        """Has it a page for this person, other than at the desk?"""
        return self.is_public() or self.is_asked_by(user) or (user.is_authenticated and user.is_coach())

    def is_as(self, chosen):
        """Has it these values in these fields?"""
        return all(getattr(self, name) == value for name, value in chosen.items())

    def is_in_line(self):
        return self.state == self.State.WAITING_FOR_COACH

    def place_in_line(self):
        """Return the Place of a question that waits for the coach."""
        earlier = Thread.objects.in_line().filter(waiting_since__lt=self.waiting_since).values("pk")
        return waits.Place(earlier[: waits.LONGEST_LINE].count())

    def acts_at_desk(self, user):
        """Return {name: DeskAct} of what this person may do with the thread as a whole now, in the order of their use."""
        return DeskAct.open_to(user, self, AT_DESK)

    def lock(self):
        """Lock this thread's row and read it afresh. Call inside a transaction."""
        read_again(self, Thread.objects.locked(self.pk))

    def earlier_of_asker(self, user):
        """What else the same reader asked, as far as this person may know, the newest first."""
        others = Thread.objects.moderated_by(user).exclude(pk=self.pk).with_what_lists_show()
        return others.asked_by(self.asker) if self.asker else others.none()

    # Verbs

    @classmethod
    def ask(
        cls,
        stage,
        asker,
        source,
        submission=None,
        *,
        signature="",
        visibility="public",
        is_listed=True,
        own_title="",
        signs=(),
    ):
        """Post a question and return its thread. It waits for approval if anything holds it (`checks/holding.py`). A
        second post with the same `submission` key returns the first one's thread. A `signature` stands in the place of
        her pen name here (`User.objects.validate_signature` says which may), an `own_title` in that of its first sentence.
        `signs` are what the form noticed. Raises
        Rejected if she cannot write now, SentBefore if something else was sent under that key."""
        chosen = {"signature": signature, "visibility": visibility, "is_listed": is_listed}
        ask = lambda key: cls._ask(stage, asker, source, key, chosen | {"own_title": own_title}, signs)  # noqa: E731
        return Comment.once(submission, asker, source, ask, **chosen).thread

    @classmethod
    def _ask(cls, stage, asker, source, submission, chosen, signs):
        now = timezone.now()
        thread = cls(stage=stage, asker=asker, asked_at=now, waiting_since=now, **chosen)
        save_new(thread)  # its question, which is rendered when it is written, names it
        question = thread.write(asker, source, kind=Comment.Kind.QUESTION, submission=submission, signs=signs)
        thread.settle()
        question.tell_of_it_soon()
        return question

    def write(self, author, source, *, parent=None, kind, submission=None, signs=()):
        """Add a comment at the end and return it; what speaks of danger waits for a human, whoever wrote it. Call with the
        thread locked, so that two comments never get one number, and `settle()` it then."""
        if self.outcome and self.is_asked_by(author):
            self.forget_outcome()  # who writes again has not come to an end with it
        if self.is_touch_base_due() and self.is_asked_by(author) and not self.is_only_thanks(source):
            self.came_back_at = self.moment()
        said = {"text": source, "parent": parent, "kind": kind, "submission": submission}
        comment = Comment(thread=self, author=author, created_at=self.moment(), **said)
        comment.number = (last_number_in.first(self.pk) or 0) + 1
        comment.wait_or_appear(signs)
        comment.put_in_place()
        return comment

    @transaction.atomic
    def forget_made_up_words(self):
        """Make a demo thread a real one: what was made up is gone, what was really written keeps its place."""
        for comment in self.comments.exclude(pk__in=self.comments.really_sent()).order_by("-number"):
            comment.go_missing()
        self.is_demo, self.signature = False, ""
        self.save(update_fields=["is_demo", "signature"])
        self.settle()

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
