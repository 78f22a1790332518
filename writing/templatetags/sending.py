"""Forms on pages that are about something else: of words that wait for a sign-in, and of how it went."""

from django import template
from django.utils.translation import gettext as _

from writing.forms import HowItWentForm, form_of
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


@register.simple_tag
def how_it_went(thread):
    """Return the form in which its asker tells how it went, while the coach asks for it; else None."""
    return HowItWentForm() if thread.is_touch_base_due() and thread.last_answer_id else None
