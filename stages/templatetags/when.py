from datetime import timedelta
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stages.clock import in_words, zone_in_words

register = template.Library()
A_MINUTE, A_WEEK = timedelta(minutes=1), timedelta(days=7)


@register.simple_tag(takes_context=True)
def when(context, moment, with_time=False):
    """Return `<time>` with a moment's date, or date and time, in the site's time zone; its exact time, to the second, is in the attribute
    (HTML allows no microseconds beyond three digits there), and its zone in the title."""
    return "" if moment is None else time_element(moment, context["identity"].zone, get_language(), with_time)


@lru_cache(maxsize=5_000)
def time_element(moment, zone, language, with_time):
    """Return that element, worked out once for each moment and language: a page has dozens, and they never change."""
    local = timezone.localtime(moment, zone)
    exact = local.isoformat(timespec="seconds")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        exact,
        in_words(moment, local.tzinfo),
        date_format(local, "DATETIME_FORMAT" if with_time else "DATE_FORMAT"),
    )


@register.simple_tag(takes_context=True)
def ago(context, moment):
    """Return `<time>` with how long ago a moment was, for a week; after that with its date."""
    span, zone = timezone.now() - moment, context["identity"].zone
    if span > A_WEEK:
        return time_element(moment, zone, get_language(), with_time=False)
    words = _("%(time)s ago") % {"time": how_long(span)} if span >= A_MINUTE else _("just now")
    exact = timezone.localtime(moment, zone).isoformat(timespec="seconds")
    return format_html('<time datetime="{}" title="{}">{}</time>', exact, in_words(moment, zone), words)


@register.simple_tag(takes_context=True)
def at_time(context, moment):
    """Return `<time>` with a moment's date and hour in the site's time zone."""
    local = timezone.localtime(moment, context["identity"].zone)
    exact, shown = local.isoformat(timespec="minutes"), date_format(local, "DATETIME_FORMAT")
    return format_html('<time datetime="{}">{}</time>', exact, shown)


register.filter("in_words", in_words)
register.filter("zone_in_words", zone_in_words)


@register.filter
def how_long(span):
    """Return a timedelta in words of one unit: "3 days", "4 hours"; below a minute "a moment"."""
    now = timezone.now()
    return timesince(now - span, now, depth=1) if span.total_seconds() >= 60 else _("a moment")


@register.filter
def since(moment, earlier):
    """Return how long after `earlier` a moment was, as a timedelta."""
    return moment - earlier
