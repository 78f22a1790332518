from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stages.clock import in_words
from stages.models.address import OldAddress


class PublishableQuerySet(models.QuerySet):
    def published(self):
        """What readers see now. A time to come is a scheduled publication; nothing has to run for it."""
        return self.published_by(timezone.now())

    def published_by(self, moment):
        """What readers will see then, if nothing changes."""
        return self.filter(published_at__lte=moment)

    def at(self, slug):
        """Return the one that stands at this address, or None."""
        return self.filter(slug=slug).first()

    def found(self, slug):
        """Return the one that stands at this address, or stood there before it moved, or None."""
        return self.at(slug) or OldAddress.objects.found_at(slug, self.all())

    def with_key(self, pk):
        return self.filter(pk=pk).first()

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def oldest_first(self):
        """An order that publishing something new does not change: pages of it keep what is on them."""
        return self.order_by("pk")


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

    def changed_at(self):
        """When readers last saw something new: its publication may have been set to a time after the last change."""
        return max(self.updated_at, self.published_at)

    def is_published(self):
        return self.published_at is not None and self.published_at <= timezone.now()

    def can_be_read(self):
        """Do readers see it?"""
        return self.is_published()

    def standing_in_words(self):
        """What the coach is told of where it stands."""
        if self.published_at is None:
            return _("draft")
        if not self.is_published():
            return _("appears on %s") % in_words(self.published_at)
        since = _("published since %s") % in_words(self.published_at)
        return since if self.can_be_read() else _("%s, but its guide is not") % since

    def move_to_address(self, slug):
        """Take another address; the one it had leads there for ever."""
        self.slug = slug
        self.save(update_fields=["slug", "updated_at"])

    def leave_address(self, slug):
        """Let what leads to the address it had find it for ever. Called by its AddressField."""
        OldAddress.objects.leave(self, slug)
