import zoneinfo
from datetime import time
from itertools import groupby

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    AddEmailForm,
    ChangeEmailForm,
    ChangePasswordForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    ConfirmPasswordResetCodeForm,
    LoginForm,
    ReauthenticateForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
    SignupForm,
)
from allauth.core import context, ratelimit
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, SignupWebAuthnForm
from django import forms
from django.db import IntegrityError, transaction
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from accounts import pen_name_offers, pen_names
from accounts.models import MailChoices, User, When
from accounts.models.mail_choices import HOURS
from accounts.pen_names import TAKEN
from accounts.typos import AsksAboutSlips

BEGUN = "sign_up_begun"  # in the session: whom this browser has begun to sign up


class PenNameField(forms.CharField):
    """A name to be known by, tidied and free of look-alikes of the coach."""

    may_be_official = False  # the coach herself may have the coach's name

    def __init__(self, **options):
        super().__init__(max_length=pen_names.LONGEST, **options)

    def clean(self, value):
        name = pen_names.tidy(super().clean(value))
        if name:
            (pen_names.validate_shape if self.may_be_official else pen_names.validate)(name)
        return name


class AdultField(forms.BooleanField):
    """The one thing that everybody says before she writes here."""

    def __init__(self):
        kindly = _(
            "This place is for adults. If you're younger, please talk to a grown-up you trust, or to a help line for "
            "young people: they're there for exactly this."
        )
        super().__init__(initial="on", widget=forms.HiddenInput, error_messages={"required": kindly})


def refuse_many_codes_from_here(email):
    """Raise ValidationError when this address of the net has asked for many codes for one inbox: a stranger who does
    uses up his own share, and she still gets hers from elsewhere."""
    here = get_adapter().get_client_ip(context.request)
    if not ratelimit.consume(context.request, action="request_login_code_here", key=f"{here} {email.lower()}"):
        raise get_adapter().validation_error("too_many_login_attempts")


def say_name_offered(known):
    """Return the pen name that a sign-up begins with, and that it was made up here; what is `known` stays."""
    if known.get("pen_name"):
        return {}
    name = pen_name_offers.offer()
    return {"pen_name": name, "offered": name}


class WhereToSend(forms.Form):
    """What a page on which somebody writes asks of whoever isn't signed in: where the answer goes. The rest of signing up
    goes along unseen: a name that was made up, and what the sentence at the button says."""

    email = forms.EmailField(
        label=_("Where should we send the answer?"),
        help_text=_("For a code now and your answer later. It's never shown on the site."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    pen_name = forms.CharField(widget=forms.HiddenInput)
    offered = forms.CharField(widget=forms.HiddenInput)
    adult = AdultField()

    def __init__(self, *args, is_answered=True, **options):
        super().__init__(*args, **options)
        self.initial |= say_name_offered(self.initial)
        if not is_answered:  # a reply waits for nothing
            self.fields["email"].label = _("E-mail address")


class MailedCode:
    """The part of a form into which a mailed code is typed."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["code"].label = _("The code from the mail")
        self.fields["code"].error_messages["required"] = _("Please type the code from the mail.")
        self.fields["code"].widget = forms.TextInput(
            attrs={
                "class": "code",
                "size": 9,
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": True,
            }
        )


class SignInCode(MailedCode, ConfirmLoginCodeForm):
    """allauth's form for the code that signs in."""


class SignUpCode(MailedCode, ConfirmEmailVerificationCodeForm):
    """allauth's form for the code that shows whose address it is."""


class NewPasswordCode(MailedCode, ConfirmPasswordResetCodeForm):
    """allauth's form for the code that leads to a new password."""


class CodeForm(RequestLoginCodeForm):
    """allauth's way to ask for a code."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        name_address(self)

    def clean_email(self):
        refuse_many_codes_from_here(self.cleaned_data["email"])
        return super().clean_email()


class MendedAddress(AsksAboutSlips, ChangeEmailForm):
    """allauth's form for an address that was mistyped, beside the code."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        name_address(self)


class NewPasswordForm(ResetPasswordForm):
    """allauth's way to a new password."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        name_address(self)

    def clean_email(self):
        refuse_many_codes_from_here(self.cleaned_data["email"])
        return super().clean_email()


class AddressForm(AsksAboutSlips, AddEmailForm):
    """allauth's way to another e-mail address."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["email"].label = _("New e-mail address")
        self.fields["email"].widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    """allauth's sign-in, in which the password may stay empty: then a code is sent."""

    def _clean_without_password(self, email, phone):
        refuse_many_codes_from_here(email or "")
        return super()._clean_without_password(email, phone)

    def _setup_password_field(self):
        password = self.fields["password"]
        password.required = False
        password.label = _("Password, if you have one")
        password.help_text = _("Leave it empty and we send you a code by e-mail.")
        password.widget.attrs.pop("placeholder", None)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget.attrs.pop("placeholder", None)


class SecondFactorForm(AuthenticateForm):
    """allauth's form for the code of an app, of which an account takes a few in a while, from wherever they come."""

    def clean_code(self):
        if not ratelimit.consume(context.request, action="second_factor", key=str(self.user.pk)):
            raise get_adapter().validation_error("too_many_login_attempts")
        return super().clean_code()


class PasskeyForm(AddWebAuthnForm):
    """allauth's form for a passkey; each can sign in by itself, so there is nothing to tick."""

    passwordless = None

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        name_passkey(self)


class FirstPasskeyForm(SignupWebAuthnForm):
    """The same at the end of signing up."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        name_passkey(self)


def name_address(form):
    form.fields["email"].label = _("E-mail address")
    form.fields["email"].widget.attrs.pop("placeholder", None)


NAMES_OF_PASSWORDS = {
    "oldpassword": _("The password you have now"),
    "password": _("Your password"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
}


class Passwords:
    """The part of a form into which passwords are typed."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name, label in NAMES_OF_PASSWORDS.items():
            if name in self.fields:
                self.fields[name].label = label
                self.fields[name].help_text = ""  # allauth's leads away from the page; a code is another way in here
                self.fields[name].widget.attrs.pop("placeholder", None)
        if "password1" in self.fields:
            self.fields["password1"].help_text = _("At least ten characters. Three or four words are easy to remember.")


class ChangePassword(Passwords, ChangePasswordForm):
    """allauth's form for another password."""


class FirstPassword(Passwords, SetPasswordForm):
    """allauth's form for a first password."""


class ForgottenPassword(Passwords, ResetPasswordKeyForm):
    """allauth's form for a new password in the place of a forgotten one."""


class ShowItIsYou(Passwords, ReauthenticateForm):
    """allauth's form that asks for the password once more."""


def name_passkey(form):
    """Let her call it what she knows it by."""
    form.fields["name"].label = _("What you call it")
    form.fields["name"].help_text = _("So that you can tell them apart later: “my phone”.")


class SignUpForm(AsksAboutSlips, SignupForm):
    """allauth's sign-up with a pen name beside the e-mail address."""

    pen_name = PenNameField(
        label=_("Your name here"),
        help_text=_(
            "The only name others will see. We made one up; keep it or write another. You can change it later."
        ),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    offered = forms.CharField(required=False, widget=forms.HiddenInput)
    adult = AdultField()
    field_order = ["email", "pen_name", "offered", "adult"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial |= say_name_offered(self.initial)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].help_text = _("For a code now and your mails later. It’s never shown on the site.")
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def clean_email(self):
        """What was begun with it and never finished stands in nobody's way."""
        User.objects.abandoned().delete()
        self.forget_what_was_begun_here()
        return super().clean_email()

    def clean_pen_name(self):
        """A name that we made up and somebody has taken meanwhile is made up anew; so is one that was left out."""
        name = self.cleaned_data["pen_name"]
        if not name:
            return pen_name_offers.offer()
        if User.objects.is_free(name):
            return name
        if name == self.data.get("offered"):
            return pen_name_offers.offer()
        raise forms.ValidationError(TAKEN)

    def forget_what_was_begun_here(self):
        """Who mistyped her address and comes back to the form is not told that her own name is taken."""
        User.objects.begun_as(context.request.session.pop(BEGUN, None)).delete()

    def save(self, request):
        with transaction.atomic():
            return super().save(request)

    def try_save(self, request):
        """Save as allauth does. When somebody took the name in the same instant, raise ValidationError for the view to
        show beside the field; when the address was taken so, go on as allauth does for an address that has an account."""
        name = self.cleaned_data["pen_name"]
        try:
            saved = super().try_save(request)
        except IntegrityError as error:
            if not User.objects.is_free(name):
                raise forms.ValidationError({"pen_name": TAKEN}) from error
            self.account_already_exists = True
            saved = super().try_save(request)
        begun = User.objects.hold_name(name) if self.account_already_exists else saved[0]
        request.session[BEGUN] = begun and begun.pk
        return saved


class PenNameForm(forms.ModelForm):
    """Another pen name."""

    pen_name = PenNameField(label=_("Pen name"), widget=forms.TextInput(attrs={"autocomplete": "off"}))

    class Meta:
        model = User
        fields = ["pen_name"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["pen_name"].may_be_official = self.instance.is_coach()

    def clean_pen_name(self):
        name = self.cleaned_data["pen_name"]
        is_hers = pen_names.key(name) == pen_names.key(self.initial["pen_name"])
        if not is_hers and not User.objects.is_free(name, by=self.instance):
            raise forms.ValidationError(TAKEN)
        return name

    def save(self, commit=True):
        """Rename her and return True; False, with the reason in the form, when somebody took the name just now."""
        try:
            self.instance.rename(self.cleaned_data["pen_name"])
        except IntegrityError:
            self.add_error("pen_name", TAKEN)
            return False
        return True


def zones():
    """Return the choices of time zones, the coach's first, by continent."""
    named = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    by_place = groupby(named, lambda zone: zone.partition("/")[0])
    return [
        ("", _("the coach's")),
        *((place, [(zone, zone.replace("_", " ")) for zone in of]) for place, of in by_place),
    ]


class MailChoicesForm(forms.ModelForm):
    """Of what she wants to hear by mail: asked by the table of kinds, so that nothing is asked that never comes."""

    hour = forms.TypedChoiceField(coerce=int, label=MailChoices._meta.get_field("hour").verbose_name)
    time_zone = forms.ChoiceField(
        choices=zones, required=False, label=MailChoices._meta.get_field("time_zone").verbose_name
    )

    class Meta:
        model = MailChoices
        fields = [*MailChoices.NAMES, "hour", "time_zone", "no_quotes", "is_discreet"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        offered = {kind.name: kind.offered for kind in self.instance.kinds()}
        for name in MailChoices.NAMES:
            if name not in offered:
                del self.fields[name]
            elif len(offered[name]) < len(When):
                self.fields[name].choices = [(when.value, when.label) for when in offered[name]]
        self.fields["hour"].choices = [(hour, time_format(time(hour))) for hour in range(HOURS)]

    def save(self, commit=True):
        """Save what she chose, and let what is on its way to her follow it."""
        chosen = super().save(commit)
        chosen.person.notices.choose_anew(chosen)
        return chosen
