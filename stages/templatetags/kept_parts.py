"""Parts of pages that many pages show and that seldom change: each is drawn once by a process, and kept for the next page.

`{% kept "comments/_thread.html" thread=thread.in_list %}` draws a part from nothing but what it is given, the language of the
page, and of the coach's Identity what `Whose` holds. That is what it is kept under as well, so it is never another than it
would be if it were drawn anew: whatever changes is asked for under its new value. What it is given is compared by value
(numbers, texts, moments, frozen dataclasses), and is the same for every reader: no user, no request, no token can be in it."""

from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils.translation import get_language

register = template.Library()

MOST_KEPT = 1_000  # parts of some 2 KB, in each process


class Whose(NamedTuple):
    """Of the Identity, what such a part may show."""

    language: str
    zone: ZoneInfo
    coach_name: str


@register.simple_tag(takes_context=True)
def kept(context, name, **given):
    """Return the part that this template draws from what is given."""
    identity = context["identity"]
    whose = Whose(identity.language, identity.zone, identity.coach_name)
    return drawn(name, get_language(), whose, **given)


@lru_cache(maxsize=MOST_KEPT, typed=True)
def drawn(name, language, whose, **given):
    """Draw a part. `language` is the one that is active."""
    return get_template(name).template.render(Context({"identity": whose} | given))
