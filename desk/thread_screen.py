"""The one screen on which a thread is read and everything is done with it."""

from django.contrib import admin
from django.core.paginator import InvalidPage
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from accounts.converters import key_in
from comments.forms import RemoveForm
from comments.models import Comment, Note, SavedReply, StaleObject, Thread
from desk.forms.answering import AnswerForm, NoteForm, PromiseForm
from desk.forms.moderation import forms_for, tell_of_readers
from desk.responses import done, refused, undo_bar, waiting_for, wants_part
from stages.models import Resource

MOST_ENTRIES = 20  # of a thread's log shown beside it; the rest is in the moderation log
MOST_EARLIER = 10  # of the reader's other questions
MOST_NOTES = 50
MOST_ON_SHELF = 100  # resources to copy from where no script runs


def thread_of(request, pk):
    return get_object_or_404(Thread.objects.moderated_by(request.user).with_what_lists_show(), pk=pk)


def comment_of(request, pk):
    return get_object_or_404(Comment.objects.moderated_by(request.user).with_what_desks_show(), pk=pk)


def screen(request, thread, status=200, at=None, **more):
    """Render the one screen on which a thread is read and everything is done with it; `at` is the key of the comment of
    which it shows the page."""
    may_answer = thread.may_be_answered_by(request.user)
    context = {
        **admin.site.each_context(request),
        "title": thread.title,
        "thread": thread,
        "may_answer": may_answer,
        "following": waiting_for(request.user).after(thread),
        "undo_bar": undo_bar(request),
        "earlier": thread.earlier_of_asker(request.user)[:MOST_EARLIER],
        "remove_form": RemoveForm(),
        **conversation(request, thread, at),
        **forms_for(request, thread),
        **(for_coach(request, thread) if may_answer else {}),
        **more,
    }
    return render(request, "desk/thread.html", context, status=status)


def conversation(request, thread, at=None):
    """Return the question and a page of what was said to it, each comment with what this person may do with it, and what was
    done. It is the page that the address asks for, the one with the comment `at`, or the one with what is to be answered."""
    to = thread.to_answer()
    question, page = page_shown(request, thread, at, to)
    tell_of_acts(request.user, thread, [question, *page.items])
    may_read_log = request.user.has_perm("comments.view_moderationentry")
    log = thread.entries.select_related("by")[:MOST_ENTRIES] if may_read_log else []
    return {"question": question, "page": page, "to": to, "log": log}


def page_shown(request, thread, at, to):
    """Return the question and the Page that stands under it."""
    number = request.GET.get("page")
    if number is None:
        at = at or key_in(request.GET.get("comment")) or key_in(request.GET.get("remove"))
        comment = thread.comments.in_bulk([at]).get(at) if at else None
        number = str((comment or to).page_among(thread.comments.but_questions()))
    try:
        return thread.question_and_page_at_desk(number)
    except InvalidPage as error:
        raise Http404 from error


def tell_of_acts(user, thread, comments):
    """Tell each of these comments what this person may do with it, and what is set by hand about its author."""
    last = thread.entries.last_about(comments)
    for comment in comments:
        comment.desk_acts = comment.acts_at_desk(user, last.get(comment.pk))
        comment.is_to_be_mended = comment.is_approved and comment.is_answer and comment.is_by(user)
    tell_of_readers(comments)


def for_coach(request, thread):
    """Return what only she who answers needs: her draft, her notes, her saved words."""
    draft = request.user.answer_drafts.filter(thread=thread).first()
    return {
        "draft": draft,
        "answer_form": AnswerForm.begun(thread, thread.to_answer(), draft),
        "notes": Note.objects.about(thread.asker)[:MOST_NOTES],
        "note_form": NoteForm(),
        "promise_form": PromiseForm(initial={"weeks": 2}),
        "saved_replies": [(reply.title, reply.to(thread.signed)) for reply in SavedReply.objects.all()],
        "shelf": Resource.objects.order_by("title")[:MOST_ON_SHELF],
    }


def incomplete(request, thread, form, **place):
    """Give a form back that is not complete: to the page that asked, or on the screen at its place."""
    if wants_part(request):
        return refused(request, thread, next(iter(form.errors.values()))[0], status=422)
    return screen(request, thread, status=422, **place)


def tried(request, thread, do, sentence, at=None):
    """Do one thing and show the thread that it was done with, or the one that `do` returns; tell when it cannot be done."""
    try:
        came_of_it = do()
    except StaleObject as changed:
        return refused(request, thread, changed, at=at)
    return done(request, came_of_it or thread, sentence, at)
