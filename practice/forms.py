from django import forms
from django.utils.translation import gettext_lazy as _

from practice.models import LONGEST_NOTE


class StepNoteForm(forms.Form):
    """What she writes down for herself at a step; empty takes it away. It is called `text` like all that people write, so that
    every page that says no gives it back."""

    text = forms.CharField(
        label=_("My note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
