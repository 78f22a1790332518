"""What is kept about a person by what there is to read; see `accounts/personal_data.py`."""

from django.utils.translation import gettext_lazy as _

from accounts.personal_data import Section, of

SECTIONS = [
    Section(
        "saved_stages",
        _("Saved stages"),
        lambda person: of(person.saved_stages.order_by("pk"), "stage__title", "stage__slug", "at"),
        ("stages.savedstage.person",),
    ),
]
LABELS = {"stage__title": _("Stage"), "stage__slug": _("Address"), "at": _("When")}
VALUES = {}
NOT_HERS = {
    f"stages.historical{model}.history_user": "which coach wrote a version of the site's own content"
    for model in (
        "guide",
        "stage",
        "guidance",
        "sign",
        "stagepicture",
        "stageresource",
        "resource",
        "page",
        "identity",
        "helpline",
        "term",
    )
}


def forget(person, keeps_words):
    """Nothing is left to do here: what she saved goes with her row, and versions lose her name with it."""
