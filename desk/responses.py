"""How the desk answers an act: to a page, by a sentence and a redirect; to one of its own modules, by JSON.

A module of `static/desk/` asks the same address as the button, with the header `X-Part`. Pages come without a load, so a
module begins in `start()` and keeps nothing of the page before."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from comments.models import Comment, ModerationEntry, Thread


def wants_part(request):
    """Did one of the desk's own modules ask, which puts the answer into the page that is open?"""
    return "X-Part" in request.headers


def address_of(thread, at=None):
    """Return the address at the desk of a thread, or of the comment with the key `at` in it."""
    address = reverse("admin:desk_thread", args=[thread.pk])
    return f"{address}?comment={at}#comment-{at}" if at else address


def waiting_for(user):
    """Return the threads that wait, for which no answer is on its way, and that this person has not put off."""
    return Thread.objects.moderated_by(user).waiting().not_scheduled().not_snoozed_by(user)


def undo_bar(request):
    """Return the bar that undoes what this person did last, or an empty text: after a moment it is only in the thread."""
    last = ModerationEntry.objects.just_done_by(request.user)
    comment = last and Comment.objects.moderated_by(request.user).filter(pk=last.comment_id).first()
    if comment is None:
        return ""
    context = {"entry": last, "comment": comment, "back_to": [] if comment.is_answer else ["queue"]}
    return render_to_string("desk/_undo_bar.html", context, request)


def gone_on(request, sentence, thread=None, at=None):
    """Say what was done, and go on to a thread, or to one comment in it, or to who is waiting."""
    address = address_of(thread, at) if thread else reverse("admin:index")
    if wants_part(request):
        waiting = waiting_for(request.user).count()
        return JsonResponse({"said": sentence, "next": address, "bar": undo_bar(request), "waiting": waiting})
    messages.success(request, sentence)
    return redirect(address)


def done(request, thread, sentence, at=None):
    """Say what was done, where it was done: on the first page, or in the thread, there at the comment with the key `at`."""
    return gone_on(request, sentence, None if request.POST.get("back") == "queue" else thread, at)


def refused(request, thread, sentence, status=409, at=None):
    """Say why nothing was done."""
    if wants_part(request):
        return JsonResponse({"said": str(sentence)}, status=status)
    messages.warning(request, str(sentence))
    return redirect(address_of(thread, at))
