"""The one table of who may do what at the desk. Readers need no row: what they may do is asked of the thing itself
(`comment.acts_open_to(user)`)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """The roles that have a group. Who is in none is a reader."""

    COACH = "coach", _("coach")
    MODERATOR = "moderator", _("moderator")


# From each of these a coach may keep one of her moderators (`accounts/models/limits.py`); approving and marking as spam,
# which both can be undone, is what every moderator is there for.
MAY_BE_KEPT_FROM = {
    "comments.remove_comment": _("remove messages, with a reason"),
    "comments.soften_comment": _("soften details"),
    "comments.place_thread": _("move, split, merge, close and open questions"),
    "comments.block_reader": _("keep readers from writing, and set whom to trust"),
    "comments.throw_switch": _("throw the switches for a spam wave"),
    "comments.view_moderationentry": _("read the log"),
}
MODERATOR_MAY = {
    "comments.view_thread",
    "comments.view_comment",
    "comments.moderate_comment",
    *MAY_BE_KEPT_FROM,
}
CONTENT = ("guide", "stage", "guidance", "sign", "example", "stagepicture", "stageresource", "resource")
ALWAYS_THERE = ("identity", "page")  # neither added nor deleted
COACH_MAY = (
    MODERATOR_MAY
    | {f"stages.{act}_{noun}" for act in ("view", "add", "change", "delete") for noun in CONTENT}
    | {f"stages.{act}_{noun}" for act in ("view", "add", "change", "delete") for noun in ("helpline", "term")}
    | {f"stages.{act}_{noun}" for act in ("view", "change") for noun in ALWAYS_THERE}
    | {f"comments.{act}_savedreply" for act in ("view", "add", "change", "delete")}
    | {f"comments.{act}_heldword" for act in ("view", "add", "change", "delete")}
    | {"comments.view_moderationrules", "comments.change_moderationrules", "comments.export_log"}
    | {"comments.answer_thread", "comments.change_thread", "accounts.view_user", "accounts.change_user"}
)
MAY = {Role.COACH: COACH_MAY, Role.MODERATOR: MODERATOR_MAY}
