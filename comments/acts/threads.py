"""What a reader does with a question once it is sent: each act is a button, a view and a verb."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comments.forms import SignForm
from comments.opening import thread_open_to
from comments.signed_out import signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request, pk):
    """Choose the name over all that one wrote in a thread, or none."""
    thread = thread_open_to(request.user, pk, "sign")
    now = {"signed_as": thread.signed_as, "signature": thread.signature}
    form = SignForm(request.POST or None, initial=now, by=request.user)
    if form.is_valid():
        thread.sign(**form.cleaned_data)
        messages.success(request, _("Done. This is how your question is signed from now on, everywhere."))
        return redirect(thread)
    return render(request, "comments/sign.html", {"thread": thread, "form": form})
