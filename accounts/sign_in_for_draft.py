"""A sign-in that was opened to send something: the address it leads back to names a draft. That draft alone passes to the
person who comes out, if it was written in her browser and waits for no address but hers."""

from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID

from allauth.account.internal.stagekit import clear_login, unstash_login
from allauth.account.utils import filter_users_by_email
from allauth.utils import get_request_param
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.shortcuts import redirect
from django.urls import reverse

from accounts.above import drafts
from accounts.models import MailedLink
from accounts.visitor import visitor_id


def _key(address):
    try:
        return UUID(parse_qs(urlsplit(address or "").query).get("draft", [""])[0])
    except ValueError:
        return None


def leads_to(request):
    """Return the address of our site to which this sign-in leads back, or None. Sign-up remembers it beside the form."""
    login = None if request.user.is_authenticated else unstash_login(request, peek=True)
    return get_request_param(request, "next") or (login and login.redirect_url)


def draft_waiting(request):
    """Return the draft that this sign-in was opened to send, if it was written in this browser; else None."""
    return drafts().of_browser(visitor_id(request)).filter(key=_key(leads_to(request))).first()


def waits_for(request, email):
    """Bind the draft to the address that was typed. Returns whether the way is free: False if it waits for another one."""
    draft = draft_waiting(request)
    try:
        validate_email(email)
    except ValidationError:
        return True
    return draft is None or draft.wait_for(email)


def pass_on(request, person, address):
    """Give what was written in this browser to the person who has just signed in, if it waited for her, or if its own
    "send" has led her here: then `address` names it."""
    for draft in drafts().passing_to(person, visitor_id(request), _key(address)):
        draft.pass_to(person)


def begin(request, draft, address):
    """Lead from a draft to sign-up, and back to `address`. Whoever does so has the words before her: an address that was
    typed before counts no more, unless a code for it is on its way."""
    if leads_to(request) != address:
        clear_login(request)
        draft.wait_for_anyone()
    return redirect(f"{reverse('account_signup')}?{urlencode({'next': address})}")


def link_for(request, email):
    """Return an address that goes on with the draft on whatever device the mail is read, or None if no draft waits."""
    draft, people = draft_waiting(request), filter_users_by_email(email, is_active=True, prefer_verified=True)
    if not draft or not people or not draft.wait_for(email):
        return None
    secret = MailedLink.objects.make(people[0], email, draft.get_absolute_url())
    return settings.SITE_URL.geturl() + reverse("account_go_on", args=[secret])
