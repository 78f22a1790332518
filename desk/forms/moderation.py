"""The forms of moderation, and what the screen of a thread needs for them."""

import re
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from comments.forms import RevisionField
from comments.models import Block, Thread, Trust
from comments.models.softening import SHORTEST
from stages.models import Stage

TICKED = re.compile(r"[1-9]\d{0,17}-\d{1,9}", re.ASCII)  # key-revision of a comment in a list


class SoftenForm(forms.Form):
    """Words of somebody's message that are to be softened, and what others read instead."""

    passage = forms.CharField(
        label=_("Words to soften"),
        min_length=SHORTEST,
        max_length=300,
        help_text=_("As they stand in the message; wherever they stand in it."),
        error_messages={"required": _("Please copy the words from the message.")},
    )
    instead = forms.CharField(
        label=_("Softer words, in brackets"),
        max_length=60,
        required=False,
        help_text=_("For instance: a large company. Empty: […]"),
    )
    revision = RevisionField()


class UnsoftenForm(forms.Form):
    """Which softened passage is brought back."""

    softening = forms.IntegerField()
    revision = RevisionField()


class BlockForm(forms.Form):
    """How long somebody cannot write, and what she is told."""

    DAYS = [("1", _("for a day")), ("7", _("for a week")), ("30", _("for thirty days")), ("", _("until it is lifted"))]

    message = forms.CharField(
        label=_("What she is told"),
        max_length=500,
        error_messages={"required": _("Please write her a sentence; nobody is blocked without a word.")},
    )
    days = forms.ChoiceField(label=_("How long"), choices=DAYS, required=False, initial="7")

    def until(self):
        """Return when it ends, or None."""
        days = self.cleaned_data["days"]
        return timezone.now() + timedelta(days=int(days)) if days else None


class TrustForm(forms.Form):
    """How somebody is trusted; empty leaves it to the rule."""

    LEVELS = [("", _("as the rule says")), *Trust.Level.choices]

    level = forms.ChoiceField(label=_("Her messages"), choices=LEVELS, required=False)


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


class MergeForm(forms.Form):
    """Of which other thread of the same asker this one becomes part."""

    into = forms.ModelChoiceField(label=_("Her other question"), queryset=Thread.objects.none())
    knowingly = forms.BooleanField(
        label=_("I know that readers will see both as hers, even if she signed them differently."),
        required=False,
    )

    def __init__(self, *args, others, **options):
        super().__init__(*args, **options)
        self.others = [(thread.pk, thread) for thread in others]
        self.fields["into"].queryset = others
        self.fields["into"].widget.choices = [("", self.fields["into"].empty_label), *self.others]


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
            "required": _("Nothing is ticked."),
            "invalid_choice": _("Please look again and tick once more."),
        }
    )
    reason = forms.CharField(label=_("Why? Each author is told."), max_length=500, required=False)

    def __init__(self, *args, needs_reason=False, **options):
        super().__init__(*args, **options)
        self.fields["comment"].choices = [(value, value) for value in self._sent() if TICKED.fullmatch(value)]
        self.fields["reason"].required = needs_reason
        self.fields["reason"].error_messages["required"] = _("Please say why; each author will read it.")

    def _sent(self):
        return self.data.getlist("comment") if self.is_bound else []

    def keys(self):
        """Return the keys of what was ticked."""
        return [int(value.split("-")[0]) for value in self._sent() if TICKED.fullmatch(value)]

    def clean_comment(self):
        """Return {key: revision that was read}."""
        return dict(tuple(map(int, value.split("-"))) for value in self.cleaned_data["comment"])


# On the screen of a thread


def forms_for(request, thread):
    """Return the forms of a thread's screen, empty; one that comes back takes the place of its own."""
    return {
        "thread_acts": thread.acts_at_desk(request.user),
        "merged": thread.merged.all(),
        "move_form": MoveForm(initial={"stage": thread.stage_id}),
        "merge_form": MergeForm(others=thread.others_of_asker(request.user)),
        "soften_form": SoftenForm(),
        "block_form": BlockForm(),
        "trust_levels": TrustForm.LEVELS,
        "may_block": request.user.has_perm("comments.block_reader"),
    }


def tell_of_readers(comments):
    """Tell each comment, as `reader_now`, what is set by hand about the reader who wrote it; three queries in all."""
    writers = {comment.author_id for comment in comments if comment.author_id}
    blocks = {block.reader_id: block for block in Block.objects.standing().filter(reader__in=writers)}
    levels = dict(Trust.objects.filter(person__in=writers).values_list("person", "level"))
    staff = {person.pk for person in User.objects.at_work().filter(pk__in=writers) if person.is_staff}
    readers = {pk: {"block": blocks.get(pk), "trust": levels.get(pk, "")} for pk in writers - staff}
    for comment in comments:
        comment.reader_now = readers.get(comment.author_id)
