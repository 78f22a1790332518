"""What a reader's words could tell of her, pointed out once before they are sent. She decides."""

from django.utils.translation import get_language

from comments import details
from stages.models import Identity, Stage, Term


def said_here():
    """Return the names of this site, which everybody knows: the coach's, the stages', her own words."""
    identity = Identity.objects.current()
    names = [identity.title, identity.coach_name]
    names += Stage.objects.values_list("title", flat=True)
    names += Term.objects.values_list("word", flat=True)
    return " ".join(names)


def found_in(words):
    """Return all Details of a text, in the language of the page."""
    return details.find(words, (get_language() or "")[:2], said_here())


def pointed_out(words):
    """Return the Details that she is shown, each words once."""
    return details.once_each(found_in(words))


def softened(words):
    return details.soften(words, found_in(words))
