from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from stages.fields import AddressField, LineField, PlaceField, RenderedField, WordsField
from stages.models.publishable import Publishable, PublishableQuerySet
from stages.models.resource import coach_html
from stages.models.revised import Revised
from stages.prepared import prepared
from stages.text import first_words, headings_raised, lines_of


@prepared
def guides_by(moment):
    return Guide.objects.published_by(moment).order_by("-is_primary", "position", "pk")


class GuideQuerySet(PublishableQuerySet):
    def primary(self):
        """Return the published guide that the home page shows, or None."""
        return self.primary_and_others()[0]

    def primary_and_others(self):
        """Return the published guide that the home page shows (None: there is none), and a list of the others, in order."""
        primary, *others = guides_by(timezone.now()) or [None]
        return primary, others

    def besides_primary(self):
        """Those that have a page of their own; the primary one is the home page."""
        return self.published().besides(self.primary())

    def besides(self, guide):
        """All but this one, or all where it is None."""
        return self.exclude(pk=guide and guide.pk)

    def in_order(self):
        return self.order_by("position", "pk")

    @transaction.atomic
    def put_in_order(self, guide_ids):
        """Give the guides the order of `guide_ids`."""
        for position, pk in enumerate(guide_ids, start=1):
            self.filter(pk=pk).update(position=position)


class Guide(Revised, Publishable):
    """One body of advice; holds stages."""

    slug = AddressField(_("address"), max_length=80, unique=True)
    title = LineField(_("title"), max_length=120)
    summary = LineField(_("in one sentence"), max_length=300, blank=True)
    what_it_is = WordsField(_("what it is"), blank=True)
    what_it_is_html = RenderedField(
        source="what_it_is", render=lambda guide, source: headings_raised(coach_html(source))
    )
    how_it_helps = WordsField(_("how it helps"), blank=True)
    how_it_helps_html = RenderedField(source="how_it_helps", render=lambda guide, source: coach_html(source))
    principles = WordsField(_("principles"), blank=True, help_text=_("One a line."))
    position = PlaceField(_("position"))
    is_primary = models.BooleanField(_("on the home page"), default=False)
    origin = models.CharField(max_length=200, null=True, unique=True, editable=False)  # where it was imported from

    objects = GuideQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=["what_it_is_html", "how_it_helps_html", "position", "is_primary", "origin", "updated_at"]
    )

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_primary"], condition=models.Q(is_primary=True), name="one_primary_guide"
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("home") if self.is_primary else reverse("guide", args=[self.slug])

    def description(self):
        """What search engines and shared links tell of it."""
        return self.summary or first_words(self.what_it_is_html)

    def principle_list(self):
        return lines_of(self.principles)

    @transaction.atomic
    def show_on_home_page(self):
        """Make this the primary guide instead of the one that was."""
        Guide.objects.exclude(pk=self.pk).filter(is_primary=True).update(is_primary=False)
        self.is_primary = True
        self.save(update_fields=["is_primary"])

    @transaction.atomic
    def order_stages(self, stage_ids):
        """Give the guide's stages the order of `stage_ids`; the ones that are not named keep their order behind them.

        Positions are unique in a guide, so all step aside first."""
        mine = list(self.stages.order_by("position").values_list("pk", flat=True))
        order = [pk for pk in stage_ids if pk in mine] + [pk for pk in mine if pk not in stage_ids]
        highest = self.stages.aggregate(highest=models.Max("position", default=0))["highest"]
        for start in (highest, 0):
            for position, pk in enumerate(order, start=start + 1):
                self.stages.filter(pk=pk).update(position=position)
