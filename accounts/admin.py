from django import forms
from django.apps import apps
from django.contrib import admin
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role


class PersonForm(forms.ModelForm):
    """What the coach may change of a person: her roles, and whether she may sign in."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = User
        fields = ["is_active"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial["roles"] = list(self.instance.roles)

    def clean(self):
        super().clean()
        chosen = self.cleaned_data
        stays_coach = Role.COACH in chosen.get("roles", ()) and chosen.get("is_active")
        if self.instance.is_needed() and not stays_coach:
            raise forms.ValidationError(_("This is the only coach. Make somebody else a coach first."))
        return chosen

    def _save_m2m(self):
        super()._save_m2m()
        for role in Role:
            (self.instance.take_role if role in self.cleaned_data["roles"] else self.instance.drop_role)(role)


@admin.register(User)
class PersonAdmin(admin.ModelAdmin):
    form = PersonForm
    list_display = ["pen_name", "email", "is_active", "joined_at"]
    list_filter = ["groups", "is_active"]
    search_fields = ["pen_name", "email"]
    fields = ["pen_name", "email", "joined_at", "second_factor", "is_active", "roles"]
    readonly_fields = ["pen_name", "email", "joined_at", "second_factor"]

    @admin.display(description=_("second factor"))
    def second_factor(self, person):
        """How she signs in beyond a password or code; for staff also until when she may do without."""
        kinds = {"webauthn": _("passkey"), "totp": _("app with codes")}
        said = ", ".join(str(kinds[kind]) for kind in sorted(person.second_factors))
        if said or not person.second_factor_by:
            return said or _("none")
        return _("none; asked for from %(day)s on") % {"day": date_format(person.second_factor_by)}

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_related(self, request, form, formsets, change):
        """Save the roles, and write down in the log of moderation what changed."""
        before = form.initial["roles"], form.initial["is_active"]
        super().save_related(request, form, formsets, change)
        after = form.cleaned_data["roles"], form.cleaned_data["is_active"]
        if (sorted(before[0]), before[1]) != (sorted(after[0]), after[1]):
            entries = apps.get_model("comments", "ModerationEntry")
            entries.note(
                request.user, "roles", person=form.instance, before=_in_words(*before), after=_in_words(*after)
            )


def _in_words(roles, is_active):
    """Return roles as the log says them; who may not sign in has a dash before them."""
    return ("" if is_active else "– ") + ", ".join(sorted(roles))
