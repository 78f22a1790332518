from django import forms
from django.utils.translation import gettext_lazy as _

from search.models import Kind
from search.query import Search
from stages.models import Identity, Stage

LONGEST = 200  # characters; what is longer is searched by its beginning


class SearchForm(forms.Form):
    """What to look for, and where. Whatever is typed is words; a filter that is not understood is left out."""

    q = forms.CharField(
        label=_("Words"), required=False, widget=forms.TextInput(attrs={"type": "search", "dir": "auto"})
    )
    kind = forms.ChoiceField(label=_("In"), required=False, choices=[("", _("everything")), *Kind.choices])
    stage = forms.ModelChoiceField(
        label=_("Stage"), required=False, queryset=None, to_field_name="slug", empty_label=_("all stages")
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["stage"].queryset = Stage.objects.published().in_order()

    def clean_q(self):
        return self.cleaned_data["q"][:LONGEST]

    def search(self):
        """Return the Search that the form asks for."""
        self.is_valid()
        asked = self.cleaned_data
        language = Identity.objects.current().language
        return Search(asked.get("q", ""), asked.get("kind", ""), asked.get("stage"), language)
