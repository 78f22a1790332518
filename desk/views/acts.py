"""What the coach and her moderators do by a button: an act that a model says (`DeskAct`) has its view from here. An act that
takes more than that has a view of its own, of the act's name."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comments.models import Thread
from desk.acts import form_of, is_complete, name_of
from desk.forms.answering import NoteForm
from desk.models import Note
from desk.permissions import coaches_only, only_who_may, placers_only
from desk.responses import done
from desk.thread_screen import comment_of, incomplete, screen, thread_of, tried


def view_of(act, do):
    """Return the view of an act: for who may, by a button. `do(request, act, key)` finds the row and does it."""

    def view(request, pk):
        return do(request, act, pk)

    return only_who_may(act.needs)(require_POST(view))


def with_comment(request, act, pk):
    """Do one thing with a comment as it was read; tell when somebody else was faster."""
    comment = comment_of(request, pk)
    return pressed(request, act, comment, comment.thread, at=comment.pk)


def with_thread(request, act, pk):
    """Do one thing with a thread as a whole."""
    thread = thread_of(request, pk)
    if not act.refuses_itself and not act.is_open(thread):
        raise Http404
    return pressed(request, act, thread, thread)


def pressed(request, act, row, thread, at=None):
    """Do it as its form says. A form that is not complete comes back in its place."""
    form = form_of(act, row, request.user, request.POST)
    if not is_complete(form):
        return incomplete(request, thread, form, at=at, back=(name_of(act, row), row.pk, form))
    fields = form.cleaned_data
    return tried(request, thread, lambda: act.verb(row, by=request.user, **fields), lambda: act.told_of(row), at)


# What takes more than a button


@placers_only
@require_POST
def apart(request, pk):
    """Make what has become part of another thread one of its own again."""
    into = Thread.objects.moderated_by(request.user).part_of(pk).first()
    if into is None:
        raise Http404
    merged = into.merged.get(pk=pk)
    return tried(request, into, lambda: merged.take_apart(request.user), _("It's a separate question again."))


# With what she remembers of a reader


@coaches_only
@require_POST
def note(request, pk):
    """Remember something of the reader who asked."""
    thread = thread_of(request, pk)
    form = NoteForm(request.POST, instance=Note(on=thread.asker, by=request.user))
    if thread.asker is None or not form.is_valid():
        return screen(request, thread, note_form=form, status=422)
    form.save()
    return done(request, thread, _("Saved. Only coaches can see it."))


@coaches_only
@require_POST
def forget_note(request, pk, note):
    """Remember something no longer."""
    thread = thread_of(request, pk)
    get_object_or_404(Note.objects.about(thread.asker), pk=note).delete()
    return done(request, thread, _("The note is deleted."))
