"""Who may reply in a thread: everybody who can read it, unless the coach limits it to the asker."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from comments.models.desk_act import ANSWERS, DeskAct
from comments.models.moderation_log import Act


class Replies(models.TextChoices):
    ANYONE = "anyone", _("any reader may reply")
    ASKER = "asker", _("only the asker may reply")


class Repliable:
    """The part of a Thread that takes replies."""

    def takes_replies_from(self, user):
        """May this person reply here? The asker and the coach always; others, who may sign in last of all, if the coach
        lets them and the thread is public and open."""
        if user.is_authenticated and (user.is_coach() or user.pk == self.asker_id):
            return True
        return self.is_public() and not self.is_for_asker_alone() and self.state != self.State.CLOSED

    def is_for_asker_alone(self):
        """Has the coach limited replies to the asker?"""
        return self.replies_from == Replies.ASKER

    def limit_replies(self, by):
        """Take replies from nobody but the asker and the coach; what others said before stays."""
        self._take_replies_from(Replies.ASKER, by, Act.LIMIT_REPLIES)

    def open_replies(self, by):
        """Take replies from everybody again."""
        self._take_replies_from(Replies.ANYONE, by, Act.OPEN_REPLIES)

    @transaction.atomic
    def _take_replies_from(self, whom, by, act):
        self.lock()
        if self.replies_from != whom:
            self.replies_from = whom
            self.save(update_fields=["replies_from"])
            self.note(by, act)


LIMITING_REPLIES = [
    DeskAct(
        name="open_replies",
        label=_("Let everyone reply"),
        needs=ANSWERS,
        verb=Repliable.open_replies,
        told=_("Everyone can reply here again."),
        is_open=Repliable.is_for_asker_alone,
        refuses_itself=True,
        says=_("Only the asker and you can reply."),
    ),
    DeskAct(
        name="limit_replies",
        label=_("Let only the asker reply"),
        needs=ANSWERS,
        verb=Repliable.limit_replies,
        told=_("Only the asker and you can reply here now."),
        is_open=lambda thread: thread.is_public() and not thread.is_for_asker_alone(),
        refuses_itself=True,
    ),
]
