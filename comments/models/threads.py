"""Many threads: who may read which, who waits, what lists show of them."""

from collections import defaultdict
from itertools import pairwise

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from comments.models import waits
from comments.models.asking_back import CLOSED_AFTER, REMINDED_AFTER
from comments.models.comment import Comment
from comments.models.moderation_log import Act, ModerationEntry
from comments.models.snooze import Snooze
from stages.pages import CountOf, page_from
from stages.prepared import prepared

ON_STAGE = 10  # threads on one page of a stage
IS_FEATURED = models.ExpressionWrapper(Q(featured_at__isnull=False), models.BooleanField())


@prepared
def locked_thread(pk):
    threads = Comment._meta.get_field("thread").related_model.objects
    return threads.with_lock().filter(pk=pk)


@prepared
def public_thread(pk, moment):
    threads = Comment._meta.get_field("thread").related_model.objects
    return threads.public_at(moment).filter(pk=pk).with_what_lists_show()


@prepared
def answered_lately(moment, *, most):
    threads = Comment._meta.get_field("thread").related_model.objects.public_at(moment)
    return threads.lately_answered().with_what_lists_show()[:most]


@prepared
def threads_on(stage, *, start, end):
    threads = Comment._meta.get_field("thread").related_model.objects.filter(stage=stage).shown_to_all()
    return threads.chosen_first().select_related("asker").annotate(counted=CountOf(threads))[start:end]


@prepared
def first_comments_in(reader, *keys):
    """`keys` are those of threads, and then as many of their last answers."""
    threads, answers = keys[: len(keys) // 2], keys[len(keys) // 2 :]
    first = Comment.objects.first_of(threads, answers).shown_or_of(reader)
    return first.select_related("author").defer("original", "held_because")


def question_and_answer(comments):
    """Return, of the first comments of a thread, its question and the first answer, as far as they are there."""
    question = [comment for comment in comments if comment.is_question]
    answers = (comment for comment in comments if comment.is_answer and comment.is_approved)
    return question + sorted(answers, key=lambda answer: answer.number)[:1]


def _between(newest, oldest):
    """Return the Q of those that wait since a moment after `oldest` and not after `newest`; None is no bound."""
    since = Q(waiting_since__gt=oldest) if oldest else Q()
    return since & (Q(waiting_since__lte=newest) if newest else Q())


class ThreadQuerySet(models.QuerySet):
    def public(self):
        """What everybody may read: a public question that is shown, under a stage that readers see."""
        return self.public_at(timezone.now())

    def public_at(self, moment):
        """What everybody may read then, if nothing changes."""
        return self.shown_to_all().filter(stage__published_at__lte=moment, stage__guide__published_at__lte=moment)

    def shown_to_all(self):
        """What everybody may read where the stage is seen."""
        return self.filter(is_shown=True, visibility=self.model.Visibility.PUBLIC)

    def for_pages_of(self, reader):
        """What lists on pages of this person show by themselves, whoever she is: home, all questions, those that are like
        hers. (A stage's own page, and a search, show what was asked for.)"""
        return self.public()

    def listed(self):
        """What search engines and feeds may tell of: public, and its asker has not said no."""
        return self.public().let_be_found()

    def let_be_found(self):
        return self.filter(is_listed=True)

    def locked(self, pk):
        """Return the one with this key, its row locked. Call inside a transaction."""
        for thread in locked_thread(pk):
            return thread
        raise self.model.DoesNotExist

    def with_lock(self):
        return self.select_for_update(of=("self",)).select_related("stage__guide")

    def with_last_change(self):
        """Give each thread the times at which readers last saw something new in it."""
        shown = Q(comments__status=Comment.Status.APPROVED)
        return self.annotate(
            published_last=models.Max("comments__published_at", filter=shown),
            edited_last=models.Max("comments__edited_at", filter=shown),
        )

    def miscounted(self):
        """Those whose kept numbers of messages or thanks are not what there is: none, unless a row was changed by hand."""
        stands = Q(comments__status=Comment.Status.APPROVED)
        counted = self.annotate(
            shown=models.Count("comments", filter=Q(comments__is_shown=True)),
            said=Coalesce(models.Sum("comments__thanks_count", filter=stands), 0),
        )
        return counted.exclude(comment_count=models.F("shown"), thanks_count=models.F("said")).order_by("pk")

    def visible_to(self, user):
        """What this person may open: what is public and her own; moderators all but private ones, coaches all."""
        if user.is_authenticated and user.is_coach():
            return self.standing()
        public = self.public()
        if not user.is_authenticated:
            return public
        hers = self.filter(Q(pk__in=public.values("pk")) | Q(asker=user, merged_into=None))
        return hers | self.not_private() if user.is_moderator() else hers

    def open_to(self, user, pk):
        """Return the one with this key, if this person may open it, with what lists show, or None."""
        if user.is_authenticated:
            return self.visible_to(user).with_what_lists_show().filter(pk=pk).first()
        return public_thread.first(pk, timezone.now())

    def standing(self):
        """What has not become part of another thread."""
        return self.filter(merged_into=None)

    def not_private(self):
        return self.standing().filter(visibility=self.model.Visibility.PUBLIC)

    def moderated_by(self, user):
        """What stands on this person's desk."""
        return self.standing() if user.is_coach() else self.not_private()

    def part_of(self, pk):
        """What a thread that is only an address has become part of."""
        return self.filter(merged__pk=pk)

    def waiting(self):
        """Questions that wait for the coach, longest first."""
        return self.filter(state=self.model.State.WAITING_FOR_COACH).order_by("waiting_since", "pk")

    def demo(self):
        """Those that were made up, so that a new site can be looked at."""
        return self.filter(is_demo=True)

    @transaction.atomic
    def remove_demo(self, by=None):
        """Take all demo threads away and return how many there were. Where a real reader has written under one, only what
        was made up goes: her words keep their place. The log says who did it (None: whoever runs the site)."""
        count = self.demo().count()
        if count:
            ModerationEntry.note(by, Act.NO_DEMO, before=str(count))
        for thread in self.demo().with_real_words():
            thread.forget_made_up_words()
        self.demo().delete()
        return count

    def asked_since(self, moment):
        """Questions of real people that came since, approved or not; spam is none."""
        spam = Comment.objects.filter(thread=OuterRef("pk"), number=1, status=Comment.Status.SPAM)
        return self.filter(asked_at__gte=moment, is_demo=False).exclude(Exists(spam))

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
        return self.filter(state=self.model.State.WAITING_FOR_COACH, is_demo=False)

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
        """Threads whose touch-base day has come. Who took leave is let go."""
        closed = self.model.State.CLOSED
        return self.filter(touch_base_on__lte=day).exclude(state=closed).order_by("touch_base_on", "pk")

    def came_back(self):
        """Threads in which she told how it went when it was time to touch base, and that wait since; the longest first."""
        return self.waiting().exclude(came_back_at=None)

    def waiting_for_reader_since(self, ago):
        """Threads whose askers have an account and were asked something back so long ago, or longer."""
        waiting = self.filter(state=self.model.State.WAITING_FOR_READER, set_at__lte=timezone.now() - ago)
        return waiting.filter(asker__is_active=True).order_by("set_at", "pk")

    def to_remind(self):
        """Those whose askers are to be reminded of it now; never twice."""
        return self.waiting_for_reader_since(REMINDED_AFTER).filter(reminded_at=None)

    def to_let_go(self):
        return self.waiting_for_reader_since(CLOSED_AFTER)

    def snoozed_by(self, user):
        """Those that this coach has put off for herself, the next first. What she writes afterwards wakes it up."""
        return self.waiting().filter(self._is_snoozed_by(user)).order_by("waiting_since", "pk")

    def not_snoozed_by(self, user):
        return self.exclude(self._is_snoozed_by(user))

    def _is_snoozed_by(self, user):
        asleep = Snooze.objects.filter(thread=OuterRef("pk"), by=user, until__gt=timezone.localdate())
        return Exists(asleep.filter(at__gt=OuterRef("waiting_since")))

    def touch_base_due(self):
        """Threads in which the coach has promised to ask how it went, and the day has come; the longest due first."""
        return self.filter(state=self.model.State.TOUCH_BASE_DUE).order_by("set_at", "pk")

    def answered(self):
        return self.exclude(answered_at=None)

    def recently_answered(self, reader, most=5):
        """Return a list of what was answered last, for a page of this person: at present the same `for_pages_of()` all."""
        return answered_lately(timezone.now(), most=most)

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

    def page_on(self, stage, number):
        """Return a Page of what everybody may read under a stage that readers see. Raises InvalidPage."""
        rows = lambda start, end: threads_on(stage.pk, start=start, end=end)  # noqa: E731
        page = page_from(rows, number, ON_STAGE, lambda threads: threads[0].counted)
        for thread in page.items:
            thread.stage = stage
        return page

    def with_first_comments(self, threads, user):
        """Give each of `threads` its question and first answer, if this person sees them, as `first_comments`, in one
        query."""
        by_thread, keys = defaultdict(list), [thread.pk for thread in threads]
        answers = [thread.last_answer_id for thread in threads]
        for comment in first_comments_in(user.pk, *keys, *answers) if threads else ():
            by_thread[comment.thread_id].append(comment)
        for thread in threads:
            thread.first_comments = thread.adopt(question_and_answer(by_thread[thread.pk]))
        return threads

    def asked_to_publish(self):
        """Private ones whose askers can be reached and have not answered yet."""
        return self.filter(publish_request=self.model.PublishRequest.ASKED, asker__is_active=True).select_related(
            "asker"
        )

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
