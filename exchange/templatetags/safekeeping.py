from django import template

from exchange.backup import state

register = template.Library()


@register.simple_tag
def backup_worry():
    """What is wrong with the backups, as a sentence, or nothing."""
    return state.worry()
