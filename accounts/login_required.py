"""No word is lost at a login wall: whose session has ended while she wrote gets her words back."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render


def words_back(request):
    """Answer to a form that came without a session: a page with the words that were in it."""
    context = {"words": request.POST["text"], "sign_in": redirect_to_login(request.path).url}
    return render(request, "account/words_back.html", context, status=403)


def login_required(view):
    """Let only those in who are signed in."""

    @wraps(view)
    def check(request, *args, **options):
        if request.user.is_authenticated:
            return view(request, *args, **options)
        return words_back(request) if request.POST.get("text") else redirect_to_login(request.path)

    return check
