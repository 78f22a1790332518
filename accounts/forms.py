from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, RequestLoginCodeForm, ResetPasswordForm, SignupForm
from allauth.core import context, ratelimit
from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import pen_names
from accounts.models import User
from accounts.pen_names import TAKEN

BEGUN = "sign_up_begun"  # in the session: whom this browser has begun to sign up


class PenNameField(forms.CharField):
    """A name to be known by, tidied and free of look-alikes of the coach."""

    def __init__(self, **options):
        super().__init__(max_length=pen_names.LONGEST, **options)

    def clean(self, value):
        name = pen_names.tidy(super().clean(value))
        if name:
            pen_names.validate(name)
        return name


def refuse_many_codes_from_here(email):
    """Raise ValidationError when this address of the net has asked for many codes for one inbox: a stranger who does
    uses up his own share, and she still gets hers from elsewhere."""
    here = get_adapter().get_client_ip(context.request)
    if not ratelimit.consume(context.request, action="request_login_code_here", key=f"{here} {email.lower()}"):
        raise get_adapter().validation_error("too_many_login_attempts")


class CodeForm(RequestLoginCodeForm):
    """allauth's way to ask for a code."""

    def clean_email(self):
        refuse_many_codes_from_here(self.cleaned_data["email"])
        return super().clean_email()


class NewPasswordForm(ResetPasswordForm):
    """allauth's way to a new password."""

    def clean_email(self):
        refuse_many_codes_from_here(self.cleaned_data["email"])
        return super().clean_email()


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


class SignUpForm(SignupForm):
    """allauth's sign-up with a pen name beside the e-mail address."""

    pen_name = PenNameField(
        label=_("Pen name"),
        help_text=_("The only name that others see. It need not be yours."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    field_order = ["pen_name", "email"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].help_text = _("For a code now and the answer later. No one ever sees it.")
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def clean_pen_name(self):
        name = self.cleaned_data["pen_name"]
        User.objects.abandoned().delete()
        self.forget_what_was_begun_here()
        if User.objects.called_like(name).exists():
            raise forms.ValidationError(TAKEN)
        return name

    def forget_what_was_begun_here(self):
        """Who mistyped her address and comes back to the form is not told that her own name is taken."""
        User.objects.unfinished().filter(pk=context.request.session.pop(BEGUN, None)).delete()

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
            if User.objects.called_like(name).exists():
                raise forms.ValidationError({"pen_name": TAKEN}) from error
            self.account_already_exists = True
            saved = super().try_save(request)
        begun = User.objects.hold_name(name) if self.account_already_exists else saved[0]
        request.session[BEGUN] = begun and begun.pk
        return saved
