"""The forms in which staff decide on a wish."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stages.models import Guide, Resource, Stage
from wishes.models import Wish
from writing.fields import RevisionField

State = Wish.State
CHOOSE = _("Choose …")


class ShownForm(forms.Form):
    """Which wishes are shown. What is not understood shows those that wait."""

    SHOWN = [
        (State.PENDING, _("to be read")),
        (State.OPEN, _("on the list")),
        (State.FULFILLED, _("came true")),
        (State.DECLINED, _("declined")),
        (State.MERGED, _("part of another")),
    ]

    show = forms.ChoiceField(choices=SHOWN, required=False)

    def shown(self):
        self.is_valid()
        return self.cleaned_data.get("show") or State.PENDING

    def when_empty(self):
        """Return what an empty list says."""
        if self.shown() == State.PENDING:
            return _("Nothing to read. New wishes will show up here first.")
        return _("Nothing here yet.")

    def pick(self, wishes):
        """Return those that the form asks for: what presses first, what most wish, else what was decided last."""
        match self.shown():
            case State.PENDING:
                return wishes.pending().most_pressing_first()
            case State.OPEN:
                return wishes.open().most_shared_first()
            case state:
                return wishes.decided_as(state)


class ReadForm(forms.Form):
    """An act of one button on a wish as it was read."""

    revision = RevisionField()


class DeclineForm(ReadForm):
    """Why a wish is declined."""

    reason = forms.CharField(
        label=_("Why? Whoever wished for it will read this."),
        max_length=500,
        error_messages={"required": _("Please say why. The reader will see it.")},
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class MergeWishForm(ReadForm):
    """Of which open wish this one becomes part."""

    into = forms.ModelChoiceField(label=_("Means the same as"), queryset=Wish.objects.none(), empty_label=CHOOSE)

    def __init__(self, *args, wish, **options):
        super().__init__(*args, **options)
        self.fields["into"].queryset = Wish.objects.others_to_merge(wish)

    def has_a_choice(self):
        return self.fields["into"].queryset.exists()


class FulfilForm(ReadForm):
    """What a wish has become: anything that the coach has written, published or not."""

    what = forms.ChoiceField(label=_("It came true as"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        shelves = [
            (_("Stages"), Stage.objects.select_related("guide")),
            (_("Guides"), Guide.objects.all()),
            (_("Library"), Resource.objects.all()),
        ]
        self.rows = {f"{row._meta.model_name}-{row.pk}": row for _name, rows in shelves for row in rows}
        groups = [(name, [self.choice(row) for row in rows]) for name, rows in shelves]
        self.fields["what"].choices = [("", CHOOSE), *groups]

    def choice(self, row):
        hidden = "" if row.can_be_read() else _(" (not published yet)")
        return f"{row._meta.model_name}-{row.pk}", f"{row}{hidden}"

    def clean_what(self):
        return self.rows[self.cleaned_data["what"]]
