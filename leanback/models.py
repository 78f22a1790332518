from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Thread
from stages.models import Guidance, Resource, Stage


class Kind(models.TextChoices):
    """What can be searched, as the reader chooses it."""

    STAGES = "stages", _("stages and what to do in them")
    LIBRARY = "library", _("library")
    QUESTIONS = "questions", _("questions and answers")


class PassageQuerySet(models.QuerySet):
    def visible(self):
        """What everybody may read at this moment, whatever the index says."""
        guidance = Q(guidance=None) | Exists(Guidance.objects.filter(pk=OuterRef("guidance"), stage=OuterRef("stage")))
        said = Comment.objects.approved().filter(pk=OuterRef("comment"), thread=OuterRef("thread"), is_shown=True)
        return self.filter(
            Q(Exists(Stage.objects.published().filter(pk=OuterRef("stage"))) & guidance)
            | Exists(Resource.objects.published().filter(pk=OuterRef("resource")))
            | Q(Exists(Thread.objects.public().filter(pk=OuterRef("thread"))) & Exists(said))
        )

    def of_kind(self, kind):
        """Only stages, only the library, only questions; all for an empty text."""
        owners = {Kind.STAGES: "stage", Kind.LIBRARY: "resource", Kind.QUESTIONS: "thread"}
        return self.filter(**{f"{owners[kind]}__isnull": False}) if kind else self

    def about(self, stage):
        """What belongs to this stage: itself, what it recommends, what was asked under it; all for None."""
        if stage is None:
            return self
        recommended = stage.resources.filter(pk=OuterRef("resource"))
        asked = stage.threads.filter(pk=OuterRef("thread"))
        return self.filter(Q(stage=stage) | Exists(recommended) | Exists(asked))

    def with_what_pages_show(self):
        return self.select_related("stage", "guidance", "resource", "thread__stage", "comment")


class Passage(models.Model):
    """One text that can be found. Triggers write these rows (`leanback/searching/index.py`); nothing else does.

    The keys may point to what is gone for a moment, like the lines of the log; `visible()` looks."""

    stage = models.ForeignKey(Stage, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    guidance = models.ForeignKey(Guidance, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    resource = models.ForeignKey(Resource, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    thread = models.ForeignKey(Thread, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    comment = models.ForeignKey(Comment, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    by_coach = models.BooleanField()
    title = models.TextField(blank=True)
    body = models.TextField(blank=True)

    objects = PassageQuerySet.as_manager()

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
