"""Putting threads in their right place."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comments.forms import ActForm
from comments.models import Thread
from desk.forms.moderation import MergeForm, MoveForm
from desk.permissions import placers_only
from desk.thread_screen import comment_of, incomplete, thread_of, tried


def place(request, thread, name, do, sentence):
    """Do one of the acts that stand open with a thread."""
    if name not in thread.acts_at_desk(request.user):
        raise Http404
    return tried(request, thread, do, sentence)


@placers_only
@require_POST
def close(request, pk):
    thread = thread_of(request, pk)
    return place(request, thread, "close", lambda: thread.close(request.user), _("Closed."))


@placers_only
@require_POST
def reopen(request, pk):
    thread = thread_of(request, pk)
    return place(request, thread, "reopen", lambda: thread.reopen(request.user), _("Open again."))


@placers_only
@require_POST
def move(request, pk):
    """Let a thread stand under another stage."""
    thread = thread_of(request, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return incomplete(request, thread, form, move_form=form)
    stage = form.cleaned_data["stage"]
    return place(request, thread, "move", lambda: thread.move_to(stage, request.user), _("Moved."))


@placers_only
@require_POST
def merge(request, pk):
    """Make a thread part of another one of the same asker."""
    thread = thread_of(request, pk)
    form = MergeForm(request.POST, others=thread.others_of_asker(request.user))
    if not form.is_valid():
        return incomplete(request, thread, form, merge_form=form)
    into, knowingly = form.cleaned_data["into"], form.cleaned_data["knowingly"]
    told = _("The two are one now. The old address leads here.")
    return place(request, thread, "merge", lambda: thread.merge_into(into, request.user, knowingly), told)


@placers_only
@require_POST
def rejoin(request, pk):
    """Put a thread back to where it was split off."""
    thread = thread_of(request, pk)
    return place(request, thread, "rejoin", lambda: thread.rejoin(request.user), _("Put back where it was."))


@placers_only
@require_POST
def apart(request, pk):
    """Make what has become part of another thread one of its own again."""
    into = Thread.objects.moderated_by(request.user).part_of(pk).first()
    if into is None:
        raise Http404
    merged = into.merged.get(pk=pk)
    return tried(request, into, lambda: merged.take_apart(request.user), _("A question of its own again."))


@placers_only
@require_POST
def split(request, pk):
    """Make a reply a question of its own."""
    comment = comment_of(request, pk)
    form = ActForm(request.POST)
    form.is_valid()
    revision = form.cleaned_data.get("revision", -1)
    told = _("A question of its own now. A line keeps its place where it stood.")
    return tried(request, comment.thread, lambda: comment.thread.split_off(comment, request.user, revision), told)
