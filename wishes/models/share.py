from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.models.moderation_log import StaleObject


class ShareQuerySet(models.QuerySet):
    def of(self, reader):
        """What this reader wishes too and can read, the newest first; what has become part of another counts there."""
        return self.filter(reader=reader, wish__state__in=["open", "fulfilled"]).select_related("wish").order_by("-pk")


class Share(models.Model):
    """A reader wishes what another wished for. It is noted so that she is told when it is here; nobody is shown who."""

    wish = models.ForeignKey("comments.Wish", models.CASCADE, related_name="shares")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="shares")
    # The wish that she made or shared, and that became part of this one: taken apart again, it takes her along.
    came_with = models.ForeignKey("comments.Wish", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        app_label = "comments"  # the tables of existing sites have it
        verbose_name = _("shared wish")
        verbose_name_plural = _("shared wishes")
        constraints = [
            models.UniqueConstraint(fields=["wish", "reader"], name="shared_once"),
            models.CheckConstraint(
                condition=Q(came_with=None) | ~Q(came_with=F("wish")), name="a_share_came_from_elsewhere"
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class Shareable:
    """The part of a Wish that others wish too."""

    def whole(self):
        """Return the wish that this one has become part of, or itself."""
        return self.merged_into.whole() if self.merged_into else self

    def sharers_and_you(self):
        """The same, and whether the reader of the page is one of them (`marked_for`), as phrases."""
        you = [_("your own")] if self.is_hers else [_("you too")] if self.is_shared else []
        return [self.sharers_in_words(), *you]

    def on_the_list_in_words(self):
        """What its author reads of one that stands open, as phrases."""
        return [_("On the list"), *([self.sharers_in_words()] if self.shared_count else [])]

    def sharers_at_desk(self):
        """How many wish for it beside its author, as the desk says it: a list, empty when nobody does."""
        said = ngettext("%(count)s shares it", "%(count)s share it", self.shared_count)
        return [said % {"count": self.shared_count}] if self.shared_count else []

    def sharing_in_words(self):
        """The words on the button, for whom `is_shared` speaks of."""
        return _("I no longer wish this") if self.is_shared else _("I wish this too")

    def sharers_in_words(self):
        """How many wish for it beside its author."""
        if not self.shared_count:
            return _("One reader wishes this")
        said = ngettext("%(count)s reader wishes this too", "%(count)s readers wish this too", self.shared_count)
        return said % {"count": self.shared_count}

    def with_parts(self):
        """Return this wish and all that have become part of it."""
        return [self, *(each for part in self.parts.all() for each in part.with_parts())]

    @transaction.atomic
    def share(self, reader):
        """Wish it too, once; who made it does already. Raises StaleObject if it is not to be shared any more."""
        wish = self.whole()
        wish.lock()
        if not wish.can_be_shared():
            raise StaleObject(_("This wish isn't open any more. These are."))
        if not wish.is_by(reader):
            wish.shares.get_or_create(reader=reader)
            wish.count_shares()

    @transaction.atomic
    def unshare(self, reader):
        """As if she had never wished it, nor what has become part of it. Nothing is left of a wish that nobody has."""
        wish = self.whole()
        wish.lock()
        parts = wish.with_parts()
        if not any(
            part.shares.filter(reader=reader).exists() or (part.is_by(reader) and part != wish) for part in parts
        ):
            return
        for part in reversed(parts):
            part.shares.filter(reader=reader).delete()
            if part.is_by(reader) and part != wish:
                part.go_from_its_author()
        wish.count_shares()
        if wish.is_nobodys():
            wish.delete()

    def has_parts_of_others(self):
        return any(not part.is_by(self.by) if self.by else part.by_id is not None for part in self.with_parts()[1:])

    def go_from_its_author(self):
        """Be deleted, or stay without her where wishes of others are part of it."""
        if self.has_parts_of_others():
            self.by = None
            self.save(update_fields=["by"])
        else:
            self.delete()

    def is_nobodys(self):
        is_kept = self.shared_count or self.state == self.State.FULFILLED or self.has_parts_of_others()
        return self.by_id is None and not is_kept

    def count_shares(self):
        self.shared_count = self.shares.count()
        self.save(update_fields=["shared_count"])

    # Two that become one. What was shared stays noted with the part, and is copied: so it can be taken apart again.

    def lend_shares(self, whole):
        """Let everybody who has this wish have that one, each once."""
        readers = {self.by_id, *self.shares.values_list("reader", flat=True)} - {None, whole.by_id}
        readers -= set(whole.shares.values_list("reader", flat=True))
        model = self.shares.model
        model.objects.bulk_create(model(wish=whole, reader_id=reader, came_with=self) for reader in sorted(readers))
        whole.count_shares()

    def take_shares_along(self, whole):
        """Leave it with those who came by this wish."""
        whole.shares.filter(came_with=self).delete()
        whole.count_shares()
        self.count_shares()
