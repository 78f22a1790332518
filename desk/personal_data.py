"""What the desk keeps that points to a person; see `accounts/personal_data.py`."""

from desk.models import Invitation

SECTIONS = []
LABELS = {}
VALUES = {}
NOT_HERS = {
    "comments.note.on": "what coaches note for themselves; nobody else sees it, and it is deleted with her account",
    "comments.note.by": "which coach noted it",
    "comments.invitation.invited_by": "which coach invited somebody; it is gone when she answers, or after some weeks",
    "comments.answerdraft.author": "answers that a coach has begun; they stand on her desk",
}


def forget(person, keeps_words):
    """An invitation to an address of hers goes."""
    for address in {person.email, *person.emailaddress_set.values_list("email", flat=True)}:
        Invitation.objects.to_address(address).delete()
