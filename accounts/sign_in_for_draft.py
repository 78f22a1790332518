"""A sign-in that was opened to send something: the address it leads back to names a draft. That draft alone passes to the
person who comes out, if it was written in her browser and waits for no address but hers."""

from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID

from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
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

AT_CODE = "leads_to_after_code"  # in the session: where a sign-in leads back to whose code is on its way


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


def remember_at_code(request):
    """Note where a sign-in leads back to before its code is mailed: what allauth keeps of that it forgets with a wrong
    code too many, and never had for an address that has an account, whose page shall look the same."""
    if draft_waiting(request):
        request.session[AT_CODE] = leads_to(request)
    else:
        request.session.pop(AT_CODE, None)


def draft_at_code(request):
    """Return the draft that waits for the code that is on its way, if it was written in this browser; else None."""
    if request.user.is_authenticated:
        return None
    return drafts().of_browser(visitor_id(request)).filter(key=_key(request.session.get(AT_CODE))).first()


def address_at_code(request):
    """Return the e-mail address that a code was mailed to, or None if none is on its way."""
    sent = request.session.get(EMAIL_VERIFICATION_CODE_SESSION_KEY)
    login = unstash_login(request, peek=True)
    return sent["email"] if sent else login and (login.email or (login.user and login.user.email))


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


def begin(request, draft, door, with_form):
    """Lead from a draft to a door of the site, and back to it. Whoever does so has the words before her: an address that
    was typed before counts no more, unless a code for it is on its way. `with_form` lets the browser send the same form to
    the door, for the address that she typed beside the words."""
    address = draft.page_to_send_from()
    if leads_to(request) != address:
        clear_login(request)
        draft.wait_for_anyone()
    return redirect(f"{reverse(door)}?{urlencode({'next': address})}", preserve_request=with_form)


def link_for(request, email):
    """Return an address that goes on with the draft on whatever device the mail is read, or None if no draft waits."""
    draft, people = draft_waiting(request), filter_users_by_email(email, is_active=True, prefer_verified=True)
    if not draft or not people or not draft.wait_for(email):
        return None
    secret = MailedLink.objects.make(people[0], email, draft.get_absolute_url())
    return settings.SITE_URL.geturl() + reverse("account_go_on", args=[secret])
