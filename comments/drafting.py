"""What a visitor wrote before she signed in. The session holds its key, the row its words; it never posts itself.

`about` is `stage=` with the slug of a stage, or `parent=` with the key of a comment."""

from comments.models import Draft
from stages.models import Stage

KEYS = "drafts"


def _place(stage=None, parent=None):
    return f"stage-{stage}" if stage else f"comment-{parent}"


def keep(request, text, stage=None, parent=None):
    """Save the words and return the Draft."""
    about = {"stage": Stage.objects.get(slug=stage)} if stage else {"parent_id": parent}
    draft = find(request, stage=stage, parent=parent) or Draft(**about)
    draft.text = text
    draft.save()
    request.session[KEYS] = request.session.get(KEYS, {}) | {_place(stage, parent): str(draft.key)}
    return draft


def find(request, **about):
    """Return the Draft that this browser kept, or None."""
    key = request.session.get(KEYS, {}).get(_place(**about))
    return Draft.objects.filter(key=key).first() if key else None


def carry(request, before, after):
    """What was kept for a stage is kept for its new address."""
    kept = request.session.get(KEYS, {})
    if key := kept.get(_place(before)):
        request.session[KEYS] = {_place(after): key} | {
            place: key for place, key in kept.items() if place != _place(before)
        }


def drop(request, **about):
    """Forget the words: they were sent."""
    if draft := find(request, **about):
        draft.delete()
        request.session[KEYS] = {place: key for place, key in request.session[KEYS].items() if place != _place(**about)}
