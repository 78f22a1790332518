"""What somebody has not sent is mentioned where she comes by again, with no word of it: phones are lent; on her own page it is
listed."""

from django import template
from django.conf import settings

from accounts.visitor import visitor_id
from writing.models import Draft

register = template.Library()

MENTIONED_ON = {"home", "stage", "ask", "ask_anywhere", "account_login"}  # names of addresses


@register.inclusion_tag("writing/_draft_waits.html", takes_context=True)
def draft_waits(context):
    """Mention what somebody has begun here. Without a cookie there is nothing to ask for: such a page is anybody's, and
    a page of somebody with one is stored nowhere (`leanback/middleware.py`)."""
    request = context.get("request")
    place = request and request.resolver_match
    cookies = {settings.BROWSER_COOKIE_NAME, settings.SESSION_COOKIE_NAME}
    if not place or place.url_name not in MENTIONED_ON or context.get("draft") or not cookies & request.COOKIES.keys():
        return {}
    held = Draft.objects.held_by(request.user, visitor_id(request))
    return {"waiting": held.with_what_lists_show().first()}


@register.simple_tag(takes_context=True)
def not_sent(context):
    """Return what whoever is signed in has not sent: her `drafts`, and what was begun `elsewhere` with her address."""
    person = context["request"].user
    elsewhere = Draft.objects.waiting_for(person).with_what_lists_show()
    return {"drafts": person.drafts.with_what_lists_show(), "elsewhere": elsewhere}
