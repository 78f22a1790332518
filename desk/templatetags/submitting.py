"""What ends a form of the admin: buttons that save, and links that lead away."""

from django import template
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters, admin_urlname, admin_urlquote
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

register = template.Library()

# What Django says of a button, its words, and what it sends
BUTTONS = [
    ("show_save", _("Save"), {"class": "default", "name": "_save"}),
    ("show_save_and_continue", _("Save and stay here"), {"name": "_continue"}),
    ("show_save_and_add_another", _("Save and write another"), {"name": "_addanother"}),
]


@register.simple_tag(takes_context=True)
def acts_of_form(context):
    """Return the buttons and links that stand open, as Django has worked them out for its own template."""
    buttons = [{"words": words, "attributes": flatatt(said)} for shown, words, said in BUTTONS if context.get(shown)]
    links = [link_to(context, "changelist", "closelink", _("Back"))] if context.get("show_close") else []
    if context.get("show_delete_link") and context.get("original"):
        links.append(link_to(context, "delete", "deletelink", _("Delete …"), admin_urlquote(context["original"].pk)))
    return {"buttons": buttons, "links": links}


def link_to(context, page, kind, words, *keys):
    address = reverse(admin_urlname(context["opts"], page), args=keys)
    return {"address": add_preserved_filters(context, address), "kind": kind, "words": words}
