"""The one table of who may do what at the desk. Readers need no row: what they may do is asked of the thing itself
(`comment.acts_open_to(user)`)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """The roles that have a group. Who is in none is a reader."""

    COACH = "coach", _("coach")
    MODERATOR = "moderator", _("moderator")


MODERATOR_MAY = {
    "comments.view_thread",
    "comments.view_comment",
    "comments.moderate_comment",
    "comments.view_moderationentry",
    "comments.block_reader",
    "comments.throw_switch",
}
CONTENT = ("guide", "stage", "guidance", "sign", "stagepicture", "stageresource", "resource")
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
