"""The forms of moderation, and what the screen of a thread needs for them."""

import re
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import Thread, Trust
from comments.models.softening import LEFT_OUT, SHORTEST
from desk.forms.answering import ChoiceForm
from stages.models import Stage
from writing.fields import RevisionField, TitleField

TICKED = re.compile(r"[1-9]\d{0,17}-\d{1,9}", re.ASCII)  # key-revision of a comment in a list


class SoftenForm(forms.Form):
    """Words of somebody's message that are to be softened, and what others read instead."""

    passage = forms.CharField(
        label=_("Words to soften"),
        min_length=SHORTEST,
        max_length=300,
        error_messages={"required": _("Please copy the words from the message.")},
    )
    instead = forms.CharField(
        label=_("Softer words, in brackets"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": LEFT_OUT}),
    )
    revision = RevisionField()


class UnsoftenForm(forms.Form):
    """Which softened passage is brought back."""

    softening = forms.IntegerField(widget=forms.HiddenInput)
    revision = RevisionField()


class BlockForm(forms.Form):
    """How long somebody cannot write, and what she is told."""

    DAYS = [("1", _("for a day")), ("7", _("for a week")), ("30", _("for thirty days")), ("", _("until I lift it"))]

    message = forms.CharField(
        label=_("Message to the reader"),
        max_length=500,
        error_messages={"required": _("Please write the reader a sentence. No one is blocked without a word.")},
    )
    days = forms.ChoiceField(label=_("How long"), choices=DAYS, required=False, initial="7")

    def clean(self):
        """Say when it ends, as `until`: None is never."""
        said = super().clean()
        days = said.pop("days", "")
        return said | {"until": timezone.now() + timedelta(days=int(days)) if days else None}


class TrustForm(ChoiceForm):
    """How somebody is trusted; empty leaves it to the rule."""

    LEVELS = [("", _("as the rules say")), *Trust.Level.choices]

    level = forms.ChoiceField(label=_("Their messages"), choices=LEVELS, required=False)


class SwitchForm(forms.Form):
    """For how long a switch is thrown."""

    HOURS = [("1", _("for an hour")), ("24", _("for 24 hours")), ("168", _("for a week"))]

    hours = forms.ChoiceField(label=_("How long"), choices=HOURS, initial="24")


class MoveForm(forms.Form):
    """Under which stage a thread belongs."""

    stage = forms.ModelChoiceField(label=_("Stage"), queryset=Stage.objects.none())

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["stage"].queryset = Stage.objects.published().in_order()


class TitleForm(forms.Form):
    """What a question is called in lists; nothing: its first sentence."""

    title = TitleField()


class MergeForm(forms.Form):
    """Of which other thread of the same asker this one becomes part."""

    into = forms.ModelChoiceField(label=_("This reader's other question"), queryset=Thread.objects.none())
    knowingly = forms.BooleanField(
        label=_("I know readers will see that both are by the same person, even if they were signed differently."),
        required=False,
    )

    def __init__(self, *args, others, **options):
        super().__init__(*args, **options)
        self.others = [(thread.pk, thread) for thread in others]
        self.fields["into"].queryset = others
        self.fields["into"].widget.choices = [("", self.fields["into"].empty_label), *self.others]

    def has_a_choice(self):
        return bool(self.others)


class PickForm(forms.Form):
    """Which comments are shown where many are dealt with at once. What is not understood shows those to approve."""

    SHOWN = [
        ("pending", _("to approve")),
        ("reported", _("reported")),
        ("approved", _("on the site")),
        ("spam", _("spam")),
        ("removed", _("removed")),
    ]

    show = forms.ChoiceField(choices=SHOWN, required=False)

    def shown(self):
        self.is_valid()
        return self.cleaned_data.get("show") or "pending"

    def pick(self, comments):
        """Return those that the form asks for: the likeliest spam of what waits first, else the newest."""
        return getattr(comments, f"listed_as_{self.shown()}")()


class ManyForm(PickForm):
    """What was ticked, each with the revision that was read, and why it is removed."""

    comment = forms.MultipleChoiceField(
        error_messages={
            "required": _("Nothing is selected."),
            "invalid_choice": _("Please look again and select them once more."),
        }
    )
    reason = forms.CharField(label=_("Why? Each author is told."), max_length=500, required=False)

    def __init__(self, *args, needs_reason=False, **options):
        super().__init__(*args, **options)
        self.fields["comment"].choices = [(value, value) for value in self._sent() if TICKED.fullmatch(value)]
        self.fields["reason"].required = needs_reason
        self.fields["reason"].error_messages["required"] = _("Please say why. Each author will read it.")

    def _sent(self):
        return self.data.getlist("comment") if self.is_bound else []

    def keys(self):
        """Return the keys of what was ticked."""
        return [int(value.split("-")[0]) for value in self._sent() if TICKED.fullmatch(value)]

    def clean_comment(self):
        """Return {key: revision that was read}."""
        return dict(tuple(map(int, value.split("-"))) for value in self.cleaned_data["comment"])
