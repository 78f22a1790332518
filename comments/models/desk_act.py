"""Acts at the desk that take one button. Each is said once, beside its verb: the desk makes an address, a view and a button
of it (`desk/acts.py`), so that one more act is one more entry here."""

from collections.abc import Callable
from dataclasses import dataclass

ANSWERS, PLACES = "comments.answer_thread", "comments.place_thread"
MODERATES, REMOVES, SOFTENS = "comments.moderate_comment", "comments.remove_comment", "comments.soften_comment"


def always(row):
    return True


def never(row):
    return False


@dataclass(frozen=True, kw_only=True)
class DeskAct:
    """What can be done at the desk with a thread, a comment or a wish.

    `needs` is the permission that it takes, `is_open(row)` whether there is anything to do now. `verb(row, by, …)` does it and
    may return the thread to go on with; `told` is said then, or `told(row)`. What is asked for first is the desk's to say."""

    name: str  # its address says it with hyphens
    label: str  # on its button
    needs: str
    verb: Callable
    told: str | Callable[..., str]
    is_open: Callable[..., bool] = always
    refuses_itself: bool = (
        False  # its verb raises StaleObject, with a sentence, when it is not open; else that is a 404
    )
    says: str = ""  # a sentence above the button
    folded: str = ""  # the words under which it is folded away
    weight: str = "quiet"  # the class of its button
    key: str = ""  # by which the single keys of the desk find it
    place: str = "acts"  # the part of the page that draws it
    leads_on: Callable[..., bool] = never  # does the whole page change with it?

    @property
    def slug(self):
        return self.name.replace("_", "-")

    def told_of(self, row):
        """Return what is said when it is done with this row."""
        return self.told(row) if callable(self.told) else self.told

    @staticmethod
    def open_to(user, row, acts):
        """Return, of these acts, {name: act} of those that this person may do with this row now, in their order."""
        return {act.name: act for act in acts if user.has_perm(act.needs) and act.is_open(row)}
