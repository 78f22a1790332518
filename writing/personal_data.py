"""What is kept of what somebody has not sent; see `accounts/personal_data.py`."""

from django.utils.translation import gettext_lazy as _

from accounts.personal_data import Section
from writing.models import Draft


def drafts(person):
    """Yield what she wrote and has not sent, what waits for her on another device too."""
    for draft in [*person.drafts.with_what_lists_show(), *Draft.objects.waiting_for(person).with_what_lists_show()]:
        yield {
            "about": draft.about(),
            "title": draft.title if draft.parent_id is None else "",
            "text": draft.text,
            "signed": draft.signature,
            "visibility": draft.visibility,
            "search_engines_may_list_it": draft.is_listed,
            "last_changed_at": draft.updated_at,
        }


SECTIONS = [
    Section("drafts", _("Not sent yet"), drafts, ("comments.draft.author",)),
]
LABELS = {
    "about": _("About"),
    "last_changed_at": _("Last changed"),
}
VALUES = {}
NOT_HERS = {}


def forget(person, keeps_words):
    """What waits for her on another device goes; her own drafts go with her row."""
    Draft.objects.waiting_for(person).delete()
