from django.db import models
from django.utils.translation import gettext_lazy as _


class OldAddressManager(models.Manager):
    def leave(self, row, slug):
        """Remember that this row stood at `slug`; who left an address last has it."""
        self.update_or_create(kind=row._meta.model_name, slug=slug, defaults={"target": row.pk})

    def found_at(self, slug, rows):
        """Return the one of `rows`, a QuerySet, that stood at `slug` before it moved, or None."""
        left = self.filter(kind=rows.model._meta.model_name, slug=slug)
        return rows.filter(pk__in=left.values("target")).first()


class OldAddress(models.Model):
    """Where something stood before it moved. It names the thing, not its next address: however often it moves, one step
    leads there. Looked at only when nothing stands at an address now, so who takes a free address has it."""

    kind = models.CharField(max_length=20)  # "guide", "stage" or "resource"
    slug = models.SlugField(max_length=80)
    target = models.PositiveBigIntegerField()

    objects = OldAddressManager()

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="an_address_leads_to_one_thing")]

    def __str__(self):
        return f"{self.kind}: {self.slug}"
