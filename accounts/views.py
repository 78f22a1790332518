from allauth.account.views import LoginView, RequestLoginCodeView, SignupView
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import opened
from accounts.models import MailedLink
from accounts.signing_in import sign_in_by_link


class Entrance:
    """What the pages of signing in and up share: an address typed on one is carried to the other, and a draft that
    waits to be sent is named, bound to the address that is typed, and kept from any other."""

    is_only_shown = False

    def post(self, request, *args, **options):
        typed = request.POST.get("email") or request.POST.get("login", "")
        is_free = "carried" in request.POST or opened.waits_for(request, typed)
        if "carried" in request.POST or not is_free:
            self.is_only_shown = True
            return self.render_to_response(self.get_context_data(waits_for_another=not is_free))
        return super().post(request, *args, **options)

    def get_form_kwargs(self):
        options = super().get_form_kwargs()
        return options | {"data": None, "files": None} if self.is_only_shown else options

    def get_initial(self):
        typed = self.request.POST.get("email") or self.request.POST.get("login", "")
        return super().get_initial() | ({"email": typed, "login": typed} if self.is_only_shown else {})

    def get_context_data(self, **context):
        return super().get_context_data(draft=opened.draft_waiting(self.request), **context)


class SignUpView(Entrance, SignupView):
    """allauth's sign-up; a name taken in the same instant is said beside the field instead of failing."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)


class SignInView(Entrance, LoginView):
    """allauth's sign-in."""


class AskForCodeView(Entrance, RequestLoginCodeView):
    """allauth's way to ask for a code."""


sign_up = SignUpView.as_view()
sign_in = SignInView.as_view()
ask_for_code = AskForCodeView.as_view()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def go_on(request, secret):
    """The link beside a mailed code. Mail scanners open it and nothing happens; a button signs in, once."""
    link = MailedLink.objects.find(secret)
    if request.method == "POST" and link and link.use_up():
        return sign_in_by_link(request, link)
    return render(request, "account/go_on.html", {"link": link}, status=200 if link else 404)
