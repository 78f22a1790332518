"""What the desk does with a comment as it was read."""

from django import forms
from django.utils.translation import gettext_lazy as _

from writing.fields import RevisionField


class RemoveForm(forms.Form):
    """Why a comment is removed: its author is told."""

    reason = forms.CharField(
        label=_("Why? The author is told."),
        max_length=500,
        error_messages={"required": _("Please say why; the author will read it.")},
    )
    revision = RevisionField()


class ActForm(forms.Form):
    """An act of one button on a comment as it was read."""

    revision = RevisionField()
