"""Two quiet questions that a form asks of whoever fills it in: was a field filled in that people do not see, and was it
sent faster than anybody writes? Neither refuses anything: what they notice makes a newcomer's message wait."""

from datetime import timedelta

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

TOO_QUICK = timedelta(seconds=3)  # to read the page, write and send; "Thank you!" takes a person four
_signer = signing.TimestampSigner(salt="comments.traps")


def now_signed():
    return _signer.sign("opened")


def is_too_quick(opened):
    """Was the form opened only a moment ago? One that does not say, or not in our hand, is not held against anyone."""
    try:
        _signer.unsign(opened)
    except signing.BadSignature:
        return False
    try:
        _signer.unsign(opened, max_age=TOO_QUICK)
    except signing.SignatureExpired:
        return False
    return True


class Trapped(forms.Form):
    """A form with both questions; `signs()` says what they noticed."""

    homepage = forms.CharField(
        label=_("Please leave this empty"),
        initial="",
        required=False,
        template_name="forms/trap.html",
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(required=False, initial=now_signed, widget=forms.HiddenInput)

    field_order = ["text"]

    def signs(self):
        """Return the names of what was noticed, as `holding.SIGNS` has them."""
        said = self.cleaned_data
        noticed = {"unseen_field": bool(said["homepage"]), "too_quick": is_too_quick(said["opened"])}
        return tuple(name for name, is_so in noticed.items() if is_so)
