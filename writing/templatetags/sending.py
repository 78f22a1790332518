"""Words that wait for a sign-in, as the page of its code shows and sends them."""

from django import template
from django.utils.translation import gettext as _

from writing.forms import form_of
from writing.hints import marked

register = template.Library()


@register.simple_tag(takes_context=True)
def words_to_send(context, draft):
    """Return what the page of a code shows of a draft (None: of nothing). Without a stage it can't be sent from there."""
    if not draft:
        return {}
    form = form_of(draft, context["request"].user)
    saved = _("Your reply is saved.") if draft.parent_id else _("Your question is saved.")
    return {
        "form": None if form.needs_stage else form,
        "saved": saved,
        "name": draft.signature or context.get("name"),
        "marked": marked(draft.html, form.told),
        "readers": [] if draft.parent_id else draft.readers_in_words(),
        "send": form.SEND,
    }
