"""What the coach and her moderators do with a thread: each act is a button, a view and a verb of the same name."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comments.forms import ActForm, RemoveForm
from comments.models import Comment, Note
from desk.forms.answering import NoteForm, PromiseForm
from desk.forms.moderation import SoftenForm, UnsoftenForm
from desk.permissions import coaches_only, moderators_only, removers_only, softeners_only
from desk.responses import done
from desk.thread_screen import comment_of, incomplete, screen, thread_of, tried


def act(request, pk, form_class, do, sentence, name="act"):
    """Do one thing with a comment as it was read; tell when somebody else was faster. A form that is not complete comes
    back under its name."""
    comment = comment_of(request, pk)
    form = form_class(request.POST)
    if not form.is_valid():
        place = {"at": comment.pk, f"{name}_form": form, f"{name}_pk": comment.pk}
        return incomplete(request, comment.thread, form, **place)
    return tried(request, comment.thread, lambda: do(comment, request.user, **form.cleaned_data), sentence, comment.pk)


# With a comment


@coaches_only
@require_POST
def ask_to_publish(request, pk):
    """Ask the reader whether her private question may be published."""
    thread = thread_of(request, pk)
    told = _("She is asked. It stays private unless she says yes.")
    return tried(request, thread, lambda: thread.ask_to_publish(request.user), told)


@moderators_only
@require_POST
def approve(request, pk):
    return act(request, pk, ActForm, Comment.approve, _("Approved. It is public now."))


@moderators_only
@require_POST
def spam(request, pk):
    return act(request, pk, ActForm, Comment.mark_spam, _("Marked as spam."))


@removers_only
@require_POST
def remove(request, pk):
    return act(request, pk, RemoveForm, Comment.remove, _("Removed. Its author is told why."), "remove")


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


@softeners_only
@require_POST
def soften(request, pk):
    return act(request, pk, SoftenForm, Comment.soften, _("Softened. Others read it so from now on."), "soften")


@softeners_only
@require_POST
def unsoften(request, pk):
    return act(request, pk, UnsoftenForm, Comment.unsoften, _("Brought back. Others read it again."))


# With a thread


@coaches_only
@require_POST
def feature(request, pk):
    """Choose a thread for its stage's page."""
    thread = thread_of(request, pk)
    told = _("Chosen. It stands first on the page of its stage.")
    return tried(request, thread, lambda: thread.feature(request.user), told)


@coaches_only
@require_POST
def unfeature(request, pk):
    """Let a thread stand among the others again."""
    thread = thread_of(request, pk)
    thread.unfeature(request.user)
    return done(request, thread, _("No longer chosen. It stands in its place among the others."))


@coaches_only
@require_POST
def limit_replies(request, pk):
    """Let nobody but the asker reply."""
    thread = thread_of(request, pk)
    thread.limit_replies(request.user)
    return done(request, thread, _("Only the asker and you can reply here now."))


@coaches_only
@require_POST
def open_replies(request, pk):
    """Let everybody reply again."""
    thread = thread_of(request, pk)
    thread.open_replies(request.user)
    return done(request, thread, _("Everyone can reply here again."))


@coaches_only
@require_POST
def need_no_answer(request, pk):
    """The last words were a thanks, say: nobody waits."""
    thread = thread_of(request, pk)
    thread.need_no_answer(request.user)
    return done(request, thread, _("Nobody waits here now. When she writes again, it comes back."))


@coaches_only
@require_POST
def touch_base(request, pk):
    """Promise to ask how it went, or put it off, without an answer."""
    thread, form = thread_of(request, pk), PromiseForm(request.POST)
    if not form.is_valid():
        raise Http404
    thread.touch_base_in(form.cleaned_data["weeks"], request.user)
    return done(request, thread, _("Promised for %(day)s.") % {"day": date_format(thread.touch_base_on)})


@coaches_only
@require_POST
def touched_base(request, pk):
    """A promise is kept, or need not be."""
    thread = thread_of(request, pk)
    thread.touched_base(request.user)
    return done(request, thread, _("Done. Nothing is promised here any more."))


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
    return done(request, thread, _("Noted. Only coaches see it."))


@coaches_only
@require_POST
def forget_note(request, pk, note):
    """Remember something no longer."""
    thread = thread_of(request, pk)
    get_object_or_404(Note.objects.about(thread.asker), pk=note).delete()
    return done(request, thread, _("The note is gone."))
