"""The mailed code, typed on a page that shows the words which wait for it: one tap signs in and sends them."""

import uuid
from http import HTTPStatus

from django.shortcuts import redirect

from accounts.views import sign_in_code, sign_up_code
from writing.forms import writer_token
from writing.views.messages import ask, reply


def then_send(view):
    """Let the form with the code send the words that stand beside it, if that is the button she pressed and they have
    become hers by this sign-in. What keeps them from being sent is said on the page that shows them."""

    def check(request):
        response = view(request)
        is_in = request.user.is_authenticated and request.POST.get("then") == "send"
        draft = is_in and request.user.drafts.filter(key=key_sent(request)).first()
        if not draft or not draft.is_about_something() or not request.user.is_adult():
            return response
        sent = send(request, draft)
        return sent if sent.status_code == HTTPStatus.FOUND else redirect(draft.page_to_send_from())

    return check


def key_sent(request):
    """Return the key of the words beside the code, or None for a broken one."""
    try:
        return uuid.UUID(request.POST.get("submission", ""))
    except ValueError:
        return None


def send(request, draft):
    """Send a draft as its own page would."""
    request.POST = request.POST.copy()
    request.POST["writer"] = writer_token(
        request.user
    )  # the page was made for nobody yet: she has just signed in on it
    return reply(request, draft.parent_id) if draft.parent_id else ask(request, draft.stage.slug)


confirm_sign_up = then_send(sign_up_code)
confirm_sign_in = then_send(sign_in_code)
