import re

from django import forms
from django.utils.translation import gettext_lazy as _

from search.models import Kind
from search.query import Search
from search.stage_finder import StageFinder, published_stages
from stages.models import Identity, Stage
from writing.fields import WordsField

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


# Signs are sorted by whom they are about, as their first word says it; of other languages they stand in one list.
ABOUT_HIM = re.compile(r"(he|his|him|él|su|sus|me)\b", re.IGNORECASE)
ABOUT_BOTH = re.compile(r"(we|our|us|it|there|nosotros|nuestr[oa]s?|nos)\b", re.IGNORECASE)
SIGNS_NOT_HERE = _(
    "One of the things you ticked isn’t on the list any more. Please look again: the rest is still ticked."
)


class OptionalWords(WordsField):
    """Words that may be left out; what is no word at all is still said."""

    def validate(self, value):
        if value.strip():
            super().validate(value)


class FindForm(forms.Form):
    """What a reader notices: signs to tick, her own words, or both."""

    text = OptionalWords(
        label=_("In your own words"),
        required=False,
        help_text=_("As you’d tell a friend. It isn’t saved or sent anywhere: only this page reads it."),
    )
    sign = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, error_messages={"invalid_choice": SIGNS_NOT_HERE}
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.stages = published_stages()
        self.signs = {str(sign.pk): sign for stage in self.stages for sign in stage.signs.all()}
        self.fields["text"].widget.attrs |= {"rows": 5}
        self.fields["sign"].choices = [(key, sign.line) for key, sign in self.signs.items()]

    def clean(self):
        said = super().clean()
        if not self.errors and not (said.get("text") or said.get("sign")):
            raise forms.ValidationError(_("Tick what you notice, or write a few words. Then we can look."))
        return said

    def groups(self):
        """Return the signs to tick as [(what they are about, [(key, line, "checked" or "")])], without a word of stages."""
        boxes = {_("About him"): [], _("About the two of you"): [], _("About you"): []}
        him, both, her = boxes.values()
        ticked = set(self["sign"].value() or ())
        for key, sign in self.signs.items():
            about = him if ABOUT_HIM.match(sign.line) else both if ABOUT_BOTH.match(sign.line) else her
            about.append((key, sign.line, "checked" if key in ticked else ""))
        return [(title, found) for title, found in boxes.items() if found]

    @property
    def words(self):
        return self.cleaned_data["text"].strip()

    def finder(self):
        """Return the StageFinder of a valid form."""
        return StageFinder(self.words, [self.signs[key] for key in self.cleaned_data["sign"]], self.stages)

    def all_said(self):
        """Return what she ticked and wrote as one text, to go on with."""
        ticked = [self.signs[key].line for key in self.cleaned_data["sign"]]
        return "\n\n".join(filter(None, ["\n".join(f"- {line}" for line in ticked), self.words]))
