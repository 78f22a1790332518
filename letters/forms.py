from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.typos import AsksAboutSlips


class AddressForm(AsksAboutSlips):
    """Where the letters are to go."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,  # RFC 5321, 4.5.3.1.3, and the column
        help_text=_("We'll send a link there to confirm. We use it for these letters and nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
