"""What a reader has taken up: putting it on her list, and what she does with it there. All of it is hers alone."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.login_required import login_required
from comments.access import comment_open_to
from comments.models import Rejected
from practice.forms import StepNoteForm
from practice.models import Practice, Step
from stages.addresses import LastingRedirect, moved
from stages.models import Stage

# Taking up


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_up(request, pk):
    """Take up the steps of an answer. Who has just signed in for it finds the button here."""
    answer = comment_open_to(request.user, pk, "take_up")
    return taken_up(request, answer, answer)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_up_stage(request, slug):
    """Take up the guidance of a stage."""
    stages = Stage.objects.published()
    stage = stages.at(slug)
    if stage is None:
        return LastingRedirect(request, reverse("take_up_stage", args=[moved(stages, slug).slug]))
    if not stage.guidance.exists():
        raise Http404
    return taken_up(request, stage, stage)


def taken_up(request, source, back):
    """Put it on her list, or ask before."""
    if request.method != "POST":
        lines = Practice.of_source(source).lines()
        return render(request, "practice/take_up.html", {"lines": lines, "back": back})
    try:
        return redirect(Practice.take_up(request.user, source))
    except Rejected as refused:
        messages.warning(request, str(refused))
        return redirect("practice")


# On her list


@login_required
@require_safe
def practice(request):
    """All that she has taken up, to tick off and to write notes at."""
    return render(request, "practice/practice_list.html", {"practices": Practice.objects.of(request.user)})


@login_required
@require_safe
def sheet(request, pk):
    """One of them, to print and to fill in by hand."""
    return render(request, "practice/sheet.html", {"practice": practice_of(request.user, pk)})


@login_required
@require_POST
def share(request, pk):
    """Show the coach her ticks and notes, or keep them to herself again."""
    practice = practice_of(request.user, pk)
    if request.POST.get("share") == "no":
        practice.unshare()
    elif practice.can_be_shared():
        practice.share()
    else:
        raise Http404
    return redirect(practice)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def put_away(request, pk):
    """Take all of it off her list, with ticks and notes, for good."""
    practice = practice_of(request.user, pk)
    if request.method != "POST":
        return render(request, "practice/put_away.html", {"practice": practice})
    practice.delete()
    messages.success(request, _("It's off your list."))
    return redirect("practice")


@login_required
@require_POST
def tick(request, pk):
    """Tick a step off, or not any more."""
    step = step_of(request.user, pk)
    step.tick(request.POST.get("done") != "no")
    return redirect(step)


@login_required
@require_POST
def note(request, pk):
    """Write a note at a step, or take it away."""
    step, form = step_of(request.user, pk), StepNoteForm(request.POST)
    if not form.is_valid():
        return render(request, "practice/note.html", {"step": step, "form": form}, status=422)
    step.take_note(form.cleaned_data["text"])
    return redirect(step)


@login_required
@require_POST
def drop(request, pk):
    """Take one step off her list."""
    step = step_of(request.user, pk)
    step.drop()
    messages.success(request, _("That step is off your list. Add the steps again to bring it back."))
    return redirect(step.practice)


def practice_of(reader, pk):
    return get_object_or_404(Practice.objects.of(reader), pk=pk)


def step_of(reader, pk):
    return get_object_or_404(Step.objects.select_related("practice"), pk=pk, practice__reader=reader)
