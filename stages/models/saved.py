from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from stages.models.stage import Stage


class SavedStageQuerySet(models.QuerySet):
    def of(self, person):
        """What she saved, newest first, as far as it can be read."""
        return (
            self.filter(person=person, stage__in=Stage.objects.published())
            .select_related("stage")
            .order_by("-at", "-pk")
        )

    def holds(self, person, stage):
        return person.is_authenticated and self.filter(person=person, stage=stage).exists()

    @transaction.atomic
    def toggle(self, person, stage):
        """Save the stage for her, or let it go if it was saved; returns whether it is saved now."""
        saved, is_new = self.select_for_update().get_or_create(person=person, stage=stage)
        if not is_new:
            saved.delete()
        return is_new


class SavedStage(models.Model):
    """A stage that somebody wants to find again. Nobody else sees it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_stages")
    stage = models.ForeignKey(Stage, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = SavedStageQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved stage")
        verbose_name_plural = _("saved stages")
        constraints = [models.UniqueConstraint(fields=["person", "stage"], name="a_stage_is_saved_once")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
