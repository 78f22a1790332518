"""A sign-in that begins with a link in one of her mails: whose it is, is known, so she only types the code."""

from urllib.parse import urlencode

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.flows.logout import logout
from django.shortcuts import redirect
from django.urls import reverse

from accounts.forms import CodeForm


def send_code(request, person, leads_to):
    """Mail this person a code and return the answer that leads to where she types it, and then to an address of ours; or
    None when too many were asked for. Whoever else is signed in here is signed out."""
    form = CodeForm({"email": person.email})
    if not form.is_valid():
        return None
    if request.user.is_authenticated:
        logout(request)
    LoginCodeVerificationProcess.initiate(request=request, user=form._user, email=person.email)
    return redirect(f"{reverse('account_confirm_login_code')}?{urlencode({'next': leads_to})}")
