from django import template

from comments.models import Thread
from exchange.models import UnclaimedWords

MOST = 50  # questions listed under a page
register = template.Library()


@register.simple_tag
def earlier_words(person):
    """How many messages of the old site are this person's for the taking."""
    return UnclaimedWords.objects.of(person).count()


@register.simple_tag
def asked_under(resource):
    """The public questions that stood under this page on the old site, the newest first."""
    post = {"imported__post__kind": "resource", "imported__post__target": resource.pk}
    return Thread.objects.public().filter(**post).order_by("-asked_at", "-pk")[:MOST]
