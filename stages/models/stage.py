from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from stages.fields import AddressField, LineField, PlaceField, RenderedField, WordsField
from stages.models.path import OnPath, Path
from stages.models.picture import StagePicture
from stages.models.publishable import Publishable, PublishableQuerySet
from stages.models.resource import Resource, coach_html
from stages.models.revised import Revised
from stages.prepared import prepared
from stages.text import first_words, headings_raised, lines_of

FIRST_GUIDANCE = 3  # pieces: enough to begin with


@prepared
def path_at(slug, moment):
    path = Stage.objects.published_by(moment).filter(guide__stages__slug=slug)
    return path.select_related("guide").with_whether_pictured().order_by("position")


@prepared
def stages_of(guide, moment):
    return Stage.objects.published_by(moment).filter(guide=guide).order_by("position")


@prepared
def signs_of(stage):
    return Sign.objects.filter(stage=stage)


@prepared
def guidance_of(stage):
    return Guidance.objects.filter(stage=stage)


@prepared
def pictures_of(stage):
    return StagePicture.objects.filter(stage=stage)


@prepared
def recommended_on(stage, moment):
    return Resource.objects.published_by(moment).listed_on(stage)


class StageQuerySet(PublishableQuerySet):
    def published_by(self, moment):
        """Stages that readers see then, if nothing changes: published themselves, in a published guide."""
        return super().published_by(moment).filter(guide__published_at__lte=moment)

    def ready(self):
        """Those that are published themselves, whether or not their guide is."""
        return super().published_by(timezone.now())

    def with_whether_pictured(self):
        """Tell of each whether it has pictures."""
        return self.annotate(is_pictured=Exists(StagePicture.objects.filter(stage=OuterRef("pk"))))

    def path_through(self, slug):
        """Return the published stages of the guide that the named one is in, in order; empty if there is no such."""
        path = path_at(slug, timezone.now())
        return path if any(stage.slug == slug for stage in path) else []

    def path_of(self, guide):
        """Return the Path of a guide's published stages; an empty one for None."""
        return Path.of(stages_of(guide.pk, timezone.now()) if guide else ())

    def path_with(self, stage):
        """Return the path of its guide as it will be with this stage, which may be a draft, on it."""
        now = timezone.now()
        shown = Q(published_at__lte=now) | Q(pk=stage.pk)
        return list(
            self.filter(shown, guide=stage.guide_id)
            .select_related("guide")
            .with_whether_pictured()
            .order_by("position")
        )

    def recommending(self, resource):
        """Those that list a resource, or name it in their text."""
        link = f'"{resource.get_absolute_url()}"'
        named = Q(situation_html__contains=link) | Q(guidance__detail_html__contains=link)
        return self.filter(Q(resources=resource) | named).distinct()

    def in_order(self):
        return self.order_by("guide__position", "guide_id", "position")


class Stage(OnPath, Revised, Publishable):
    """A phase of a relationship in a guide."""

    class LeadIn(models.TextChoices):
        BY = "by", _("Lean back by …")
        WITH = "with", _("Lean back with …")

    guide = models.ForeignKey("stages.Guide", models.PROTECT, related_name="stages", verbose_name=_("guide"))
    position = PlaceField(_("position"), within="guide")
    slug = AddressField(_("address"), max_length=80, unique=True)
    title = LineField(_("title"), max_length=120)
    teaser = LineField(
        _("one line about it"), max_length=200, blank=True, help_text=_("Readers see it in the list of stages.")
    )
    situation = WordsField(_("where you are"), blank=True)
    situation_html = RenderedField(source="situation", render=lambda stage, source: headings_raised(coach_html(source)))
    lead_in = models.CharField(_("how the advice begins"), max_length=4, choices=LeadIn, default=LeadIn.BY)
    donts = WordsField(_("what not to do"), blank=True, help_text=_("One a line. Begin each with “Don’t”."))
    resources = models.ManyToManyField(
        "stages.Resource", through="stages.StageResource", related_name="stages", verbose_name=_("resources")
    )
    origin = models.CharField(max_length=200, null=True, unique=True, editable=False)

    objects = StageQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["situation_html", "position", "origin", "updated_at"])

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["guide__position", "guide_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["guide", "position"],
                name="one_stage_a_position",
                violation_error_message=_("Another stage of this guide has this position."),
            )
        ]

    def __str__(self):
        return self.title

    def dont_list(self):
        """What readers had better not do in it, a line each."""
        return lines_of(self.donts)

    def first_guidance(self):
        """The pieces of guidance that other pages show of it."""
        return guidance_of(self.pk)[:FIRST_GUIDANCE]

    def parts(self):
        """Return what its page shows beside its text, as {name: rows}: all in few queries, none for what it has none of."""
        return {
            "pictures": pictures_of(self.pk) if self.is_pictured else [],
            "signs": signs_of(self.pk),
            "pieces": guidance_of(self.pk),
            "resources": recommended_on(self.pk, timezone.now()),
        }

    def path(self):
        """Return the Path that it stands on, as readers see it now; while they don't see it, an empty one."""
        stages = type(self).objects.path_through(self.slug)
        return Path.of(stages, stages.index(self) if self in stages else None)

    def can_be_read(self):
        return self.is_published() and self.guide.is_published()

    def description(self):
        """What search engines and shared links tell of it."""
        return self.teaser or first_words(self.situation_html)

    def share_picture(self):
        """The address of the picture that a link to it brings along."""
        return reverse("stage_share", args=[self.slug])


class Guidance(Revised):
    """One piece of "lean back by" advice: a short line that goes on from the lead-in, and a detail if it needs one."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="guidance")
    position = PlaceField(_("position"), within="stage")
    line = LineField(_("line"), max_length=500)
    detail = WordsField(_("detail"), blank=True)
    detail_html = RenderedField(source="detail", render=lambda guidance, source: coach_html(source))

    history = HistoricalRecords(excluded_fields=["detail_html", "position"])

    class Meta:
        verbose_name = _("guidance")
        verbose_name_plural = _("guidance")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.line


class Sign(Revised):
    """One thing that a reader may notice when she is in the stage."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="signs")
    position = PlaceField(_("position"), within="stage")
    line = LineField(_("sign"), max_length=300)

    history = HistoricalRecords(excluded_fields=["position"])

    class Meta:
        verbose_name = _("sign")
        verbose_name_plural = _("signs")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.line


class Example(models.Model):
    """How somebody in the stage might tell it, in her own words: readers never see it, "find your stage" goes by it."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="examples")
    line = LineField(_("example"), max_length=300)

    class Meta:
        verbose_name = _("example")
        verbose_name_plural = _("how readers might say it (nobody sees this; “Find your stage” goes by it)")
        ordering = ["pk"]

    def __str__(self):
        return self.line
