from django import template

from exchange.backup import state
from exchange.models import LinkCheck

MOST = 10  # dead links on the first page
register = template.Library()


@register.simple_tag
def backup_worry():
    """What is wrong with the backups, as a sentence, or nothing."""
    return state.worry()


@register.simple_tag
def dead_links():
    """The links of the library that lead nowhere any more."""
    return LinkCheck.objects.dead()[:MOST]
