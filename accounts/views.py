from allauth.account.views import (
    ConfirmEmailVerificationCodeView,
    ConfirmLoginCodeView,
    LoginView,
    RequestLoginCodeView,
    SignupByPasskeyView,
    SignupView,
)
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import sign_in_for_draft
from accounts.adapters import sign_in_by_link
from accounts.forms import BEGUN, MailChoicesForm, PenNameForm
from accounts.models import MailChoices, MailedLink, User


class Entrance:
    """What the pages of signing in and up share: an address typed on one is carried to the other, and a draft that
    waits to be sent is named, bound to the address that is typed, and kept from any other."""

    is_only_shown = False

    def post(self, request, *args, **options):
        typed = request.POST.get("email") or request.POST.get("login", "")
        is_free = "carried" in request.POST or sign_in_for_draft.waits_for(request, typed)
        if "carried" in request.POST or not is_free:
            self.is_only_shown = True
            return self.render_to_response(self.get_context_data(waits_for_another=not is_free))
        sign_in_for_draft.remember_at_code(request)
        return super().post(request, *args, **options)

    def get_form_kwargs(self):
        options = super().get_form_kwargs()
        return options | {"data": None, "files": None} if self.is_only_shown else options

    def get_initial(self):
        typed = self.request.POST.get("email") or self.request.POST.get("login", "")
        named = {name: self.request.POST.get(name, "") for name in ("pen_name", "offered")}
        return super().get_initial() | ({"email": typed, "login": typed} | named if self.is_only_shown else {})

    def get_context_data(self, **context):
        return super().get_context_data(draft=sign_in_for_draft.draft_waiting(self.request), **context)


class NameMayBeTaken:
    """Sign-up in which a name taken in the same instant is said beside the field instead of failing."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)


class SignUpView(Entrance, NameMayBeTaken, SignupView):
    """allauth's sign-up: a code by e-mail."""


class SignUpByPasskeyView(Entrance, NameMayBeTaken, SignupByPasskeyView):
    """allauth's sign-up with a passkey: the code shows that the address is hers, then the passkey is made."""


class CodePage:
    """What the pages share on which a mailed code is typed: the words that wait for it are named, and when a code is too
    old, or was mistyped too often, she reads that they are safe and has a new one with one tap."""

    door = "account_request_login_code"

    def dispatch(self, request, *args, **options):
        typed, draft = sign_in_for_draft.address_at_code(request), sign_in_for_draft.draft_at_code(request)
        name = name_begun(request)
        response = super().dispatch(request, *args, **options)
        if not typed or not leads_to_a_door(response) or sign_in_for_draft.address_at_code(request):
            return response
        context = {"door": self.door, "email": typed, "draft": draft, "name": name, "is_old": request.method != "POST"}
        return render(request, "account/code_over.html", context)

    def get_context_data(self, **context):
        draft = sign_in_for_draft.draft_at_code(self.request)
        return super().get_context_data(draft=draft, name=name_begun(self.request), **context)


def leads_to_a_door(response):
    """Is this where allauth sends whoever has no code on its way any more?"""
    doors = {reverse("account_login"), reverse("account_request_login_code")}
    return response.get("Location", "").partition("?")[0] in doors


def name_begun(request):
    """Return the pen name of whom this browser has begun to sign up, or an empty string."""
    begun = User.objects.begun_as(request.session.get(BEGUN)).first()
    return begun.pen_name if begun else ""


class SignUpCodeView(CodePage, ConfirmEmailVerificationCodeView):
    """allauth's page for the code that shows whose address it is."""

    door = "account_signup"


class SignInCodeView(CodePage, ConfirmLoginCodeView):
    """allauth's page for the code that signs in."""


class SignInView(Entrance, LoginView):
    """allauth's sign-in."""


class AskForCodeView(Entrance, RequestLoginCodeView):
    """allauth's way to ask for a code."""


sign_up = SignUpView.as_view()
sign_up_by_passkey = SignUpByPasskeyView.as_view()
sign_in = SignInView.as_view()
ask_for_code = AskForCodeView.as_view()
sign_up_code = SignUpCodeView.as_view()
sign_in_code = SignInCodeView.as_view()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def go_on(request, secret):
    """The link beside a mailed code. Mail scanners open it and nothing happens; a button signs in, once."""
    link = MailedLink.objects.find(secret)
    if request.method == "POST" and link and link.use_up():
        return sign_in_by_link(request, link)
    return render(request, "account/go_on.html", {"link": link}, status=200 if link else 404)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pen_name(request):
    """Choose another pen name."""
    form = PenNameForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if form.is_valid():
        limited = ratelimit.consume_or_429(request, action="rename", user=request.user)
        if limited or form.save():
            return limited or redirect("me")
    return render(request, "account/pen_name.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notifications(request):
    """Choose of what to hear by mail."""
    form = MailChoicesForm(request.POST or None, instance=MailChoices.objects.of(request.user))
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("notifications")
    stopped = {
        "kinds": MailChoices.objects.of(request.user).stopped(),
        "muted": request.user.mutes.with_what_lists_show(),
    }
    return render(request, "account/notifications.html", {"form": form, **stopped})


@login_required
@require_safe
def second_factor(request):
    """Staff: set up a passkey or an app, now or within the time that is left."""
    if not request.user.is_staff:
        raise Http404
    return render(request, "account/second_factor.html", {"is_late": request.user.is_kept_from_desk()})


@login_required
@require_POST
def sign_out_everywhere(request):
    """End every session of hers, this one too."""
    request.user.sign_out_everywhere()
    logout(request)
    return redirect("home")
