from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from stages.fields import LineField, PlaceField
from stages.models.revised import Revised
from stages.pictures import PictureField, SizesField


class StagePicture(Revised):
    """A picture of a stage. What it shows is told in words too; of these every version is kept, of pictures the last."""

    stage = models.ForeignKey("stages.Stage", models.CASCADE, related_name="pictures")
    position = PlaceField(_("position"), within="stage")
    image = PictureField(
        _("picture"),
        upload_to="stages",
        width_field="width",
        height_field="height",
        sizes_field="sizes",
        alt_field="alt",
    )
    alt = LineField(
        _("what it shows"), max_length=300, help_text=_("For readers who cannot see it: one plain sentence.")
    )
    caption = LineField(_("caption"), max_length=200, blank=True)
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    sizes = SizesField()

    history = HistoricalRecords(excluded_fields=["position", "image", "width", "height", "sizes"])

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(alt=""), name="every_picture_has_words")]

    def __str__(self):
        return self.alt

    @classmethod
    def revived(cls, version):
        raise ValidationError(_("The picture itself is gone. Put it up again and give it these words."))
