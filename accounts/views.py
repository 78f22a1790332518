from allauth.account.views import SignupView
from django.core.exceptions import ValidationError


class SignUpView(SignupView):
    """allauth's sign-up; a name taken in the same instant is said beside the field instead of failing."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)


sign_up = SignUpView.as_view()
