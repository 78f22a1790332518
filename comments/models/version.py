from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CommentVersion(models.Model):
    """The words of a comment before an edit, for the desk alone. What is taken back takes them along."""

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="versions")
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("until"), default=timezone.now)

    class Meta:
        verbose_name = _("earlier words")
        verbose_name_plural = _("earlier words")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class Versioned:
    """The part of a Comment that remembers what it said before."""

    def _keep_version(self, at):
        """Note the words as they are until now."""
        self.versions.create(text=self.source, at=at)

    def forget_versions(self):
        """What it said before is gone for good."""
        self.versions.all().delete()
