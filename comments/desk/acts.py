"""What the coach and her moderators do with a thread: each act is a button, a view and a verb of the same name."""

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comments.forms import ActForm, AnswerForm, RemoveForm
from comments.models import Changed, Comment, Thread

MOST_ENTRIES = 20  # of a thread's log shown beside it; the rest is in the moderation log

moderators_only = permission_required("comments.moderate_comment", raise_exception=True)
coaches_only = permission_required("comments.answer_thread", raise_exception=True)


def screen(request, thread, answer_form=None, remove_form=None, remove_pk=None, status=200):
    """Render the one screen on which a thread is read and everything is done with it."""
    to = thread.to_answer()
    empty = AnswerForm(initial={"to": to.pk, "revision": to.revision})
    comments = thread.adopt(list(thread.comments.with_what_only_desks_show().in_reading_order()))
    log = list(thread.entries.select_related("by"))
    last = {entry.comment_id: entry for entry in reversed(log) if entry.is_about_comment()}
    for comment in comments:
        comment.desk_acts = comment.acts_at_desk(request.user, last.get(comment.pk))
    context = {
        **admin.site.each_context(request),
        "title": thread.title,
        "thread": thread,
        "comments": comments,
        "to": to,
        "answer_form": answer_form or empty,
        "may_answer": thread.may_be_answered_by(request.user),
        "remove_form": remove_form or RemoveForm(),
        "remove_pk": remove_pk,
        "log": log[:MOST_ENTRIES],
    }
    return render(request, "admin/desk/thread.html", context, status=status)


def thread_of(request, pk):
    return get_object_or_404(Thread.objects.moderated_by(request.user).with_what_lists_show(), pk=pk)


def comment_of(request, pk):
    return get_object_or_404(
        Comment.objects.filter(thread__in=Thread.objects.moderated_by(request.user)).with_what_desks_show(), pk=pk
    )


def done(request, thread, sentence):
    messages.success(request, sentence)
    return redirect("admin:desk_thread", thread.pk)


@moderators_only
@require_safe
def thread(request, pk):
    """A thread in its context."""
    return screen(request, thread_of(request, pk))


@coaches_only
@require_POST
def answer(request, pk):
    """Answer as the coach; what is answered is approved with it. Then back to who waits."""
    thread = thread_of(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return screen(request, thread, answer_form=form, status=422)
    said = form.cleaned_data
    try:
        to = get_object_or_404(thread.comments, pk=said["to"])
        thread.answer(
            request.user,
            said["text"],
            to=to,
            revision=said["revision"],
            then=said["then"],
            submission=said["submission"],
        )
    except Changed as changed:
        return screen(request, thread, answer_form=renewed(form, thread, changed), status=409)
    messages.success(request, _("Your answer to “%(title)s” is sent.") % {"title": thread.title})
    following = Thread.objects.moderated_by(request.user).waiting().first()
    return redirect("admin:desk_thread", following.pk) if following else redirect("admin:index")


def renewed(form, thread, changed):
    """Return the answer form with all that was typed, told what happened, and speaking of the thread as it is now."""
    to = thread.to_answer()
    again = AnswerForm({**form.data.dict(), "to": to.pk, "revision": to.revision})
    again.add_error(None, str(changed))
    return again


def act(request, pk, form_class, do, sentence):
    """Do one thing with a comment as it was read; tell when somebody else was faster."""
    comment = comment_of(request, pk)
    form = form_class(request.POST)
    if not form.is_valid():
        return screen(request, comment.thread, remove_form=form, remove_pk=comment.pk, status=422)
    try:
        do(comment, request.user, **form.cleaned_data)
    except Changed as changed:
        messages.warning(request, str(changed))
        return redirect("admin:desk_thread", comment.thread_id)
    return done(request, comment.thread, sentence)


@coaches_only
@require_POST
def feature(request, pk):
    """Choose a thread for its stage's page."""
    thread = thread_of(request, pk)
    try:
        thread.feature(request.user)
    except Changed as changed:
        messages.warning(request, str(changed))
        return redirect("admin:desk_thread", pk)
    return done(request, thread, _("Chosen. It stands first on the page of its stage."))


@coaches_only
@require_POST
def unfeature(request, pk):
    """Let a thread stand among the others again."""
    thread = thread_of(request, pk)
    thread.unfeature(request.user)
    return done(request, thread, _("No longer chosen. It stands in its place among the others."))


@coaches_only
@require_POST
def ask_to_publish(request, pk):
    """Ask the reader whether her private question may be published."""
    thread = thread_of(request, pk)
    try:
        thread.ask_to_publish(request.user)
    except Changed as changed:
        messages.warning(request, str(changed))
        return redirect("admin:desk_thread", pk)
    return done(request, thread, _("She is asked. It stays private unless she says yes."))


@moderators_only
@require_POST
def approve(request, pk):
    return act(request, pk, ActForm, Comment.approve, _("Approved. It is public now."))


@moderators_only
@require_POST
def spam(request, pk):
    return act(request, pk, ActForm, Comment.mark_spam, _("Marked as spam."))


@moderators_only
@require_POST
def remove(request, pk):
    return act(request, pk, RemoveForm, Comment.remove, _("Removed. Its author is told why."))


@moderators_only
@require_POST
def leave(request, pk):
    """Leave what was reported as it is."""
    return act(request, pk, ActForm, Comment.leave_as_it_is, _("It stays as it is. The reports are settled."))


@moderators_only
@require_POST
def see_to(request, pk):
    """Say that one has read what speaks of danger, and does what can be done."""
    return act(request, pk, ActForm, Comment.see_to, _("Noted. It is no longer on top; its mark stays."))


@moderators_only
@require_POST
def undo(request, pk):
    return act(request, pk, ActForm, Comment.undo, _("Undone."))
