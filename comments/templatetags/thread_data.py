from django import template

from comments import structured_data
from stages.templatetags.publishing import json_ld

register = template.Library()


@register.simple_tag(takes_context=True)
def thread_data(context, thread, question, comments):
    """Return the structured data of a thread."""
    return json_ld(structured_data.thread(thread, question, comments, context["identity"]))
