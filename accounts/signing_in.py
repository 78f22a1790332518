"""How allauth signs people in here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.apps import apps
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.template.loader import render_to_string
from django.urls import reverse


def display(user):
    """What pages and mails call a person."""
    return user.pen_name


class AccountAdapter(DefaultAccountAdapter):
    """allauth's adapter: pen names, and a one-time password that works once."""

    def render_mail(self, template_prefix, email, context, headers=None):
        """Return allauth's mail with our own frame, and an HTML part beside the plain text."""
        identity = apps.get_model("stages", "Identity").objects.current()
        context = context | {"title": identity.title, "site": settings.SITE_URL.geturl()}
        message = super().render_mail(template_prefix, email, context, headers)
        words = {"text": message.body, "code": context.get("code")}
        message.attach_alternative(render_to_string("account/email/mail.html", words), "text/html")
        return message

    def save_user(self, request, user, form, commit=True):
        user.take_pen_name(form.cleaned_data["pen_name"])
        return super().save_user(request, user, form, commit)

    def get_password_change_redirect_url(self, request):
        return reverse("admin:index" if request.user.is_staff else "me")

    def post_login(self, request, user, **details):
        response = super().post_login(request, user, **details)
        if not user.has_one_time_password:
            return response
        user.use_up_one_time_password()
        update_session_auth_hash(request, user)
        response["Location"] = reverse("account_set_password")
        return response
