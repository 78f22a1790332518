"""What a visitor wrote before she signed in. The session holds its key, the row its words; it never posts itself.

`about` is `stage=` or `parent=` with the key of the stage or comment that the words are about."""

from comments.models import Draft

KEYS = "drafts"


def _place(about):
    return "-".join(str(part) for pair in about.items() for part in pair)


def _row(about):
    return {f"{noun}_id": pk for noun, pk in about.items()}


def keep(request, text, **about):
    """Save the words and return the Draft."""
    draft = find(request, **about) or Draft(**_row(about))
    draft.text = text
    draft.save()
    request.session[KEYS] = request.session.get(KEYS, {}) | {_place(about): str(draft.key)}
    return draft


def find(request, **about):
    """Return the Draft that this browser kept, or None."""
    key = request.session.get(KEYS, {}).get(_place(about))
    return Draft.objects.filter(key=key, **_row(about)).first() if key else None


def drop(request, **about):
    """Forget the words: they were sent."""
    if draft := find(request, **about):
        draft.delete()
        request.session[KEYS] = {place: key for place, key in request.session[KEYS].items() if place != _place(about)}
