"""What a page says of a form that was refused: first in its title and in a summary that takes the focus, whatever form it
is (GOV.UK's error summary and "Error:" in the title). `base.html` draws it for every page."""

from django import template
from django.forms import BaseForm
from django.utils.translation import gettext as _

register = template.Library()


def refused(context):
    """Yield the forms of a page that were sent and are not complete, each once. What is lazy there, such as who asks and
    the token of a form, is not woken: a page without a form sets no cookie."""
    forms = (value for value in context.flatten().values() if issubclass(type(value), BaseForm))
    return {id(form): form for form in forms if form.is_bound and form.errors}.values()


def lines(form):
    """Yield (address of the field within the page, or an empty string, what is wrong there)."""
    for name, reasons in form.errors.items():
        field = form[name] if name in form.fields else None
        at = f"#{field.id_for_label or field.auto_id + '_0'}" if field and not field.is_hidden else ""
        for reason in reasons:
            yield at, reason


@register.simple_tag(takes_context=True)
def error_mark(context):
    """Return what the title of the page begins with: something where a form was refused, else nothing."""
    return _("Error:") + " " if list(refused(context)) else ""


@register.inclusion_tag("forms/summary.html", takes_context=True)
def error_summary(context):
    """Show what is wrong on the page, each with a link to its field."""
    return {"lines": [line for form in refused(context) for line in lines(form)]}
