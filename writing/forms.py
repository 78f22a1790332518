"""What somebody writes: a question, a reply, new words for either."""

import uuid

from django import forms
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts import pen_names
from accounts.models import User
from checks.honeypot import Trapped
from comments.models import Thread
from comments.models.titles import LONGEST_TITLE, offered_title, own_title
from stages.models import Stage
from writing.fields import CountField, PrivateTick, RevisionField, SubmissionField, TitleField, WordsField
from writing.hints import WithHints

# Where the words on other buttons lead whoever isn't signed in; what she wrote is saved first.
DOORS = {"sign-in": "account_login", "name": "account_signup"}
ONLY_SAVED = {"look", "soften", "change"}  # by the buttons that lead from page to page
FEW_LINES = {"rows": 3, "dir": "auto"}
SEEN = "|"  # between words that were pointed out; no name has it


def writer_token(person):
    """Return what a page says of the person for whom it was made; of nobody, nothing."""
    return salted_hmac("comments.forms.writer", str(person.pk)).hexdigest()[:16] if person.is_authenticated else ""


class HintsForm(WithHints, forms.Form):
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


class WritingForm(HintsForm, Trapped):
    """What somebody writes and may not have sent yet. Beside the words it says which draft they are, at which revision, on
    which page of her browser they were written, and for whom that page was made: another one who has signed in since
    sends nothing by it."""

    parts_below = ()  # of its page, below the words

    text = WordsField()
    submission = SubmissionField()
    revision = CountField()
    tab = SubmissionField()
    turn = CountField()
    writer = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, person, draft=None, needs_stage=False):
        super().__init__(data, initial=self.initial_of(draft) | {"writer": writer_token(person)})
        self.needs_stage = needs_stage
        self.person, self.draft = person, draft

    def initial_of(self, draft):
        if draft is None:
            return {}
        return {"text": draft.text, "submission": draft.key, "revision": draft.revision}

    def is_ready(self):
        """Is it complete, and by the person for whom its page was made?"""
        if not self.is_valid():
            return False
        if self.data.get("writer", writer_token(self.person)) != writer_token(self.person):
            self.data = self.data.copy()
            self.data["writer"] = writer_token(self.person)
            self.add_error(None, self.who_now())
        if self.is_to_be_softened():
            self.soften()
        return not self.errors and (not self.is_to_be_sent() or self.has_seen_what_is_told())

    def begin_anew(self):
        """Let its words be a message of their own: what was sent under its key is another."""
        again = uuid.uuid4()
        self.cleaned_data |= {"submission": again, "revision": 0}
        self.put(submission=again, revision=0)

    def look_over(self):
        """Its page shows all that is told and what the question is called: from here it can be sent."""
        if self.draft and "own_title" in self.fields:
            self.initial["own_title"] = self.draft.title
        self.initial["seen"] = SEEN.join(detail.words for detail in self.told)
        return self

    def carried(self):
        """What goes unseen with the page on which it is looked over."""
        return [field for field in self if field.name != "own_title"]

    def words_on_button(self):
        """What happens next. Nobody sends without signing in: until then its button leads there."""
        if self.needs_stage:
            return _("Next: which stage it's about")
        return self.SEND if self.person.is_authenticated else _("Next: the code we e-mail you")

    def on_enter(self):
        """What the Enter key does in a field of one line: never does it send."""
        return "look" if self.person.is_authenticated or self.needs_stage else "send"

    def comes_next(self, name):
        """What she is told below the words: the name that it will show, or how long they are kept."""
        if self.person.is_authenticated:
            return _("It will be signed %(name)s. You can edit it or delete it at any time.") % {"name": name}
        return _(
            "What you write is saved in this browser for 30 days. "
            "Until you've signed in, anyone who uses this browser can open it."
        )

    def who_now(self):
        if not self.person.is_authenticated:
            return _("You're not signed in any more. Nothing has been sent, and your words are still here.")
        return forms.ValidationError(
            _("You're signed in as %(name)s now. Nothing has been sent. If these words are yours, send them again."),
            params={"name": self.person.pen_name},
        )

    def is_to_be_sent(self):
        return self.data.get("then") not in ONLY_SAVED and self.person.is_authenticated

    def leads_to_a_door(self):
        """Does she want to sign in, or to choose a name, before anything else?"""
        return self.data.get("then") in DOORS

    def door(self):
        """Return the name of the page on which she signs up or in."""
        return DOORS.get(self.data.get("then"), "account_signup")

    def is_to_be_changed(self):
        """Does she want the words back in the page on which they are written, softened or as they are?"""
        return self.is_to_be_softened() or self.data.get("then") == "change"

    def is_to_be_looked_over(self):
        return self.data.get("then") == "look"

    def said(self):
        """What a draft keeps of it."""
        return {"text": self.cleaned_data["text"]}


class AskForm(WritingForm):
    """A question about a stage: the words, and under them how it is to appear."""

    SEND = _("Send my question")
    parts_below = ("writing/_privacy.html",)

    text = WordsField(
        label=_("What is going on?"),
        help_text=_("Write it as you'd tell a friend. Nothing is sent until you say so."),
    )
    own_title = TitleField(help_text=_("Your first sentence, unless you write another."))
    signature = forms.CharField(
        label=_("Another name, for this question only"),
        required=False,
        help_text=_("Such as “Waiting in Ohio”. Nobody can tell from it what else you wrote here."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    visibility = forms.ChoiceField(choices=Thread.Visibility, required=False, initial="public", widget=PrivateTick)
    unlisted = forms.BooleanField(label=_("Keep it out of search engines"), required=False)

    def initial_of(self, draft):
        if draft is None:
            return {}
        chosen = {"signature": draft.signature, "visibility": draft.visibility, "unlisted": not draft.is_listed}
        chosen["own_title"] = draft.own_title
        return super().initial_of(draft) | chosen

    def clean_signature(self):
        name = pen_names.tidy(self.cleaned_data["signature"])
        if not name or (self.person.is_authenticated and pen_names.key(name) == self.person.pen_name_key):
            return ""
        User.objects.validate_signature(name, self.person)
        return name

    def clean_visibility(self):
        return self.cleaned_data["visibility"] or Thread.Visibility.PUBLIC

    def choices(self):
        """What she chose beside the words."""
        said = self.cleaned_data
        return {
            "own_title": own_title(said["own_title"], said["text"]),
            "signature": said["signature"],
            "visibility": said["visibility"],
            "is_listed": not said["unlisted"],
        }

    def said(self):
        return super().said() | self.choices()


class DraftForm(AskForm):
    """The same while it is being written: what is not right yet is kept too."""

    own_title = TitleField()
    own_title.max_length, own_title.validators = None, []

    def clean_own_title(self):
        return self.cleaned_data["own_title"][:LONGEST_TITLE].strip()

    def clean_signature(self):
        return pen_names.tidy(self.cleaned_data["signature"])[: pen_names.LONGEST]


class ReplyForm(WritingForm):
    """A reply to a comment."""

    SEND = _("Send my reply")

    text = WordsField(label=_("Your reply"))


class HowItWentForm(Trapped):
    """The two questions of touch base, on her question's page. Her answers become one reply, which has a form of its own:
    what is told of it, or keeps it from being sent, is said there."""

    how_are_you = WordsField(label=_("How are you?"), required=False, widget=forms.Textarea(attrs=FEW_LINES))
    where_is_he_at = WordsField(label=_("Where is he at?"), required=False, widget=forms.Textarea(attrs=FEW_LINES))
    submission = SubmissionField()

    @classmethod
    def as_reply(cls, sent):
        """Return what a page has sent, with the answers to both questions as the one text of a reply."""
        if "how_are_you" not in sent and "where_is_he_at" not in sent:
            return sent
        about_her, about_him = (sent.get(name, "").strip() for name in ("how_are_you", "where_is_he_at"))
        said = [
            cls._under("how_are_you", about_her) if about_him else about_her,
            cls._under("where_is_he_at", about_him),
        ]
        sent = sent.copy()
        sent["text"] = "\n\n".join(filter(None, said))
        return sent

    @classmethod
    def _under(cls, name, answer):
        return f"**{cls.declared_fields[name].label}**\n\n{answer}" if answer else ""


def form_of(draft, person):
    """Return the form that sends a draft as its page shows it."""
    kind = ReplyForm if draft.parent_id else AskForm
    return kind(person=person, draft=draft, needs_stage=not draft.is_about_something()).look_over()


class StageField(forms.ModelChoiceField):
    """A stage by its address, or by one that it had while the page was open."""

    def to_python(self, slug):
        moved = slug and self.queryset.found(slug)
        return moved or super().to_python(slug)


class StageForm(forms.Form):
    """Which stage a question is about."""

    stage = StageField(queryset=None, to_field_name="slug")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["stage"].queryset = Stage.objects.published()


class EditForm(WithHints, forms.Form):
    """New words for one's own comment; `revision` tells which words they replace."""

    text = WordsField(label=_("Your words"))
    own_title = TitleField(help_text=_("Leave it empty for your first sentence."))
    revision = RevisionField()

    def __init__(self, data=None, *, comment):
        title = comment.titled()
        super().__init__(data, initial={"text": comment.source, "own_title": title, "revision": comment.revision})
        self.fields["own_title"].widget.attrs["placeholder"] = offered_title(comment.html)
        if not comment.is_question:
            del self.fields["own_title"]

    def is_ready(self):
        """Is it complete, and to be saved? Softer words come back to be looked at."""
        if self.is_valid() and self.is_to_be_softened():
            self.soften()
            self.put(**{name: said for name, said in self.cleaned_data.items() if name in ("text", "own_title")})
            return False
        return self.is_valid()

    def look_again(self, revision):
        """Let the next sending be about the comment as it is now: she has been told that it changed."""
        if self.is_bound:
            self.data = self.data.copy()
            self.data["revision"] = str(revision)
