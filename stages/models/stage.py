from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stages import drawings, text
from stages.fields import RenderedField
from stages.models.publishable import Publishable, PublishableQuerySet


class StageQuerySet(PublishableQuerySet):
    def published(self):
        """Stages that readers see now: published themselves, in a published guide."""
        return super().published().filter(guide__published_at__lte=timezone.now())

    def path_through(self, slug):
        """Return the published stages of the guide that the named one is in, in order; empty if there is no such."""
        path = list(self.published().filter(guide__stages__slug=slug).select_related("guide").order_by("position"))
        return path if any(stage.slug == slug for stage in path) else []

    def in_order(self):
        return self.order_by("guide__position", "guide_id", "position")


class Stage(Publishable):
    """A phase of a relationship in a guide."""

    class LeadIn(models.TextChoices):
        BY = "by", _("Lean back by …")
        WITH = "with", _("Lean back with …")

    guide = models.ForeignKey("stages.Guide", models.PROTECT, related_name="stages", verbose_name=_("guide"))
    position = models.PositiveSmallIntegerField(_("position"))
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    teaser = models.CharField(_("teaser"), max_length=200, blank=True, help_text=_("One line for the path of stages."))
    situation = models.TextField(_("where you are"), blank=True)
    situation_html = RenderedField(source="situation", render=lambda stage, source: text.coach_html(source))
    lead_in = models.CharField(_("lead-in"), max_length=4, choices=LeadIn, default=LeadIn.BY)
    resources = models.ManyToManyField(
        "stages.Resource", related_name="stages", blank=True, verbose_name=_("resources")
    )
    origin = models.CharField(max_length=200, null=True, unique=True, editable=False)

    objects = StageQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["guide__position", "guide_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["guide", "position"],
                name="one_stage_a_position",
                violation_error_message=_("Another stage of this guide stands at this position."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("stage", args=[self.slug])

    @property
    def scene(self):
        """The large drawing of this stage."""
        return drawings.SCENES[drawings.name_for(self.slug, self.position)]

    @property
    def mark(self):
        """Its small drawing, in the path of stages."""
        return drawings.MARKS[drawings.name_for(self.slug, self.position)]


class Guidance(models.Model):
    """One piece of "lean back by" advice: a short line that goes on from the lead-in, and a detail if it needs one."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="guidance")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    line = models.CharField(_("line"), max_length=500)
    detail = models.TextField(_("detail"), blank=True)
    detail_html = RenderedField(source="detail", render=lambda guidance, source: text.coach_html(source))

    class Meta:
        verbose_name = _("guidance")
        verbose_name_plural = _("guidance")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.line


class Sign(models.Model):
    """One thing that a reader may notice when she is in the stage."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="signs")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    line = models.CharField(_("sign"), max_length=300)

    class Meta:
        verbose_name = _("sign")
        verbose_name_plural = _("signs")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.line
