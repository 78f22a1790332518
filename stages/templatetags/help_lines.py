from django import template

from stages.countries import countries_of

register = template.Library()


@register.inclusion_tag("stages/_help_now.html", takes_context=True)
def help_now(context):
    """Show help at once: the lines of the reader's country, and all others folded."""
    near, others = context["identity"].help_lines_near(countries_of(context["request"]))
    return {"near": near, "others": others}
