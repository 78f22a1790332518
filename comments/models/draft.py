import uuid
from datetime import timedelta

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import LONGEST

KEPT = timedelta(days=30)  # said so on the page where one writes


class DraftQuerySet(models.QuerySet):
    def old(self):
        return self.filter(updated_at__lt=timezone.now() - KEPT)


class Draft(models.Model):
    """What somebody wrote before she signed in. Only the browser that wrote it holds its key; it never posts itself."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stage = models.ForeignKey("stages.Stage", models.CASCADE, null=True, related_name="+")
    parent = models.ForeignKey("comments.Comment", models.CASCADE, null=True, related_name="+")
    text = models.TextField(validators=[MaxLengthValidator(LONGEST)])
    updated_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage__isnull=False, parent=None) | models.Q(stage=None, parent__isnull=False),
                name="a_draft_is_about_one_thing",
            )
        ]
