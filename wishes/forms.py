from django.utils.translation import gettext_lazy as _

from wishes.models.wish import LONGEST_WISH
from writing.fields import OneLineField
from writing.forms import HintsForm
from writing.hints import softened


class WishForm(HintsForm):
    """A wish. It is called `text` like all that people write, so that every page that says no gives it back."""

    text = OneLineField(
        label=_("What would you like to find here?"),
        help_text=_("In one line, such as “The same for those who have been married long”."),
        max_length=LONGEST_WISH,
    )

    def __init__(self, *args, person, **options):
        super().__init__(*args, **options)
        self.person = person

    def is_ready(self):
        """Is it complete, and to be sent? Softer words come back to be looked at."""
        if not self.is_valid():
            return False
        if self.is_to_be_softened():
            self.put(text=softened(self.words))
        return self.data.get("then", "send") == "send" and self.has_seen_what_is_told()
