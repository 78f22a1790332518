"""What is compared with every search and text: the stages with all that is said of them, and the library. It is read once for
each change of what readers see, not once for each search. Within a transaction, which may yet be rolled back, nothing is kept.
Drafts are kept too, since what is scheduled appears without any change."""

from dataclasses import dataclass

from django.db import connection
from django.utils.functional import cached_property

from search.number import number
from stages.models import Resource, Stage


@dataclass
class Shelf:
    """All stages, drafts too, with what is said of them. What is worked out of them is kept with them."""

    ready: list

    def stages(self):
        """Return those that readers see now, in order."""
        return [stage for stage in self.ready if stage.can_be_read()]

    def resources(self):
        return [resource for resource in self.library if resource.is_published()]

    @cached_property
    def library(self):
        return list(Resource.objects.exclude(published_at=None))


class Keeper:
    """Keeps one Shelf, for one number."""

    kept = None, None

    def shelf(self):
        now = None if connection.in_atomic_block else number.now()
        known, shelf = self.kept
        if now is None or now != known:
            shelf = Shelf(all_stages())
            self.kept = (now, shelf) if now is not None else self.kept
        return shelf


def all_stages():
    stages = Stage.objects.exclude(published_at=None).in_order().select_related("guide")
    return list(stages.prefetch_related("guidance", "signs", "examples"))


shelf = Keeper().shelf
