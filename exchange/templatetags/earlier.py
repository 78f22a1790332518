from django import template

from exchange.models import UnclaimedWords

register = template.Library()


@register.simple_tag
def earlier_words(person):
    """How many messages of the old site are this person's for the taking."""
    return UnclaimedWords.objects.of(person).count()
