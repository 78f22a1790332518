from django.db import models

from stages.models import Guide, Resource, Stage

THINGS = {"guide": Guide, "stage": Stage, "resource": Resource}


class OldPlaceQuerySet(models.QuerySet):
    def leads(self, path):
        """Return the address to which an address of the old site leads now, or an empty string."""
        place = self.filter(path=path[:LONGEST].lower()).first()
        return place.address() if place else ""


LONGEST = 200  # characters of an address


class OldPlace(models.Model):
    """Where something stood on the site that was brought here: `/2019/05/a-letter`, `?p=10`. It names the thing, not its
    address, so it leads there for ever."""

    run = models.ForeignKey("exchange.ImportRun", models.CASCADE, related_name="old_places")
    path = models.CharField(max_length=LONGEST, unique=True)
    kind = models.CharField(max_length=10)  # one of THINGS, or "url"
    target = models.PositiveBigIntegerField(null=True)
    to = models.CharField(max_length=300, blank=True)

    objects = OldPlaceQuerySet.as_manager()

    def __str__(self):
        return self.path

    def address(self):
        """Return where it is now; an empty string when readers cannot open it."""
        if self.kind not in THINGS:
            return self.to
        thing = THINGS[self.kind].objects.filter(pk=self.target).first()
        return thing.get_absolute_url() if thing and thing.can_be_read() else ""
