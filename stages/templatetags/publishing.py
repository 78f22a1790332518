"""What a public page says of itself in its head."""

import json

from django import template
from django.utils.encoding import escape_uri_path
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import to_locale

from stages import structured_data

register = template.Library()

# What would end the script or begin another is written as an escape of JSON, which means the same.
ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}
LOCALES = {"en": "en_GB", "es": "es_ES"}  # Open Graph wants a country too


@register.filter
def absolute(path):
    """Return the whole address of a path on this site."""
    return structured_data.absolute(path)


@register.simple_tag(takes_context=True)
def canonical(context, lives_at=""):
    """Return the one address of this page: where it lives (else the path that was asked for), of its query only the
    number of a further page."""
    path = lives_at or escape_uri_path(context["request"].path)
    number = getattr(context.get("page"), "number", 1)
    return structured_data.absolute(f"{path}?page={number}" if number > 1 else path)


@register.simple_tag(takes_context=True)
def open_graph_locale(context):
    """Return the language of what the coach wrote, whoever reads it, as Open Graph names it."""
    language = context["identity"].language
    return LOCALES.get(language) or to_locale(language)


@register.filter
def json_ld(data):
    """Return structured data as a block that no browser runs."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 – escaped above


@register.simple_tag(takes_context=True)
def site_data(context):
    """Return the structured data of the home page."""
    return json_ld(structured_data.site(context["identity"]))


@register.simple_tag(takes_context=True)
def stage_data(context, stage):
    """Return the structured data of a stage."""
    return json_ld(structured_data.stage(stage, context["identity"]))
