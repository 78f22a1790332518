import unicodedata
import uuid

from django import forms
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts import pen_names
from accounts.models import User
from comments.models import Report, Thread
from comments.models.comment import LONGEST
from comments.models.report import LONGEST_WORDS
from comments.models.thanks import LONGEST_LINE
from comments.models.wish import LONGEST_WISH
from comments.pointing_out import ListenedTo, softened
from comments.traps import Trapped
from stages.models import Stage
from stages.text import BLANK_LETTERS

SEEN = "|"  # between words that were pointed out; no name has it


def mark_of(person):
    """Return what a page says of the person for whom it was made; of nobody, nothing."""
    return salted_hmac("comments.forms.writer", str(person.pk)).hexdigest()[:16] if person.is_authenticated else ""


def key_in(text):
    """Return the key of a row that an address or a form names, or None for what is none: no digits, or too many."""
    is_key = text is not None and text.isascii() and text.isdigit() and len(text) < 19
    return int(text) if is_key else None


class WordsField(forms.CharField):
    """What somebody writes: any length from one sign to 20,000, or to what another form says."""

    widget = forms.Textarea(attrs={"rows": 8, "dir": "auto"})

    def __init__(self, max_length=LONGEST, **options):
        errors = {
            "required": _("There is nothing here yet. Please write a few words."),
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


class PointingOut(ListenedTo, forms.Form):
    """A form of `person` in which what could tell who she is was pointed out once (`seen`) before it is sent."""

    seen = forms.CharField(required=False, strip=False, initial="", widget=forms.HiddenInput)

    def has_seen_what_is_told(self):
        """Was every detail in the words on the page from which she sends them? If not, this page shows them. (Staff know
        what they may say.)"""
        told = set() if self.person.is_staff else {detail.words for detail in self.told}
        if told <= set(self.cleaned_data["seen"].split(SEEN)):
            return True
        self.put(seen=SEEN.join(sorted(told)))
        return False


class WritingForm(PointingOut, Trapped):
    """What somebody writes and may not have sent yet. Beside the words it says which draft they are, at which revision, on
    which page of her browser they were written, and for whom that page was made: another one who has signed in since
    sends nothing by it."""

    text = WordsField()
    submission = SubmissionField()
    revision = CountField()
    tab = SubmissionField()
    turn = CountField()
    writer = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, person, draft=None):
        super().__init__(data, initial=self.initial_of(draft) | {"writer": mark_of(person)})
        self.person = person

    def initial_of(self, draft):
        if draft is None:
            return {}
        return {"text": draft.text, "submission": draft.key, "revision": draft.revision}

    def is_ready(self):
        """Is it complete, and by the person for whom its page was made?"""
        if not self.is_valid():
            return False
        if self.data.get("writer", mark_of(self.person)) != mark_of(self.person):
            self.data = self.data.copy()
            self.data["writer"] = mark_of(self.person)
            self.add_error(None, self.who_now())
        if self.is_to_be_softened():
            self.cleaned_data["text"] = softened(self.words)
        return not self.errors and (not self.is_to_be_sent() or self.has_seen_what_is_told())

    def look_over(self):
        """Its page shows all that is told: from here it can be sent."""
        self.initial["seen"] = SEEN.join(detail.words for detail in self.told)
        return self

    def who_now(self):
        if not self.person.is_authenticated:
            return _("You are not signed in any more. Nothing has been sent, and your words are still here.")
        return forms.ValidationError(
            _("You are signed in as %(name)s now. Nothing has been sent. If these words are yours, send them again."),
            params={"name": self.person.pen_name},
        )

    def is_to_be_sent(self):
        return self.data.get("then") not in {"look", "soften"} and self.person.is_authenticated

    def is_to_be_looked_over(self):
        return self.data.get("then") == "look"

    def said(self):
        """What a draft keeps of it."""
        return {"text": self.cleaned_data["text"]}


class AskForm(WritingForm):
    """A question about a stage: the words, and under them how it is to appear."""

    SEEN_BY = [(Thread.Visibility.PUBLIC, _("everyone")), (Thread.Visibility.PRIVATE, _("only I and the coach"))]

    text = WordsField(
        label=_("What is going on?"),
        help_text=_("Write it as you would tell a friend. Nobody sees it until you send it."),
    )
    signature = forms.CharField(
        label=_("Signed as"),
        required=False,
        help_text=_(
            "Leave it empty for your pen name, or sign this one question otherwise, such as “Waiting in Ohio”."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    visibility = forms.ChoiceField(
        label=_("Who may read it?"), choices=SEEN_BY, required=False, initial="public", widget=forms.RadioSelect
    )
    unlisted = forms.BooleanField(label=_("Keep it out of search engines"), required=False)

    def initial_of(self, draft):
        if draft is None:
            return {}
        chosen = {"signature": draft.signature, "visibility": draft.visibility, "unlisted": not draft.is_listed}
        return super().initial_of(draft) | chosen

    def clean_signature(self):
        name = pen_names.tidy(self.cleaned_data["signature"])
        if not name or (self.person.is_authenticated and pen_names.key(name) == self.person.pen_name_key):
            return ""
        User.objects.validate_signature(name, self.person)
        return name

    def clean_visibility(self):
        return self.cleaned_data["visibility"] or Thread.Visibility.PUBLIC

    def has_choices(self):
        """Is there anything under the words that she should see at once?"""
        chosen = [self["signature"].value(), self["visibility"].value() == "private", self["unlisted"].value()]
        return any(chosen) or bool(self["signature"].errors)

    def choices(self):
        """What she chose beside the words."""
        said = self.cleaned_data
        return {
            "signature": said["signature"],
            "visibility": said["visibility"],
            "is_listed": not said["unlisted"],
        }

    def said(self):
        return super().said() | self.choices()


class DraftForm(AskForm):
    """The same while it is being written: what is not right yet is kept too."""

    def clean_signature(self):
        return pen_names.tidy(self.cleaned_data["signature"])[: pen_names.LONGEST]


class ReplyForm(WritingForm):
    """A reply to a comment."""

    text = WordsField(label=_("Your reply"))


class StageForm(forms.Form):
    """Which stage a question is about."""

    stage = forms.ModelChoiceField(queryset=None, to_field_name="slug")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["stage"].queryset = Stage.objects.published()


class EditForm(ListenedTo, forms.Form):
    """New words for one's own comment; `revision` tells which words they replace."""

    text = WordsField(label=_("Your words"))
    revision = RevisionField()

    def is_ready(self):
        """Is it complete, and to be saved? Softer words come back to be looked at."""
        if self.is_valid() and self.is_to_be_softened():
            self.put(text=softened(self.words))
            return False
        return self.is_valid()

    def look_again(self, revision):
        """Let the next sending be about the comment as it is now: she has been told that it changed."""
        if self.is_bound:
            self.data = self.data.copy()
            self.data["revision"] = str(revision)


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


class WishForm(PointingOut):
    """A wish. It is called `text` like all that people write, so that every page that says no gives it back."""

    text = OneLineField(
        label=_("What would you like to find here?"),
        help_text=_("In one line, such as “The same for those who have been married long”."),
        max_length=LONGEST_WISH,
    )

    def __init__(self, *args, person, **options):
        super().__init__(*args, **options)
        self.person = person

    def is_ready(self):
        """Is it complete, and to be sent? Softer words come back to be looked at."""
        if not self.is_valid():
            return False
        if self.is_to_be_softened():
            self.put(text=softened(self.words))
        return self.data.get("then", "send") == "send" and self.has_seen_what_is_told()


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
            threads = threads.under(slug)
        return {"answered": threads.answered, "waiting": threads.unanswered}.get(
            self.cleaned_data.get("show"), threads.all
        )()
