"""Touch base: the coach's promise to ask how it went, kept by the system."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.task_queue import enqueue
from comments.models.desk_act import ANSWERS, DeskAct
from comments.models.moderation_log import TIME_TO_UNDO, Act
from stages import text
from stages.models import Identity


class Promising:
    """The part of a Thread that is promised for a day to come, or due."""

    def is_touch_base_due(self):
        return self.state == self.State.TOUCH_BASE_DUE

    def promises_in_words(self):
        """What is promised for a day to come, as a list."""
        day = self.touch_base_on
        return [_("check back on %(day)s") % {"day": date_format(day)}] if day else []

    @transaction.atomic
    def touch_base_in(self, weeks, by=None):
        """Promise to ask how it went, so many weeks from today. What is due is put off until then."""
        self.lock()
        self.touch_base_on = Identity.objects.current().today() + timedelta(weeks=weeks)
        self.save(update_fields=["touch_base_on"])
        self.note(by, Act.PROMISE, after=self.touch_base_on.isoformat())
        if self.state == self.State.TOUCH_BASE_DUE:
            self.set_by_hand(self.State.ANSWERED)

    @transaction.atomic
    def fall_due(self):
        """The promised day has come: the thread is the coach's to touch base in, until somebody writes in it."""
        self.lock()
        is_due = type(self).objects.promised_by(Identity.objects.current().today()).filter(pk=self.pk).exists()
        if is_due and not (self.is_in_line() and not self.waits_with_thanks()):
            self.forget_promise()
            self.set_by_hand(self.State.TOUCH_BASE_DUE)
            enqueue("comments.tasks.tell_touch_base", self.pk)

    def waits_with_thanks(self):
        """Is a thanks for the answer all that it waits with?"""
        return self.last_answered_at is not None and self.only_thanks_since(self.last_answered_at)

    @transaction.atomic
    def move_touch_base(self, weeks):
        """Its asker would rather be asked in so many weeks from today, or (None) not at all."""
        if weeks:
            self.touch_base_in(weeks)
        else:
            self.touched_base()
        self.note(self.asker, Act.MOVE_PROMISE, after=self.touch_base_on.isoformat() if weeks else "")

    @transaction.atomic
    def touched_base(self, by=None):
        """The promise is kept, or need not be: nothing is due here any more."""
        self.lock()
        self.forget_promise()
        self.note(by, Act.TOUCHED_BASE)
        if self.state == self.State.TOUCH_BASE_DUE:
            self.set_by_hand(self.State.ANSWERED)

    @transaction.atomic
    def answer_comes(self, day, by):
        """Tell its asker that it was read, and by which day she is answered."""
        self.lock()
        self.answer_by = day
        self.save(update_fields=["answer_by"])
        self.note(by, Act.READ, after=day.isoformat())
        enqueue("comments.tasks.tell_read", self.pk, day.isoformat(), at=timezone.now() + TIME_TO_UNDO)

    def steps_to_recall(self):
        """Return the steps of the last answer, with her ticks if she has taken them up."""
        if self.last_answer is None:
            return []
        taken = self.last_answer.practices.filter(reader=self.asker_id).first()
        if taken is None:
            return text.steps(self.last_answer.html)
        return [f"{'☑' if step.done_at else '☐'} {step.words}" for step in taken.shown_steps()]

    def promises_to_asker(self, identity=None):
        """What its asker is told that the coach has promised her, a sentence each. `identity` spares a list of many from
        asking for it each time."""
        if not (self.answer_by or self.touch_base_on):
            return []
        identity = identity or Identity.objects.current()
        told = {"name": identity.coach_name or _("The coach")}
        sentences = []
        if self.answer_by:
            comes = _("%(name)s has read this and will answer by %(day)s.")
            late = _("%(name)s has read this. It's taking longer than promised, but it isn't forgotten.")
            sentences.append((comes if self.answer_by >= identity.today() else late, self.answer_by))
        if self.touch_base_on:
            sentences.append((_("%(name)s will check back with you on %(day)s."), self.touch_base_on))
        return [sentence % (told | {"day": day_in_words(day)}) for sentence, day in sentences]

    def forget_promise(self):
        """Nothing is promised any more."""
        self.touch_base_on = None
        self.save(update_fields=["touch_base_on"])


def day_in_words(day):
    """Return a day to come as people say it: "Friday, 4 December 2026"."""
    return f"{date_format(day, 'l')}, {date_format(day)}"


PROMISING = [
    DeskAct(
        name="answer_by",
        label=_lazy("Tell this reader"),
        needs=ANSWERS,
        verb=lambda thread, by, day: thread.answer_comes(day, by),
        told=lambda thread: _("Told: an answer comes by %(day)s.") % {"day": day_in_words(thread.answer_by)},
        is_open=lambda thread: thread.is_in_line(),
        folded=_lazy("I have read this, give me till …"),
    ),
    DeskAct(
        name="touch_base",
        label=_lazy("Save"),
        needs=ANSWERS,
        verb=Promising.touch_base_in,
        told=lambda thread: _("Promised for %(day)s.") % {"day": date_format(thread.touch_base_on)},
        folded=_lazy("Check back …"),
    ),
    DeskAct(
        name="touched_base",
        label=_lazy("Done, no need to check back"),
        needs=ANSWERS,
        verb=Promising.touched_base,
        told=_lazy("Done. Nothing more is promised here."),
        is_open=lambda thread: thread.touch_base_on is not None or thread.is_touch_base_due(),
        refuses_itself=True,
    ),
]
