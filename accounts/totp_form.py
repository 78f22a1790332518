"""The form into which the first code of an app is typed."""

from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _


class AppForm(ActivateTOTPForm):
    """allauth's form for the first code of an app, in our words and without a second label in the field."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["code"].label = _("The six digits from the app")
        self.fields["code"].widget = forms.TextInput(
            attrs={"class": "code", "size": 9, "autocomplete": "one-time-code", "inputmode": "numeric"}
        )
