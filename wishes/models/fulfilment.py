"""What wishes have become, and who is told of it.

One word, `has_come`, says what a wish became; the state `fulfilled` alone is the desk's. Until the stage, guide or resource
can be read, readers see an open wish; the worker tells those who wished once it can (decision 0021)."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from stages.models import Guide, Resource, Stage


def is_there():
    """Return the condition that what a wish became can be read now."""
    return (
        Q(stage__in=Stage.objects.published())
        | Q(guide__in=Guide.objects.published())
        | Q(resource__in=Resource.objects.published())
    )


def opens_again(collector, field, wishes, using):
    """What wishes became is deleted for good: they are open again. (A field's `on_delete`.)"""
    for name, value in [("before", ""), ("state", "open"), (field.name, None)]:
        collector.add_field_update(field.model._meta.get_field(name), value, wishes)


class Fulfilled:
    """The part of a Wish that came true."""

    @property
    def became(self):
        """The stage, guide or resource that it is now, or None."""
        return self.stage or self.guide or self.resource

    def has_appeared(self):
        return self.state == self.State.FULFILLED and self.became.can_be_read()

    def state_for_readers(self):
        """Return the state that readers know of: what it became is not told of before they can read it."""
        is_to_come = self.state == self.State.FULFILLED and not self.has_appeared()
        return self.State.OPEN if is_to_come else self.State(self.state)

    def wishers(self):
        """Everybody who has this wish."""
        return User.objects.filter(Q(pk=self.by_id) | Q(pk__in=self.shares.values("reader")), is_active=True)

    def telling_in_words(self):
        """Return whether those who wished know of what it became."""
        if self.told_at:
            return _("everyone was told")
        if self.has_appeared():
            return _("everyone will be told in a moment")
        return _("not published yet: readers are told when it is")

    def note_told(self):
        """Those who wished have been written to."""
        self.told_at = timezone.now()
        self.save(update_fields=["told_at"])
