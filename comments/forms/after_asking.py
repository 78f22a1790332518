"""What the asker chooses for a thread that stands: how it is signed, who may read it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import pen_names
from accounts.models import User
from comments.models import Thread


class SignatureField(forms.CharField):
    """A name for one thread. `by` is who will sign, for the form to tell; she may not have signed in yet."""

    def __init__(self, **options):
        super().__init__(
            label=_("A name for this question alone"),
            help_text=_("Such as “Waiting in Ohio”. Other readers can't tell from it what else you wrote here."),
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            max_length=pen_names.LONGEST,
            **options,
        )

    def clean(self, value):
        name = pen_names.tidy(super().clean(value))
        if name:
            User.objects.validate_signature(name, self.by)
        return name


class SignForm(forms.Form):
    """How the asker signs her messages in one thread."""

    signed_as = forms.ChoiceField(label=_("Signed with"), choices=Thread.SignedAs, widget=forms.RadioSelect)
    signature = SignatureField(required=False)

    def __init__(self, *args, by, **options):
        super().__init__(*args, **options)
        self.fields["signature"].by = by
        self.fields["signed_as"].choices = [
            (Thread.SignedAs.PEN_NAME, _("my pen name, %(name)s") % {"name": by.pen_name}),
            (Thread.SignedAs.SIGNATURE, _("a name for this question alone")),
            (Thread.SignedAs.NOBODY, _("no name at all")),
        ]

    def clean(self):
        chosen = super().clean()
        wants_one = chosen.get("signed_as") == Thread.SignedAs.SIGNATURE
        if wants_one and not chosen.get("signature") and "signature" not in self.errors:
            self.add_error("signature", _("Please write the name you'd like to sign with."))
        return chosen


class VisibilityForm(forms.Form):
    """Who may read a thread, and whether search engines may list it."""

    visibility = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=[(Thread.Visibility.PUBLIC, _("everybody")), (Thread.Visibility.PRIVATE, _("only me and the coach"))],
        widget=forms.RadioSelect,
    )
    is_listed = forms.BooleanField(
        label=_("Search engines may list it"),
        help_text=_(
            "Only a public question can be listed. With this off, lists on this site don't show its words either."
        ),
        required=False,
    )


class TouchBaseForm(forms.Form):
    """When the asker would like the coach to ask how it went."""

    WEEKS = [("1", _("in a week")), ("2", _("in two weeks")), ("4", _("in four weeks")), ("8", _("in eight weeks"))]

    weeks = forms.TypedChoiceField(
        label=_("When should the coach check back with you?"),
        choices=[*WEEKS, ("", _("not at all"))],
        coerce=int,
        empty_value=None,
        required=False,
        initial="2",
        widget=forms.RadioSelect,
    )
