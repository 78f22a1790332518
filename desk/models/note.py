from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NOTE = 2_000  # characters: something to remember, not a file


class NoteQuerySet(models.QuerySet):
    def about(self, reader):
        """What is kept in mind of this person, the newest first; nothing of nobody."""
        return self.filter(on=reader).select_related("by").order_by("-pk") if reader else self.none()


class Note(models.Model):
    """What a coach wants to remember of a reader. Only coaches read it, since it may speak of what was told in private; it
    goes when she goes."""

    on = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("note"), validators=[MaxLengthValidator(LONGEST_NOTE)])
    at = models.DateTimeField(auto_now_add=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        app_label = "comments"  # the tables of existing sites have it
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="a_note_says_something")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
