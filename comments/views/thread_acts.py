"""What a reader does with a question once it is sent: each act is a button, a view and a verb."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.login_required import login_required
from comments.access import thread_open_to
from comments.forms import SignForm, TouchBaseForm, VisibilityForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request, pk):
    """Choose the name over all that one wrote in a thread, or none."""
    thread = thread_open_to(request.user, pk, "sign")
    now = {"signed_as": thread.signed_as, "signature": thread.signature}
    form = SignForm(request.POST or None, initial=now, by=request.user)
    if form.is_valid():
        thread.sign(**form.cleaned_data)
        messages.success(request, _("Saved. That's the name on your question from now on, everywhere."))
        return redirect(thread)
    return render(request, "comments/sign.html", {"thread": thread, "form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def visibility(request, pk):
    """Choose who may read one's question, and whether search engines may list it."""
    thread = thread_open_to(request.user, pk, "visibility")
    now = {"visibility": thread.visibility, "is_listed": thread.is_listed}
    form = VisibilityForm(request.POST or None, initial=now)
    if form.is_valid():
        thread.show_to(**form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect(thread)
    return render(request, "comments/visibility.html", {"thread": thread, "form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request, pk):
    """Answer the coach, who asks whether a private question may be published. Anything but a yes is a no."""
    thread = thread_open_to(request.user, pk, "publish")
    if request.method != "POST":
        return render(request, "comments/publish.html", {"thread": thread})
    if request.POST.get("answer") == "yes":
        thread.agree_to_publish(request.user)
        messages.success(
            request, _("Thank you. Everyone can read your question now; you can make it private again at any time.")
        )
    else:
        thread.keep_private(request.user)
        messages.success(request, _("It stays between you and the coach. She won't ask again."))
    return redirect(thread)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def touch_base(request, pk):
    """Choose when the coach checks back, or that she does not."""
    thread = thread_open_to(request.user, pk, "touch_base")
    form = TouchBaseForm(request.POST or None)
    if form.is_valid():
        thread.move_touch_base(form.cleaned_data["weeks"])
        messages.success(request, _("Saved.") if thread.touch_base_on else _("The coach won't check back with you."))
        return redirect(thread)
    return render(request, "comments/touch_base.html", {"thread": thread, "form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def helped(request, pk):
    """Say that the answer helped, or take that back."""
    thread = thread_open_to(request.user, pk, "helped")
    said = _("The coach will be glad to see it.")
    return outcome(request, thread, "helped", thread.helped, said)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def moved_on(request, pk):
    """Say that one needs no answer any more, or take that back."""
    thread = thread_open_to(request.user, pk, "moved_on")
    said = _("All the best to you. If you write here again, your question is open again.")
    return outcome(request, thread, "moved_on", thread.move_on, said)


def outcome(request, thread, act, say, said):
    """Say what became of it, or take that back, or ask before."""
    if request.method != "POST":
        return render(request, f"comments/{act}.html", {"thread": thread, "choice": thread.outcome_choice(act)})
    if request.POST.get("say") == "no":
        thread.take_outcome_back()
    else:
        say()
        messages.success(request, said)
    return redirect(thread)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request, pk):
    """Follow another's question without writing in it, or no longer."""
    thread = thread_open_to(request.user, pk, "follow")
    if request.method != "POST":
        thread.is_followed = thread.is_followed_by(request.user)
        words = _("Stop following") if thread.is_followed else _("Follow it")
        return render(request, "comments/follow.html", {"thread": thread, "words": words})
    if request.POST.get("follow") == "no":
        thread.unfollow(request.user)
        messages.success(request, _("You've stopped following this question."))
    else:
        thread.follow(request.user)
        messages.success(request, _("You're following this question. You'll find it on your page."))
    return redirect(thread)
