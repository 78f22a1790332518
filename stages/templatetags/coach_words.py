"""The coach writes in her own language (`Identity.language`). Where a page speaks another, `{% coach_lang %}` says so on every
element that holds her words; a new part of a page that shows them carries it too. `{% explained %}` ends a page with the
meanings of those of her own words (`stages/glossary.py`) that are on it, as they are now."""

from django import template
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from stages import glossary, text
from stages.models import Term
from stages.models.identity import direction

register = template.Library()


@register.simple_tag(takes_context=True)
def coach_lang(context, language="", is_hers=True):
    """Return the attributes of an element that holds the coach's words: their language (of a starter text: its own),
    where the page speaks another. Where they may be a reader's, `is_hers` tells."""
    identity = context["identity"]
    language = language or identity.language
    if language == get_language() or not is_hers:
        return ""
    return format_html(' lang="{}" dir="{}"', language, direction(language))


@register.simple_tag(takes_context=True)
def coach_line(context, words, kind=None):
    """Return a paragraph of this kind with a line of the coach's, or nothing where she wrote none."""
    return format_html("<p{}{}>{}</p>", flatatt({"class": kind}), coach_lang(context), words) if words else ""


@register.simple_block_tag(takes_context=True)
def explained(context, content):
    """Return a part of a page and, after it, the meanings of the coach's own words that are linked in it."""
    terms = Term.objects.marked_in(content)
    if not terms:
        return content
    parts = {"terms": terms, "identity": context["identity"]}
    beside = glossary.with_notes(content, {term.pk: escape(term.meaning) for term in terms})
    return mark_safe(beside) + render_to_string("stages/_terms.html", parts)  # noqa: S308 – the page, and what was escaped


@register.inclusion_tag("stages/_body.html", takes_context=True)
def in_parts(context, html, language=""):
    """Show a text of the coach's, and where it is long what it holds."""
    marked, parts = text.in_parts(html)
    body = mark_safe(marked)  # noqa: S308 – as it was rendered, with ids of ours
    return {"identity": context["identity"], "html": body, "parts": parts, "language": language}
