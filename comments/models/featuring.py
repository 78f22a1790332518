from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models.moderation_log import Act, ModerationEntry, StaleObject


class Featurable:
    """A Thread that the coach may show first on its stage's page."""

    def feature(self, by, at=None):
        """Show it first on its stage's page, chosen now or `at` the time of an answer. Raises StaleObject if not everybody
        may read it."""
        if not self.is_public():
            raise StaleObject(_("Only a question that everybody may read can be chosen."))
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
