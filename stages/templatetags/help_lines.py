from django import template

from stages.countries import countries_of

register = template.Library()


@register.inclusion_tag("stages/_help_now.html", takes_context=True)
def help_now(context, is_read=True):
    """Show help at once: the lines of the reader's country, and all others folded. `is_read`: does a person read her words?"""
    near, others = context["identity"].help_lines_near(countries_of(context["request"]))
    return {"near": near, "others": others, "is_read": is_read}


@register.inclusion_tag("stages/_people_to_call.html", takes_context=True)
def people_to_call(context):
    """Show everybody who can be called, those of the reader's country first, each with a number to press."""
    near, others = context["identity"].help_lines_near(countries_of(context["request"]))
    return {"near": near, "others": others}
