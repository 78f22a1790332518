from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Rejected
from practice.matching import matched
from stages import text
from stages.text.steps import LONGEST

MOST = 60  # that one reader has taken up at a time; nobody practises more
LONGEST_NOTE = 2000


class PracticeQuerySet(models.QuerySet):
    def of(self, reader):
        """What she has taken up, the newest first, with what her pages show."""
        return self.filter(reader=reader).with_what_pages_show().order_by("-at", "-pk")

    def with_what_pages_show(self):
        sources = self.select_related("reader", "answer__thread__stage__guide", "answer__author", "stage__guide")
        return sources.prefetch_related("steps")

    def shared_in(self, thread):
        """What the asker of a thread shows the coach of its answers."""
        shared = self.filter(answer__thread=thread, reader=thread.asker_id).exclude(shared_at=None)
        return shared.with_what_pages_show().order_by("at", "pk")

    def behind(self):
        """Those whose answer or stage has changed since they last looked, or is gone with all its words."""
        changed = Q(answer__edited_at__gt=F("kept_at")) | Q(stage__updated_at__gt=F("kept_at"))
        is_erased = Q(answer__status__in=[Comment.Status.WITHDRAWN, Comment.Status.MISSING], has_words=True)
        return self.filter(changed | is_erased)


class Practice(models.Model):
    """The steps of an answer, or the guidance of a stage, that a reader has taken up. Nobody else sees it, but for the coach
    if she shows it to her."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="practices")
    answer = models.ForeignKey("comments.Comment", models.CASCADE, null=True, related_name="practices")
    stage = models.ForeignKey("stages.Stage", models.CASCADE, null=True, related_name="practices")
    at = models.DateTimeField(default=timezone.now)
    kept_at = models.DateTimeField(
        default=timezone.now
    )  # when its steps were last compared with the answer's or stage's
    has_words = models.BooleanField(default=True)  # of the answer; none are kept of one that was taken back
    shared_at = models.DateTimeField(null=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practice")
        constraints = [
            models.UniqueConstraint(fields=["reader", "answer"], name="an_answer_is_taken_up_once"),
            models.UniqueConstraint(fields=["reader", "stage"], name="a_stage_is_taken_up_once"),
            models.CheckConstraint(
                condition=Q(answer=None, stage__isnull=False) | Q(answer__isnull=False, stage=None),
                name="practice_is_of_an_answer_or_of_a_stage",
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self):
        return f"{reverse('practice')}#practice-{self.pk}"

    @property
    def source(self):
        """The answer or stage that it is of."""
        return self.answer or self.stage

    def title(self):
        if self.stage:
            return self.stage.title
        return self.answer.thread.title if self.can_be_read() else _("An answer that you can no longer read")

    def can_be_read(self):
        """Is what it was taken from still there for her? If not, its words are not shown here either."""
        if self.stage:
            return self.stage.is_published() and self.stage.guide.is_published()
        return self.answer.is_approved and self.answer.thread.may_be_read_by(self.reader)

    def can_be_shared(self):
        """May she show it to the coach? Only what she was told in her own question: there the coach sees it."""
        return self.answer is not None and self.answer.thread.asker_id == self.reader_id and self.can_be_read()

    def shown_steps(self):
        """The steps that stand on her list; of what she can no longer read, those that she wrote a note at."""
        steps = [step for step in self.steps.all() if not step.is_dropped]
        return steps if self.can_be_read() else [step for step in steps if step.note]

    def progress(self):
        """Return (how many are done, of how many)."""
        steps = self.shown_steps()
        return sum(1 for step in steps if step.done_at), len(steps)

    def progress_in_words(self):
        done, of = self.progress()
        return _("%(done)d of %(of)d done") % {"done": done, "of": of}

    def sharing_choices(self):
        """How she shows it to the coach, or keeps it to herself again: (what is sent, words on the button), or nothing."""
        if self.shared_at:
            return [("no", _("Stop showing it to the coach"))]
        return [("yes", _("Show my ticks and notes to the coach"))] if self.can_be_shared() else []

    # Verbs

    @classmethod
    @transaction.atomic
    def take_up(cls, reader, source):
        """Take up the steps of an answer or stage and return the Practice; once more brings back what was taken off the list.
        Raises Rejected if she has taken up too much already."""
        practice, is_new = cls.objects.get_or_create(reader=reader, **cls.field_of(source))
        if is_new and reader.practices.count() > MOST:
            raise Rejected(_("Your list is very full already. Please take something off it first."))
        practice.keep_up()
        practice.steps.filter(is_dropped=True).update(is_dropped=False)
        return practice

    @staticmethod
    def field_of(source):
        return {"answer" if isinstance(source, Comment) else "stage": source}

    @classmethod
    def of_source(cls, source):
        """Return an unsaved one, of nobody: what taking it up would be."""
        return cls(**cls.field_of(source))

    def lines(self):
        """Return the steps as they are said now."""
        if self.answer:
            return text.steps(self.answer.html)
        return [text.excerpt(guidance.line, LONGEST) for guidance in self.stage.guidance.all()]

    @transaction.atomic
    def keep_up(self):
        """Follow what has changed in the answer or stage since: ticks and notes stay with their steps, in other words too.
        What is no longer said stays, marked as such; of what was taken back no word is left."""
        Practice.objects.select_for_update().get(pk=self.pk)
        steps = list(self.steps.order_by("position", "pk"))
        lines = self.lines()
        was = matched([step.text for step in steps], lines)
        for place, (line, number) in enumerate(zip(lines, was, strict=True), start=1):
            step = Step(practice=self) if number is None else steps[number]
            step.text, step.position, step.is_gone = line, place, False
            step.save()
        self._mark_gone([step for number, step in enumerate(steps) if number not in was], len(lines))
        self.kept_at, self.has_words = timezone.now(), not self._is_erased()
        self.save(update_fields=["kept_at", "has_words"])

    def _is_erased(self):
        return self.answer is not None and self.answer.status in {Comment.Status.WITHDRAWN, Comment.Status.MISSING}

    def _mark_gone(self, steps, behind):
        for place, step in enumerate(steps, start=behind + 1):
            step.is_gone, step.position = True, place
            step.text = "" if self._is_erased() else step.text
            step.save()

    def share(self):
        """Show her ticks and notes to the coach, on the question that the answer is in."""
        self.shared_at = timezone.now()
        self.save(update_fields=["shared_at"])

    def unshare(self):
        """Keep them to herself again."""
        self.shared_at = None
        self.save(update_fields=["shared_at"])


class Step(models.Model):
    """One thing to do, with a tick and a note of her own."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=1)
    text = models.CharField(max_length=LONGEST + 1, blank=True)
    done_at = models.DateTimeField(null=True)
    note = models.TextField(_("my note"), max_length=LONGEST_NOTE, blank=True)
    is_gone = models.BooleanField(default=False)  # it is no longer in the answer or stage
    is_dropped = models.BooleanField(default=False)  # she took it off her list

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["position", "pk"]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self):
        return f"{reverse('practice')}#step-{self.pk}"

    @property
    def words(self):
        """What it says, to who may still read it."""
        return self.text if self.text and self.practice.can_be_read() else _("A step that you can no longer read")

    def note_in_words(self):
        return _("Change my note") if self.note else _("Write a note")

    def moments_done(self):
        """When it was ticked off, as a list."""
        return [self.done_at] if self.done_at else []

    def gone_in_words(self):
        """What is said of one that is no longer in what it was taken from, or nothing."""
        if not self.is_gone:
            return ""
        return _("No longer in the answer.") if self.practice.answer_id else _("No longer in this stage.")

    def tick(self, is_done):
        """Tick it off, or not any more."""
        self.done_at = timezone.now() if is_done else None
        self.save(update_fields=["done_at"])

    def take_note(self, words):
        """Keep her own words at it, in the place of those before."""
        self.note = words
        self.save(update_fields=["note"])

    def drop(self):
        """Take it off the list; its tick and note come back with it if all is taken up once more."""
        self.is_dropped = True
        self.save(update_fields=["is_dropped"])
