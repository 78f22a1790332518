"""Fields of what people write, and of what a page says of itself."""

import unicodedata
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.models.comment import LONGEST
from comments.models.titles import LONGEST_TITLE
from stages.fields import LineFormField
from stages.text import BLANK_LETTERS


class WordsField(forms.CharField):
    """What somebody writes: any length from one sign to 20,000, or to what another form says."""

    widget = forms.Textarea(attrs={"rows": 8, "dir": "auto"})

    def __init__(self, max_length=LONGEST, **options):
        errors = {
            "required": _("There's nothing here yet. Please write a few words."),
            "max_length": _(
                "This is longer than %(limit_value)d characters (it has %(show_value)d). Please shorten it a little; it is all still here."
            ),
        }
        super().__init__(max_length=max_length, error_messages=errors, **options)

    def to_python(self, value):
        return super().to_python((value or "").replace("\r\n", "\n").replace("\r", "\n"))

    def widget_attrs(self, widget):
        """No maxlength: a browser would silently cut off what is pasted."""
        return {}

    def validate(self, value):
        super().validate(value)
        if not any(unicodedata.category(sign)[0] in "LNPS" and sign not in BLANK_LETTERS for sign in value):
            raise forms.ValidationError(self.error_messages["required"], code="required")


class OneLineField(WordsField):
    """The same in one line: whatever breaks it is a space."""

    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class TitleField(LineFormField):
    """What a question is called in lists; of nothing typed, its first sentence."""

    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})

    def __init__(self, **options):
        super().__init__(label=_("Title in lists"), required=False, max_length=LONGEST_TITLE, **options)


class PrivateTick(forms.CheckboxInput):
    """One box for who may read a question: ticked, only the coach and its asker."""

    def __init__(self):
        super().__init__(check_test=lambda value: value == "private")

    def format_value(self, value):
        return "private"

    def value_from_datadict(self, data, files, name):
        return data.get(name)


class RevisionField(forms.IntegerField):
    """Which version of a comment was read: an act on another one is refused."""

    widget = forms.HiddenInput

    def __init__(self):
        again = _("This page didn't load completely. Please look again and send it once more.")
        super().__init__(error_messages={"required": again, "invalid": again})


class SubmissionField(forms.UUIDField):
    """The key that makes a form sent twice one comment. A broken one is replaced, not complained about."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False, initial=uuid.uuid4)

    def clean(self, value):
        try:
            return super().clean(value) or uuid.uuid4()
        except forms.ValidationError:
            return uuid.uuid4()


class CountField(forms.IntegerField):
    """A number that the page counts up. A broken one is nought, not complained about."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False, initial=0)

    def clean(self, value):
        try:
            return min(max(super().clean(value) or 0, 0), 2**31 - 1)
        except forms.ValidationError:
            return 0
