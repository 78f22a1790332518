import unicodedata
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import pen_names
from accounts.models import User
from comments.models import Report, Thread
from comments.models.comment import LONGEST
from comments.models.report import LONGEST_WORDS
from comments.models.thanks import LONGEST_LINE
from stages.models import Resource
from stages.text import BLANK_LETTERS


class WordsField(forms.CharField):
    """What somebody writes: any length from one sign to 20,000."""

    widget = forms.Textarea(attrs={"rows": 8, "dir": "auto"})

    def __init__(self, **options):
        errors = {
            "required": _("There is nothing here yet. Please write a few words."),
            "max_length": _(
                "This is longer than %(limit_value)d characters (it has %(show_value)d). Please shorten it a little; it is all still here."
            ),
        }
        super().__init__(max_length=LONGEST, error_messages=errors, **options)

    def to_python(self, value):
        return super().to_python((value or "").replace("\r\n", "\n").replace("\r", "\n"))

    def widget_attrs(self, widget):
        """No maxlength: a browser would silently cut off what is pasted."""
        return {}

    def validate(self, value):
        super().validate(value)
        if not any(unicodedata.category(sign)[0] in "LNPS" and sign not in BLANK_LETTERS for sign in value):
            raise forms.ValidationError(self.error_messages["required"], code="required")


class RevisionField(forms.IntegerField):
    """Which version of a comment was read: an act on another one is refused."""

    widget = forms.HiddenInput

    def __init__(self):
        again = _("This page was not complete. Please look again and send it once more.")
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


class AskForm(forms.Form):
    """A question about a stage."""

    text = WordsField(
        label=_("What is going on?"),
        help_text=_("Write it as you would tell a friend. Nobody sees it until you send it."),
    )
    submission = SubmissionField()


class ReplyForm(forms.Form):
    """A reply to a comment."""

    text = WordsField(label=_("Your reply"))
    submission = SubmissionField()


class EditForm(forms.Form):
    """New words for one's own comment; `revision` tells which words they replace."""

    text = WordsField(label=_("Your words"))
    revision = RevisionField()

    def look_again(self, revision):
        """Let the next sending be about the comment as it is now: she has been told that it changed."""
        if self.is_bound:
            self.data = self.data.copy()
            self.data["revision"] = str(revision)


class AnswerForm(forms.Form):
    """The coach's answer. `revision` is that of the comment she read."""

    NEXT = [
        (Thread.State.ANSWERED, _("answered")),
        (Thread.State.WAITING_FOR_READER, _("waiting for the reader: I asked something back")),
    ]

    text = WordsField(label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}))
    then = forms.ChoiceField(label=_("Afterwards the question is"), choices=NEXT, initial=Thread.State.ANSWERED)
    to = forms.IntegerField(widget=forms.HiddenInput)
    revision = RevisionField()
    submission = SubmissionField()
    as_typed = forms.CharField(widget=forms.HiddenInput, required=False)  # unknown names that she wants to stay so

    def clean(self):
        said = super().clean()
        unknown = " ".join(Resource.objects.unknown_in(said.get("text", "")))
        if unknown != said.get("as_typed"):
            self.data = self.data.copy()
            self.data["as_typed"] = unknown
            if unknown:
                again = _("Not in your library: %(names)s. Mend it, or send once more to leave it as you typed it.")
                self.add_error("text", forms.ValidationError(again, params={"names": unknown}))
        return said


class SignatureField(forms.CharField):
    """A name for one thread. `by` is who will sign, for the form to tell; she may not have signed in yet."""

    def __init__(self, **options):
        super().__init__(
            label=_("A name for this question alone"),
            help_text=_("Such as “Waiting in Ohio”. Nobody can tell from it what else you wrote here."),
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
            self.add_error("signature", _("Please write the name that you would like to sign with."))
        return chosen


class VisibilityForm(forms.Form):
    """Who may read a thread, and whether search engines may list it."""

    visibility = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=[(Thread.Visibility.PUBLIC, _("everybody")), (Thread.Visibility.PRIVATE, _("only I and the coach"))],
        widget=forms.RadioSelect,
    )
    is_listed = forms.BooleanField(
        label=_("Search engines may list it"),
        help_text=_(
            "Only what everybody may read can be listed. Without this, lists on this site show none of its words."
        ),
        required=False,
    )


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

    reason = forms.ChoiceField(label=_("What is it?"), choices=Report.Reason, widget=forms.RadioSelect)
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


class RemoveForm(forms.Form):
    """Why a comment is removed: its author is told."""

    reason = forms.CharField(
        label=_("Why? The author is told."),
        max_length=500,
        error_messages={"required": _("Please say why; the author will read it.")},
    )
    revision = RevisionField()


class ActForm(forms.Form):
    """An act of one button on a comment as it was read."""

    revision = RevisionField()


class QuestionsForm(forms.Form):
    """How the list of questions is narrowed. What is not understood is left out."""

    SHOWN = [("", _("all")), ("answered", _("answered")), ("waiting", _("waiting"))]

    ORDERS = [("", _("newest first")), ("thanked", _("most thanked first"))]

    stage = forms.SlugField(required=False)
    order = forms.ChoiceField(choices=ORDERS, required=False)
    show = forms.ChoiceField(choices=SHOWN, required=False)

    def narrow(self, threads):
        """Return the threads that the form asks for, in the order that it asks for."""
        self.is_valid()
        is_thanked = self.cleaned_data.get("order") == "thanked"
        threads = threads.most_thanked_first() if is_thanked else threads.newest_first()
        if slug := self.cleaned_data.get("stage"):
            threads = threads.filter(stage__slug=slug)
        return {"answered": threads.answered, "waiting": threads.unanswered}.get(
            self.cleaned_data.get("show"), threads.all
        )()
