"""What can be done with a question once it is sent, by the reader whose it is and by those who read it."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class AfterAsking:
    """The part of a Thread that is in her hands after sending."""

    class SignedAs(models.TextChoices):
        PEN_NAME = "pen_name", _("pen name")
        SIGNATURE = "signature", _("a name for this question alone")
        NOBODY = "nobody", _("no name at all")

    @property
    def signed_as(self):
        if self.is_nameless:
            return self.SignedAs.NOBODY
        return self.SignedAs.SIGNATURE if self.signature else self.SignedAs.PEN_NAME

    def is_asked_by(self, user):
        return user.is_authenticated and user.pk == self.asker_id

    def acts_open_to(self, user):
        """Return the names of what this person may do with this thread now. Views refuse by it, pages draw from it."""
        return {"sign"} if self.is_asked_by(user) else set()

    @transaction.atomic
    def sign(self, signed_as, signature=""):
        """Show another name, or none, over all that the asker wrote here: from the next page on, wherever it stands."""
        self.lock()
        self.signature = signature if signed_as == self.SignedAs.SIGNATURE else ""
        self.is_nameless = signed_as == self.SignedAs.NOBODY
        self.save(update_fields=["signature", "is_nameless"])
