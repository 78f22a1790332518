"""Is it still her? A phone lies about, unlocked and signed in: before something important is done, she shows that it is she,
by password, passkey, app, or a code by e-mail.

A view that changes who can sign in, or hands data out, is wrapped in `reauthentication_required`."""

import time
from functools import wraps

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import BaseReauthenticateView
from allauth.core import ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from accounts.forms import SignInCode

IN_SESSION = "confirming_by_code"


def showed_lately(request):
    """Did she sign in, or show that it is she, a short while ago?"""
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    return any(record["at"] > since for record in get_authentication_records(request, request.user))


def reauthentication_required(view):
    """Let a form through from somebody who has shown lately that it is she; others show it first, and then it is done."""

    @login_required
    @wraps(view)
    def check(request, *args, **options):
        if request.method == "POST" and not showed_lately(request):
            if "password1" in request.POST:
                request.method = (
                    "GET"  # a form waits in the session, where a password has no business: she types it again
                )
            raise ReauthenticationRequired
        return view(request, *args, **options)

    return check


class CodeProcess(AbstractCodeVerificationProcess):
    """One code, in this session, for her own address."""

    def __init__(self, request, state):
        super().__init__(
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            state=state,
            user=request.user,
        )
        self.request = request

    @classmethod
    def resume(cls, request):
        """Return the one that is under way, or None."""
        state = request.session.get(IN_SESSION)
        return cls(request, state).abort_if_invalid() if state else None

    def send(self):
        adapter = get_adapter()
        self.state["code"] = adapter.generate_login_code()
        adapter.send_mail("account/email/login_code", self.user.email, {"request": self.request, "code": self.code})

    def persist(self):
        self.request.session[IN_SESSION] = self.state

    def abort(self):
        self.request.session.pop(IN_SESSION, None)


@method_decorator(login_required, name="dispatch")
class ConfirmByCodeView(BaseReauthenticateView):
    """allauth's way to confirm, by a code that is mailed when she asks for it."""

    form_class = SignInCode
    template_name = "account/confirm_by_code.html"

    def post(self, request, *args, **options):
        if "send" in request.POST:
            return self.send_code(request)
        return super().post(request, *args, **options)

    def send_code(self, request):
        limited = ratelimit.consume_or_429(request, action="confirm_code", user=request.user)
        if limited:
            return limited
        process = CodeProcess(request, CodeProcess.initial_state(request.user, request.user.email))
        process.send()
        process.persist()
        return redirect(self.passthrough_next_url(request.path))

    def get_form_kwargs(self):
        process = CodeProcess.resume(self.request)
        return super().get_form_kwargs() | {"code": process.code if process else ""}

    def get_context_data(self, **more):
        is_sent = CodeProcess.resume(self.request) is not None
        words = _("Send another code") if is_sent else _("Send me a code")
        return super().get_context_data(**more) | {"is_sent": is_sent, "sending_in_words": words}

    def form_valid(self, form):
        CodeProcess.resume(self.request).abort()
        record_authentication(self.request, self.request.user, method="code", reauthenticated=True)
        return super().form_valid(form)

    def form_invalid(self, form):
        if process := CodeProcess.resume(self.request):
            process.record_invalid_attempt()
        return super().form_invalid(form)


confirm_by_code = ConfirmByCodeView.as_view()
