"""What a reader does with a message of another: each act is a button, a view and a verb."""

from allauth.core import ratelimit
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.login_required import login_required
from accounts.rate_limits import limited
from comments.access import comment_open_to
from comments.forms import ReportForm, ThankForm
from comments.models import StaleObject


@login_required
@limited("write", "POST")
@require_http_methods(["GET", "HEAD", "POST"])
def thank(request, pk):
    """Say thanks, or take it back. The buttons in a thread send no line; what was written with it stays then."""
    comment = comment_open_to(request.user, pk, "thank")
    thanks = comment.thanks_of(request.user)
    if request.POST.get("thank") == "no":
        comment.take_thanks_back(request.user)
        return redirect(comment)
    form = ThankForm(request.POST or None, initial={"text": thanks.line if thanks else ""})
    if form.is_valid():
        try:
            comment.thank(request.user, form.cleaned_data["text"] if "text" in request.POST else None)
            return redirect(comment)
        except StaleObject as changed:
            form.add_error(None, str(changed))
    title, send = (_("You said thanks"), _("Save")) if thanks else (_("Say thanks"), _("Say thanks"))
    context = {"comment": comment, "thanks": thanks, "form": form, "heading": title, "send": send}
    return render(request, "comments/thank.html", context)


@limited("write", "POST")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk):
    """Tell the desk what is wrong with a message. Who is spoken of in one often has no account here, so none is needed;
    strangers are counted by where they come from."""
    comment = comment_open_to(request.user, pk, "report")
    is_told = comment.is_reported_by(request.user)
    form = ReportForm(request.POST or None)
    if not is_told and form.is_valid() and not too_many_from_here(request, form):
        comment.report(request.user, form.cleaned_data["reason"], form.cleaned_data["text"])
        messages.success(
            request, _("Thank you. The coach or a moderator will look at it. Its author never learns who told us.")
        )
        return redirect(comment)
    return render(request, "comments/report.html", {"comment": comment, "form": form, "is_told": is_told})


def too_many_from_here(request, form):
    """Add an error to the form when a stranger has reported much."""
    if request.user.is_authenticated or ratelimit.consume(request, action="report"):
        return False
    form.add_error(
        None,
        _(
            "There have been a lot of reports from your connection. Please try again in an hour; your words are still here."
        ),
    )
    return True
