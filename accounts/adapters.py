"""How allauth signs people in here."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.account.internal.flows.login import get_authentication_records, perform_login, record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from allauth.core import context as allauth
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts import above, sign_in_for_draft
from accounts.mail import foot, sender
from accounts.mail_parts import Button, Code, Paragraph, bodies
from accounts.models import MailChoices, PausedAddress, User

# Mails that a code, or a way to one, goes with: they also lead to what waits to be sent.
LEADING_ON = {
    "account/email/login_code",
    "account/email/email_confirmation_signup",
    "account/email/account_already_exists",
}

# What allauth says above the next page, in our words; of all else it says nothing: those pages say it themselves.
SAID = {
    "account/messages/logged_in.txt": _lazy("You're in, as %(name)s."),
    "account/messages/logged_out.txt": _lazy("You're signed out."),
    "account/messages/password_changed.txt": _lazy("Your password is changed."),
    "account/messages/password_set.txt": _lazy("Your password is saved."),
    "account/messages/email_confirmation_failed.txt": _lazy("That address belongs to another account here."),
    "account/messages/primary_email_set.txt": _lazy("From now on we write to your new address."),
    "mfa/messages/webauthn_added.txt": _lazy("Your passkey is saved."),
    "mfa/messages/webauthn_removed.txt": _lazy("The passkey is removed."),
    "mfa/messages/totp_activated.txt": _lazy("The app is switched on."),
    "mfa/messages/totp_deactivated.txt": _lazy("The app is switched off."),
    "mfa/messages/recovery_codes_generated.txt": _lazy("Here are your new codes."),
    "usersessions/messages/sessions_logged_out.txt": _lazy("You're signed out everywhere else."),
}
OUR_ERRORS = {
    "account_inactive": _lazy("This account is switched off."),
    "email_password_mismatch": _lazy(
        "The address and the password don't belong together. A code by e-mail always works."
    ),
    "email_taken": _lazy("That address belongs to another account here."),
    "duplicate_email": _lazy("That's your address already."),
    "enter_current_password": _lazy("Please type the password you have now."),
    "incorrect_code": _lazy("That isn't the code. Check the mail again; capitals don't matter."),
    "incorrect_password": _lazy("That isn't your password."),
    "invalid_or_expired_key": _lazy("This link doesn't work any more. Please ask for a new one."),
    "invalid_login": _lazy("That didn't work. Please try again."),
    "invalid_password_reset": _lazy("This link doesn't work any more. Please ask for a new one."),
    "too_many_login_attempts": _lazy("That was a lot of tries. Please wait a few minutes, then try again."),
    "unknown_email": _lazy("Nobody here has that address."),
    "same_as_current": _lazy("That's the same as now."),
    "rate_limited": _lazy("That was a lot of mails. Please wait a few minutes, then ask again."),
}


def display(user):
    """What pages and mails call a person."""
    return user.pen_name


def part(words, context):
    """Return a paragraph of allauth's plain mail as a part of ours: a code large, an address as a link."""
    if words == context.get("code"):
        return Code(words)
    if words.startswith("http"):
        return Button(words_of_link(words, context), words)
    return Paragraph(words)


def words_of_link(link, context):
    """Return what stands on the button that leads there."""
    known = {
        context.get("go_on"): _("Go on with what you wrote"),
        context["site"] + reverse("account_login"): _("Sign in"),
        context["site"] + reverse("account_signup"): _("Make an account"),
    }
    return known.get(link, _("Open it"))


def sign_in_by_link(request, link):
    """Sign in whoever has shown that she reads the mail: as a code would, a second factor included."""
    if request.user != link.person:
        logout(request)
    if request.user.is_authenticated:
        return redirect(link.leads_to)
    verify_email_indirectly(request, link.person, link.email)
    record_authentication(request, link.person, method="code", email=link.email)
    return perform_login(request, Login(user=link.person, email=link.email, redirect_url=link.leads_to))


def was_by_code(request, person):
    """Has whoever signs in typed a code from her mail?"""
    return any(record.get("method") == "code" for record in get_authentication_records(request, person))


class AccountAdapter(DefaultAccountAdapter):
    """allauth's adapter: pen names, a first password that leads to one of her own, and a code where there is no password to ask for."""

    error_messages = DefaultAccountAdapter.error_messages | OUR_ERRORS

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        """Say above the next page what allauth has done, in our words or not at all."""
        name = request.user.pen_name if request.user.is_authenticated else ""
        if said := message or SAID.get(message_template):
            messages.add_message(request, level, said % {"name": name} if name else said, extra_tags=extra_tags)

    def send_mail(self, template_prefix, email, context):
        """Send allauth's mail; where a draft waits for this sign-in, with a link to go on elsewhere."""
        if template_prefix in LEADING_ON:
            context = context | {"go_on": sign_in_for_draft.link_for(allauth.request, email)}
        super().send_mail(template_prefix, email, context)

    def is_open_for_signup(self, request):
        """Sign-up may be closed for a while, in a spam wave."""
        return not above.is_sign_up_closed()

    def render_mail(self, template_prefix, email, context, headers=None):
        """Return allauth's mail in our own frame, with an HTML part beside the plain text; to a discreet person, from nobody
        whom it names."""
        context = context | {"site": settings.SITE_URL.geturl()}
        message = super().render_mail(template_prefix, email, context, headers)
        person, title = User.objects.filter(email=email).first(), above.identity().title
        is_discreet = person is not None and MailChoices.objects.of(person).is_discreet
        parts = [part(words, context) for words in message.body.strip().split("\n\n")]
        message.body, html = bodies(parts, foot(is_discreet), title="" if is_discreet else title)
        message.from_email = sender(title, "", is_discreet)
        message.attach_alternative(html, "text/html")
        return message

    def save_user(self, request, user, form, commit=True):
        user.take_pen_name(form.cleaned_data["pen_name"])
        user.adult_at = timezone.now()  # she ticked it: the form does not go without
        return super().save_user(request, user, form, commit)

    def get_login_stages(self):
        """Return allauth's stages, with our own rule of who is asked for a second factor."""
        theirs, ours = "allauth.mfa.stages.AuthenticateStage", "accounts.adapters.SecondFactorStage"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user):
        """Return the ways in which she who is signed in shows that it is she. A code by e-mail is one wherever it would
        have let her in."""
        known = {method["id"]: method for method in super().get_reauthentication_methods(user)}
        if user.is_authenticated and user.has_one_time_password:
            known["reauthenticate"] = {"id": "reauthenticate", "url": reverse("account_reauthenticate")}
        if user.is_authenticated and not is_asked_for_second_factor(user):
            known["code"] = {"id": "code", "url": reverse("confirm_by_code")}
        said = {
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
            "reauthenticate": _("Type your password"),
            "mfa_reauthenticate": _("Type a code from your app, or an emergency code"),
            "code": _("Send me a code"),
        }
        return [known[name] | {"description": words} for name, words in said.items() if name in known]

    def get_password_change_redirect_url(self, request):
        if request.user.lacks_second_factor():
            return reverse("second_factor")
        return reverse("admin:index" if request.user.is_staff else "me")

    def post_login(self, request, user, **details):
        response = super().post_login(request, user, **details)
        sign_in_for_draft.pass_on(request, user, response["Location"])
        user.begin_grace()
        record_authentication(
            request, user, method="sign_in", reauthenticated=True
        )  # she has just shown that it is she
        if user.has_one_time_password:
            response["Location"] = reverse("account_set_password")
        if was_by_code(request, user):
            PausedAddress.objects.resume(user)  # mail has just reached her
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's adapter for passkeys and authenticator apps: bound to the site's own name, and telling no address of hers
    to whoever looks at her phone."""

    def get_public_key_credential_rp_entity(self):
        return {"id": settings.PASSKEYS_FOR, "name": self._get_site_name()}

    def _get_site_name(self):
        return above.identity().title

    def _get_user_identifier(self, user):
        return user.pen_name

    def generate_authenticator_name(self, user, type):
        return _("My passkey")


def is_asked_for_second_factor(user):
    """Does it take more than a code or a password to sign in as this person? For staff a passkey or an app does that; for
    a reader only an app that she set up: to her a passkey is another key to the same door, and losing it locks nobody out."""
    kinds = [Authenticator.Type.TOTP, *([Authenticator.Type.WEBAUTHN] if user.is_staff else [])]
    return is_mfa_enabled(user, kinds)


class SecondFactorStage(AuthenticateStage):
    """allauth's stage, for those whom our rule asks."""

    def _should_handle(self, request):
        user = self.login.user
        return user is not None and is_asked_for_second_factor(user) and super()._should_handle(request)
