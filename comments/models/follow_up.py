"""Touch base: the coach's promise to ask how it went, kept by the system."""

from datetime import timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from comments.models.desk_act import ANSWERS, DeskAct
from comments.models.moderation_log import Act
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
        if type(self).objects.promised_by(Identity.objects.current().today()).filter(pk=self.pk).exists():
            self.forget_promise()
            self.set_by_hand(self.State.TOUCH_BASE_DUE)

    @transaction.atomic
    def touched_base(self, by=None):
        """The promise is kept, or need not be: nothing is due here any more."""
        self.lock()
        self.forget_promise()
        self.note(by, Act.TOUCHED_BASE)
        if self.state == self.State.TOUCH_BASE_DUE:
            self.set_by_hand(self.State.ANSWERED)

    def forget_promise(self):
        """Nothing is promised any more."""
        self.touch_base_on = None
        self.save(update_fields=["touch_base_on"])


PROMISING = [
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
