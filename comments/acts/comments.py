"""What a reader does with a message of another: each act is a button, a view and a verb."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from comments.forms import ThankForm
from comments.models import Changed
from comments.opening import comment_open_to
from comments.signed_out import signed_in


@signed_in
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
        except Changed as changed:
            form.add_error(None, str(changed))
    return render(request, "comments/thank.html", {"comment": comment, "thanks": thanks, "form": form})
