"""What a reader says to a message that she reads, and how she narrows a list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.models import Report
from comments.models.report import LONGEST_WORDS
from comments.models.thanks import LONGEST_LINE


class ThankForm(forms.Form):
    """A private line to the coach that goes with thanks. It is called `text` like all that people write, so that every
    page that says no gives it back."""

    text = forms.CharField(
        label=_("A line to the coach, if you like"),
        help_text=_("She alone reads it."),
        required=False,
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class ReportForm(forms.Form):
    """What is wrong with a message. The words are called `text`, so that every page that says no gives them back."""

    reason = forms.ChoiceField(
        label=_("What is it?"),
        choices=Report.Reason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what it is.")},
    )
    text = forms.CharField(
        label=_("In your own words, if you like"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def clean(self):
        said = super().clean()
        if said.get("reason") == Report.Reason.OTHER and not said.get("text") and "text" not in self.errors:
            self.add_error("text", _("Please say in a few words what it is."))
        return said


class QuestionsForm(forms.Form):
    """How the list of questions is narrowed. What is not understood is left out."""

    SHOWN = [("", _("all")), ("answered", _("answered")), ("waiting", _("waiting"))]

    ORDERS = [("", _("newest first")), ("thanked", _("most thanked first"))]

    stage = forms.SlugField(label=_("Stage"), required=False)
    show = forms.ChoiceField(label=_("Show"), choices=SHOWN, required=False)
    order = forms.ChoiceField(label=_("Order"), choices=ORDERS, required=False)

    def __init__(self, *args, stages, **options):
        """`stages` are offered; addresses may still name another one."""
        super().__init__(*args, auto_id="%s", **options)
        choices = [("", _("all stages")), *((stage.slug, stage.title) for stage in stages)]
        self.fields["stage"].widget = forms.Select(choices=choices)

    def narrow(self, threads):
        """Return the threads that the form asks for, in the order that it asks for."""
        self.is_valid()
        is_thanked = self.cleaned_data.get("order") == "thanked"
        threads = threads.most_thanked_first() if is_thanked else threads.newest_first()
        if slug := self.cleaned_data.get("stage"):
            threads = threads.under(slug)
        return {"answered": threads.answered, "waiting": threads.unanswered}.get(
            self.cleaned_data.get("show"), threads.all
        )()
