from allauth.account.forms import LoginForm, SignupForm
from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import pen_names
from accounts.models import User

TAKEN = _("This name is taken, or looks too much like one that is. Please choose another.")


class PenNameField(forms.CharField):
    """A name to be known by, tidied and free of look-alikes of the coach."""

    def __init__(self, **options):
        super().__init__(max_length=pen_names.LONGEST, **options)

    def clean(self, value):
        name = pen_names.tidy(super().clean(value))
        if name:
            pen_names.validate(name)
        return name


class SignInForm(LoginForm):
    """allauth's sign-in, in which the password may stay empty: then a code is sent."""

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
        if User.objects.filter(pen_name_key=pen_names.key(name)).exists():
            raise forms.ValidationError(TAKEN)
        return name

    def save(self, request):
        with transaction.atomic():
            return super().save(request)

    def try_save(self, request):
        """Save as allauth does. When somebody took the name in the same instant, raise ValidationError for the view to
        show beside the field; when the address was taken so, go on as allauth does for an address that has an account."""
        try:
            return super().try_save(request)
        except IntegrityError as error:
            if User.objects.filter(pen_name_key=pen_names.key(self.cleaned_data["pen_name"])).exists():
                raise forms.ValidationError({"pen_name": TAKEN}) from error
            self.account_already_exists = True
            return super().try_save(request)
