from django.db import models
from django.utils.translation import gettext_lazy as _

from stages.pictures import PictureField, SizesField


class StagePicture(models.Model):
    """A picture of a stage. What it shows is told in words too."""

    stage = models.ForeignKey("stages.Stage", models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    image = PictureField(
        _("picture"),
        upload_to="stages",
        width_field="width",
        height_field="height",
        sizes_field="sizes",
        alt_field="alt",
    )
    alt = models.CharField(
        _("what it shows"), max_length=300, help_text=_("For readers who cannot see it: one plain sentence.")
    )
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    sizes = SizesField()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(alt=""), name="every_picture_has_words")]

    def __str__(self):
        return self.alt
