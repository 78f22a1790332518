"""The forms by which a coach lets others help: what somebody is here, and within which limits."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Limits
from accounts.roles import MAY_BE_KEPT_FROM, Role
from accounts.typos import AsksAboutSlips
from desk.models import Invitation
from stages.time_fields import DayField


class LimitsForm(forms.ModelForm):
    """What a moderator may do. It is asked the kind way round; kept is what she may not."""

    may = forms.MultipleChoiceField(
        label=_("A moderator can approve and mark as spam. This one can also"),
        choices=list(MAY_BE_KEPT_FROM.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial["may"] = [name for name in MAY_BE_KEPT_FROM if name not in self.instance.kept_from]

    def clean_until(self):
        day = self.cleaned_data["until"]
        if day and Limits(until=day).are_over():
            raise forms.ValidationError(_("This day is over. Choose today or a later day, or leave it empty."))
        return day

    def _post_clean(self):
        self.instance.kept_from = [name for name in MAY_BE_KEPT_FROM if name not in self.cleaned_data.get("may", ())]
        super()._post_clean()


class RoleForm(LimitsForm):
    """The roles of somebody who has an account, whether she may sign in, and her limits as a moderator."""

    roles = forms.MultipleChoiceField(
        label=_("Role"), choices=Role, required=False, widget=forms.CheckboxSelectMultiple
    )
    is_active = forms.BooleanField(label=_("Can sign in"), required=False, template_name="forms/tick.html")
    field_order = ["roles", "is_active", "may", "most_an_hour", "until"]

    class Meta:
        model = Limits
        fields = ["most_an_hour", "until"]
        field_classes = {"until": DayField}

    def __init__(self, *args, person, **options):
        super().__init__(*args, instance=Limits.objects.of(person), **options)
        self.person = person
        self.initial |= {"roles": person.groups_of_hers(), "is_active": person.is_active}

    def clean(self):
        chosen = super().clean()
        stays_coach = Role.COACH in chosen.get("roles", ()) and chosen.get("is_active")
        if self.person.is_needed() and not stays_coach:
            raise forms.ValidationError(_("This is the only coach. Make someone else a coach first."))
        return chosen


class InvitationForm(AsksAboutSlips, LimitsForm):
    """Who is invited, to be what, and within which limits."""

    field_order = ["email", "role", "may", "most_an_hour", "until"]

    class Meta:
        model = Invitation
        fields = ["email", "role", "most_an_hour", "until"]
        field_classes = {"until": DayField}
        widgets = {"role": forms.RadioSelect}
        help_texts = {"email": _("They get one e-mail with a link that works for a week.")}
