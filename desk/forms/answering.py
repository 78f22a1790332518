"""What the coach fills in on the screen on which she answers."""

from datetime import date, timedelta
from uuid import uuid4

from django import forms
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.models import Thread
from comments.models.follow_up import day_in_words
from desk.models import AnswerDraft, Note
from stages.models import Resource
from stages.time_fields import LocalTimeField
from writing.fields import RevisionField, SubmissionField, WordsField

WEEKS = (1, 2, 3, 4, 6, 8, 12)  # after which she may promise to touch base
DAYS_AHEAD = 14
FRIDAY = 4
FARTHEST = timedelta(days=365)  # ahead of which nobody schedules an answer; it would be a slip


def weeks_to_choose():
    """Return the choices of a follow-up: "in 1 week", "in 2 weeks", …"""
    return [(weeks, ngettext("in %(count)d week", "in %(count)d weeks", weeks) % {"count": weeks}) for weeks in WEEKS]


class AnswerForm(forms.Form):
    """The coach's answer. `revision` is that of the comment she read, `draft` that of the draft she went on with."""

    NEXT = [
        (Thread.State.ANSWERED, _("answered")),
        (Thread.State.WAITING_FOR_READER, _("waiting for the reader (I asked something)")),
    ]

    text = WordsField(label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}))
    then = forms.ChoiceField(label=_("After sending, mark as"), choices=NEXT, initial=Thread.State.ANSWERED)
    weeks = forms.TypedChoiceField(label=_("Check back"), coerce=int, empty_value=None, required=False, initial="")
    send_at = LocalTimeField(
        label=_("Send later, at"), required=False, initial="", help_text=_("Leave empty to send now.")
    )
    feature = forms.BooleanField(
        label=_("Show the question first on its stage"), required=False, initial=False, template_name="forms/tick.html"
    )
    to = forms.IntegerField(widget=forms.HiddenInput)
    revision = RevisionField()
    draft = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    submission = SubmissionField()
    as_typed = forms.CharField(widget=forms.HiddenInput, required=False)  # unknown names that she wants to stay so

    def __init__(self, *args, thread, **options):
        super().__init__(*args, **options)
        self.thread = thread
        day = thread.touch_base_on
        none = _("as promised: %(day)s") % {"day": date_format(day)} if day else _("not needed")
        self.fields["weeks"].choices = [("", none), *weeks_to_choose()]
        if thread.featured_at:
            del self.fields["feature"]

    @classmethod
    def begun(cls, thread, to, draft):
        """Return the form with what was kept of it."""
        initial = {"to": to.pk, "revision": to.revision}
        if draft:
            initial |= {"text": draft.text, "draft": draft.revision}
            initial |= {"then": draft.then, "weeks": draft.weeks or "", "feature": draft.feature}
        return cls(thread=thread, initial=initial)

    def ticks(self):
        """Return the boxes to tick: none of what has been chosen before."""
        return [self[name] for name in ("feature",) if name in self.fields]

    def clean_send_at(self):
        moment = self.cleaned_data["send_at"]
        if moment and not timezone.now() < moment < timezone.now() + FARTHEST:
            raise forms.ValidationError(
                _("Choose a time from now on, at most a year ahead; or leave it empty to send now.")
            )
        return moment

    def clean(self):
        said = super().clean()
        unknown = " ".join(Resource.objects.unknown_in(said.get("text", "")))
        if unknown != said.get("as_typed"):
            self.data = self.data.copy()
            self.data["as_typed"] = unknown
            if unknown:
                again = _("Not in your library: %(names)s. Correct it, or send again to leave it as it is.")
                self.add_error("text", forms.ValidationError(again, params={"names": unknown}))
        return said

    def send(self, by):
        """Send the answer, or schedule it. Raises StaleObject. Returns the answer, or None when it is scheduled."""
        said = self.cleaned_data
        choices = {name: said.get(name) or None for name in ("revision", "then", "weeks", "draft")}
        choices |= {"to": get_object_or_404(self.thread.comments, pk=said["to"]), "feature": bool(said.get("feature"))}
        if at := said["send_at"]:
            AnswerDraft.schedule(self.thread, by, said["text"], at, **choices)
            return None
        return self.thread.answer(by, said["text"], submission=said["submission"], **choices)

    def renewed(self, changed):
        """Return the form with all that was typed, told what happened, and speaking of the thread as it is now."""
        to = self.thread.to_answer()
        kept = getattr(changed, "draft", None)
        now = {"to": to.pk, "revision": to.revision, "submission": uuid4()} | ({"draft": kept.revision} if kept else {})
        again = AnswerForm({**self.data.dict(), **now}, thread=self.thread)
        again.add_error(None, str(changed))
        return again


class ChoiceForm(forms.Form):
    """Only offers choices. What is not among them, no page of ours has sent."""


class PromiseForm(ChoiceForm):
    """In how many weeks she touches base. It stands beside an AnswerForm, which asks for weeks too."""

    weeks = forms.TypedChoiceField(label=_("Check back"), coerce=int, choices=weeks_to_choose)

    def __init__(self, *args, **options):
        super().__init__(*args, **{"auto_id": "promise_%s"} | options)


class DayForm(ChoiceForm):
    """A day of the next two weeks: by which she answers, or until which she puts a question off. Friday is offered first."""

    day = forms.ChoiceField(label=_("Until"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        days = [timezone.localdate() + timedelta(days=ahead) for ahead in range(1, DAYS_AHEAD + 1)]
        self.fields["day"].choices = [(day.isoformat(), day_in_words(day)) for day in days]
        self.initial.setdefault("day", next(day for day in days[1:] if day.weekday() == FRIDAY).isoformat())

    def clean_day(self):
        return date.fromisoformat(self.cleaned_data["day"])


class NoteForm(forms.ModelForm):
    """Something to remember of a reader."""

    class Meta:
        model = Note
        fields = ["text"]
        labels = {"text": _("A note about this reader")}
        help_texts = {"text": _("Only coaches see it.")}
        widgets = {"text": forms.Textarea(attrs={"rows": 2, "dir": "auto"})}
