"""What is near to words that somebody has written, for pages of apps that know nothing of searching."""

from django import template

from search.models import Passage
from search.stage_likeness import likeliest_stages
from stages.models import Stage

register = template.Library()


@register.simple_tag
def answered_before(words):
    """Return up to three answered public threads that are like these words, the nearest first."""
    return Passage.objects.answered_like(words)


@register.simple_tag
def stages_to_choose(words):
    """Return the published stages as {"likely": those nearest to these words, nearest first, "others": the rest in order}."""
    likely = likeliest_stages(words)
    return {
        "likely": likely,
        "others": [stage for stage in Stage.objects.published().in_order() if stage not in likely],
    }
