"""Many comments: what is shown to whom, in what order, and what lists at the desk hold."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from comments.models.report import Report
from comments.models.thanks import Thanks

IS_SCORED = models.ExpressionWrapper(Q(spam_score__isnull=False), models.BooleanField())
# Of what a comment answers, a page shows the name; its words, up to three times 20,000 characters, stay in the database.
UNREAD = ["parent__text", "parent__html", "parent__original", "parent__held_because"]
UNREAD += ["article__body", "article__body_html"]
FIRST_SHOWN = 8  # comments of a thread among which its stage looks for the first answer; after that it shows the last


class CommentQuerySet(models.QuerySet):
    def approved(self):
        return self.filter(status=self.model.Status.APPROVED)

    def answers(self):
        """The coach's words that stand."""
        return self.approved().filter(kind=self.model.Kind.ANSWER)

    def counts(self):
        """Of each thread: how many of these are shown, the thanks for those that stand, and when the first answer came."""
        stands = Q(status=self.model.Status.APPROVED)
        counted = (
            self.order_by()
            .values("thread")
            .annotate(
                shown=models.Count("pk", filter=Q(is_shown=True)),
                said=Coalesce(models.Sum("thanks_count", filter=stands), 0),
                answered=models.Min("created_at", filter=stands & Q(kind=self.model.Kind.ANSWER)),
            )
        )
        return counted.values_list("shown", "said", "answered")

    def miscounted(self):
        """Those whose kept number of thanks is not what there is."""
        return self.annotate(said=models.Count("thanks")).exclude(thanks_count=models.F("said")).order_by("pk")

    def met_by_answer(self, to):
        """What an answer to this comment settles too: the question and what it answers, if they wait, and what speaks of
        danger and stands: who answers has read it."""
        waits = Q(status=self.model.Status.PENDING) & (Q(pk=to.pk) | Q(number=1))
        speaks = Q(status=self.model.Status.APPROVED, attended_at=None) & ~Q(concerns="")
        return self.filter(waits | speaks).order_by("number")

    def pending(self):
        return self.filter(status=self.model.Status.PENDING)

    def really_sent(self):
        """What was written here by somebody; what was brought in has no account, or was never sent by a form."""
        return self.filter(Q(submission__isnull=False) | (Q(author__isnull=False) & ~Q(kind=self.model.Kind.ANSWER)))

    def to_be_seen_to(self):
        """What speaks of danger and nobody at the desk has seen to yet, oldest first."""
        return self.live().exclude(concerns="").filter(attended_at=None).order_by("created_at", "pk")

    def not_to_be_seen_to(self):
        """Without what `to_be_seen_to` puts on top."""
        return self.exclude(status__in=self.model.LIVE, attended_at=None, concerns__gt="")

    def but_questions(self):
        """What was said to a question."""
        return self.exclude(number=1)

    def live(self):
        """What stands or may stand: not spam, removed, withdrawn or missing."""
        return self.filter(status__in=self.model.LIVE)

    def in_words(self, mark, since):
        """What was written since in the words of this fingerprint, which is not empty."""
        return self.filter(fingerprint=mark, created_at__gt=since).exclude(fingerprint="")

    def visible_to(self, user):
        """What this person sees in a thread that she may open: what is shown, and her own while it waits or when it was
        taken away."""
        return self.shown_or_of(user) if user.is_authenticated else self.filter(is_shown=True)

    def shown_or_of(self, reader):
        """What is shown, and what this reader (None: nobody) sees beside it of her own."""
        hers = [self.model.Status.PENDING, self.model.Status.REMOVED, self.model.Status.SPAM]
        return self.filter(Q(is_shown=True) | Q(author=reader, status__in=hers))

    def listed(self):
        """What other pages and search engines may lead to."""
        threads = self.model._meta.get_field("thread").related_model.objects.listed()
        return self.approved().filter(thread__in=threads)

    def listed_as_pending(self):
        return self.pending().order_by(IS_SCORED.desc(), "-spam_score", "created_at", "pk")

    def listed_as_reported(self):
        return self.filter(pk__in=Report.objects.open().newest_comments()).order_by("-pk")

    def listed_as_approved(self):
        return self.approved().exclude(kind=self.model.Kind.ANSWER).order_by("-pk")

    def listed_as_spam(self):
        return self.filter(status=self.model.Status.SPAM).order_by("-pk")

    def listed_as_removed(self):
        return self.filter(status=self.model.Status.REMOVED).order_by("-pk")

    def newest_first(self):
        return self.select_related("thread").order_by("-created_at", "-pk")

    def in_reading_order(self):
        """The question, then each branch whole: two levels are indented, deeper ones stand flat in their branch."""
        return self.order_by(Coalesce("branch_id", 0), "number")

    def in_copy_of(self, person, thread):
        """What stands in the copy of her data: all of hers, and what others said where she may read it."""
        shown = Q(is_shown=True) if thread.asker_id == person.pk or thread.is_public() else Q(pk=None)
        hers = self.filter(Q(author=person) | shown).prefetch_related("versions")
        return hers.with_what_pages_show().in_reading_order()

    def spoken_by_asker_or_coach(self, thread):
        """The question, answers, and what else the asker said: known by her account or, brought in, by her name."""
        if thread.asker_id:
            return self.spoken_by(thread.asker_id)
        hers = Q(author=None, byline=thread.asker_byline) & ~Q(byline="")
        return self.filter(hers | self._of_question_or_answer())

    def spoken_by(self, asker):
        """The question, answers, and what else this asker said."""
        return self.filter(Q(author=asker) | self._of_question_or_answer())

    def _of_question_or_answer(self):
        return Q(kind__in=[self.model.Kind.QUESTION, self.model.Kind.ANSWER])

    def written_by(self, person):
        return self.filter(author=person)

    def said_to_others_by(self, reader):
        """What she said in the questions of others and has not taken back, the newest first."""
        hers = self.filter(author=reader, kind=self.model.Kind.REPLY).exclude(thread__asker=reader)
        gone = [self.model.Status.WITHDRAWN, self.model.Status.MISSING, self.model.Status.MOVED]
        return (
            hers.exclude(status__in=gone)
            .select_related("author", "thread__stage__guide")
            .order_by("-created_at", "-pk")
        )

    def in_numbers(self):
        """Return {status: how many}, of those that are any."""
        counted = self.order_by().values_list("status").annotate(models.Count("pk"))
        return {self.model.Status(status): count for status, count in counted}

    def by_other_readers_than(self, asker):
        return self.approved().exclude(author=asker).exclude(kind=self.model.Kind.ANSWER)

    def first_of(self, threads, last_answers):
        """Of the first comments of each thread its question and what may be its answer, and its last answer (None: there is
        none), all by their keys: a bounded number, however long a thread is."""
        first = reduce(or_, (Q(thread=thread) for thread in threads)) & Q(number__lte=FIRST_SHOWN)
        is_answer = Q(kind=self.model.Kind.ANSWER, status=self.model.Status.APPROVED)
        return self.filter(first & (Q(number=1) | is_answer) | Q(pk__in=last_answers))

    def answers_since(self, moment):
        """Answers of real threads that were published since."""
        return self.answers().filter(published_at__gte=moment, thread__is_demo=False)

    def resources_named(self, most):
        """Return (key of a resource, in how many of these it is named), the most named first."""
        named = self.order_by().exclude(resources=None).values_list("resources")
        return list(named.annotate(times=models.Count("pk")).order_by("-times", "resources")[:most])

    def answers_in(self, threads):
        """Answers that stand in any of these threads, newest first."""
        in_them = models.Exists(threads.filter(pk=models.OuterRef("thread")))
        return self.answers().filter(in_them).order_by("-published_at", "-pk")

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
        fullest = self.answers().filter(thread=models.OuterRef("pk"))
        fullest = fullest.order_by(models.functions.Length("text").desc(), "pk").values("pk")[:1]
        asked = self.model._meta.get_field("thread").related_model.objects.filter(pk__in=threads)
        keys = dict(asked.values_list("pk", models.Subquery(fullest)))
        answers = self.with_what_desks_show().in_bulk([key for key in keys.values() if key])
        return [answers[keys[pk]] for pk in threads if keys.get(pk) in answers]

    def with_what_pages_show(self):
        return self.select_related("author", "parent__author", "article").defer(*UNREAD)

    def to_tell_of(self):
        """What stands or waits in a thread that is not made up."""
        real = self.live().filter(thread__is_demo=False)
        return real.select_related("author", "parent__author", "thread__asker", "thread__stage__guide")

    def answers_to_tell(self):
        """Answers that stand."""
        return self.to_tell_of().answers()

    def removals_to_tell(self):
        return self.filter(status=self.model.Status.REMOVED, author__is_active=True).select_related(
            "author", "thread__stage"
        )

    def with_what_desks_show(self):
        return self.select_related("author", "parent__author", "article", "thread__stage__guide", "thread__asker")

    def tell_what_only_desks_show(self, comments):
        """Give each of these comments its `versions`, `softenings` and `open_reports`, in three queries for all."""
        reports = models.Prefetch("reports", Report.objects.open(), to_attr="open_reports")
        models.prefetch_related_objects(comments, reports, "versions", "softenings")

    def with_newcomers(self):
        """Tell of each whether nothing of its author was ever approved."""
        approved = self.model._base_manager.filter(status=self.model.Status.APPROVED, author=models.OuterRef("author"))
        return self.annotate(by_newcomer=~models.Exists(approved))

    def moderated_by(self, user):
        """What stands on this person's desk: moderators do not read private threads."""
        return self if user.is_coach() else self.filter(thread__visibility="public")
