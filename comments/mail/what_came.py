"""The mail of the day: one for all that came."""

from django.utils.translation import gettext as _

from accounts.mail_parts import Letter


def what_came(letters):
    """Return (Letter, its parts) of several Letters in one. What several say in the same words stands there once."""
    parts = []
    for letter in letters:
        parts += [part for part in letter.parts_in_digest() if part not in parts]
    letter = Letter(_("What came today"), _("Here's what came since the last time."))
    return letter, [*letter.parts(), *parts]
