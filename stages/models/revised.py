"""What the coach writes is kept in versions (`history`; `restore(version, by)`), and what moves leaves an `OldAddress`. Both
happen on `save()`, so words and slugs are never changed by `update()`. Order is a `PlaceField`: what is new stands last."""

from django.db import models
from django.utils.translation import gettext as _

# Where a row stands, whether it is published and on which page is no matter of words: restoring leaves it as it is now.
AS_IT_IS_NOW = {"id", "published_at", "guide", "stage", "identity"}


class Revised(models.Model):
    """Something of which every version is kept, in `history`: who wrote it, when, and all of its words."""

    class Meta:
        abstract = True

    @classmethod
    def restore(cls, version, by):
        """Make the row say what it said in `version`, one of its history, and return it; one that was deleted comes
        back, last of its kind. Raises ValidationError when that is not possible now, say because another stage has
        taken the address."""
        row = cls.objects.filter(pk=version.id).first() or cls.revived(version)
        for field in version.tracked_fields:
            if field.name not in AS_IT_IS_NOW:
                setattr(row, field.attname, getattr(version, field.attname))
        row.full_clean(exclude={field.name for field in cls._meta.concrete_fields} - _names(version))
        row.by(by, _("restored")).save()
        return row

    @classmethod
    def revived(cls, version):
        """Return a new row in the place of one that was deleted; where there is an order, it will be the last."""
        return cls(**{field.attname: getattr(version, field.attname) for field in version.tracked_fields})

    @classmethod
    def versions(cls, row):
        """Return the versions of a row, or of all that is or was a part of it, with who wrote them and what they name."""
        relations = {field.name: field.related_model for field in cls._meta.concrete_fields if field.is_relation}
        named = relations.keys() - AS_IT_IS_NOW
        part_of = next((name for name, model in relations.items() if model is type(row)), "id")
        versions = cls.history.filter(**{part_of: row.pk}).order_by(
            "-history_id"
        )  # not by a clock that may be set back
        return versions.select_related("history_user", *named)

    def by(self, user, why=""):
        """Sign the version that the next save writes; returns the row."""
        self._history_user, self._change_reason = user, str(why)
        return self


def _names(version):
    return {field.name for field in version.tracked_fields}
