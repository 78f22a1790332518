from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PublishableQuerySet(models.QuerySet):
    def published(self):
        """What readers see now. A time to come is a scheduled publication; nothing has to run for it."""
        return self.filter(published_at__lte=timezone.now())


class Publishable(models.Model):
    """Something that the coach writes in peace and publishes when she wants to."""

    published_at = models.DateTimeField(
        _("published"),
        null=True,
        blank=True,
        default=timezone.now,
        help_text=_("Empty: a draft that only you see. A time to come: it appears then, by itself."),
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def is_published(self):
        return self.published_at is not None and self.published_at <= timezone.now()
