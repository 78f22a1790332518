"""The links and buttons under what people read, in the order in which pages draw them. Which stand open is said by the thing
itself (`acts_open_to`)."""

from dataclasses import dataclass

from django.forms.utils import flatatt
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ReaderAct:
    """An act of a reader: `name` is that of its address, and `template` the part that draws it."""

    name: str
    label: str = ""
    rel: str | None = None
    template: str = "comments/_act.html"

    @property
    def attributes(self):
        return flatatt({"rel": self.rel})


OF_COMMENT = [
    ReaderAct("reply", _("Reply")),
    ReaderAct("thank", template="comments/_thank.html"),
    ReaderAct("take_up", _("Add these steps to my practice"), template="practice/_take_up.html"),
    ReaderAct("edit", _("Edit")),
    ReaderAct("delete", _("Delete")),
    ReaderAct("report", _("Report"), rel="nofollow", template="comments/_act_folded.html"),
]
OF_THREAD = [
    ReaderAct("sign", _("Name on it")),
    ReaderAct("visibility", _("Who may read it")),
    ReaderAct("follow", template="comments/_follow.html"),
]
# What its asker is asked to choose while she reads where it stands
OF_ASKER = [
    ReaderAct("touch_base", template="comments/_touch_base.html"),
    ReaderAct("outcome", template="comments/_outcome.html"),
    ReaderAct("publish", template="comments/_publish.html"),
]


def in_order(acts, names):
    """Return those of these acts that stand open."""
    return [act for act in acts if act.name in names]
