"""How allauth signs people in here."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from allauth.core import context as allauth
from django.apps import apps
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from accounts import opened

# Mails that a code, or a way to one, goes with: they also lead to what waits to be sent.
LEADING_ON = {
    "account/email/login_code",
    "account/email/email_confirmation_signup",
    "account/email/account_already_exists",
}


def display(user):
    """What pages and mails call a person."""
    return user.pen_name


def sign_in_by_link(request, link):
    """Sign in whoever has shown that she reads the mail: as a code would, a second factor included."""
    if request.user != link.person:
        logout(request)
    if request.user.is_authenticated:
        return redirect(link.leads_to)
    verify_email_indirectly(request, link.person, link.email)
    record_authentication(request, link.person, method="code", email=link.email)
    return perform_login(request, Login(user=link.person, email=link.email, redirect_url=link.leads_to))


class AccountAdapter(DefaultAccountAdapter):
    """allauth's adapter: pen names, and a one-time password that works once."""

    def send_mail(self, template_prefix, email, context):
        """Send allauth's mail; where a draft waits for this sign-in, with a link to go on elsewhere."""
        if template_prefix in LEADING_ON:
            context = context | {"go_on": opened.link_for(allauth.request, email)}
        super().send_mail(template_prefix, email, context)

    def render_mail(self, template_prefix, email, context, headers=None):
        """Return allauth's mail with our own frame, and an HTML part beside the plain text."""
        identity = apps.get_model("stages", "Identity").objects.current()
        context = context | {"title": identity.title, "site": settings.SITE_URL.geturl()}
        message = super().render_mail(template_prefix, email, context, headers)
        said, _mark, _signature = message.body.partition("\n--\n")
        words = context | {"paragraphs": said.strip().split("\n\n")}
        message.attach_alternative(render_to_string("account/email/mail.html", words), "text/html")
        return message

    def save_user(self, request, user, form, commit=True):
        user.take_pen_name(form.cleaned_data["pen_name"])
        return super().save_user(request, user, form, commit)

    def get_password_change_redirect_url(self, request):
        return reverse("admin:index" if request.user.is_staff else "me")

    def post_login(self, request, user, **details):
        response = super().post_login(request, user, **details)
        opened.pass_on(request, user, response["Location"])
        if not user.has_one_time_password:
            return response
        user.use_up_one_time_password()
        update_session_auth_hash(request, user)
        response["Location"] = reverse("account_set_password")
        return response
