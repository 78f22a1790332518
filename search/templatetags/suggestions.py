"""What is near to words that somebody has written, for pages of apps that know nothing of searching."""

from django import template
from django.utils.translation import gettext as _

from checks import safety
from search.answered_before import answered_before, related
from search.stage_finder import likeliest_stages
from stages.models import Stage

register = template.Library()


register.simple_tag(answered_before)
register.simple_tag(related)


@register.simple_tag
def stages_to_choose(words):
    """Return the published stages as {"likely": those nearest to these words, nearest first, "others": the rest in order,
    "others_title": what those are called}. To words that speak of danger none is likely: nobody is told what phase that is."""
    likely = [] if safety.check(words) else likeliest_stages(words)
    return {
        "likely": likely,
        "others_title": _("All the others") if likely else _("All stages"),
        "others": [stage for stage in Stage.objects.published().in_order() if stage not in likely],
    }
