from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.desk_act import ANSWERS, DeskAct
from comments.models.moderation_log import Act, ModerationEntry, StaleObject


class Featurable:
    """A Thread that the coach may show first on its stage's page."""

    def feature(self, by, at=None):
        """Show it first on its stage's page, chosen now or `at` the time of an answer. Raises StaleObject if not everybody
        may read it."""
        if not self.is_public():
            raise StaleObject(_("Only a public question can be shown first."))
        self._feature(at or timezone.now(), by, Act.FEATURE)

    def unfeature(self, by):
        """Let it stand in its place among the others again."""
        self._feature(None, by, Act.UNFEATURE)

    @transaction.atomic
    def _feature(self, at, by, act):
        self.lock()
        if bool(self.featured_at) != bool(at):
            self.featured_at = at
            self.save(update_fields=["featured_at"])
            ModerationEntry.record(self.question, by, act)


FEATURING = [
    DeskAct(
        name="unfeature",
        label=_("Stop showing it first"),
        needs=ANSWERS,
        verb=Featurable.unfeature,
        told=_("It's back in its place among the others."),
        is_open=lambda thread: thread.featured_at is not None,
        refuses_itself=True,
        says=_("You're showing it first on its stage."),
    ),
    DeskAct(
        name="feature",
        label=_("Show it first on its stage"),
        needs=ANSWERS,
        verb=Featurable.feature,
        told=_("Done. It's shown first on its stage."),
        is_open=lambda thread: thread.featured_at is None and thread.is_public(),
        refuses_itself=True,
    ),
]
