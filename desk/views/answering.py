"""The screen on which a thread is read and answered, and what it asks for while she writes."""

from django.contrib import admin, messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.converters import key_in
from comments.models import Comment, StaleObject, Thread
from comments.models.comment import LONGEST
from desk.forms.answering import AnswerForm
from desk.models import AnswerDraft, DraftConflict
from desk.permissions import coaches_only, moderators_only
from desk.responses import gone_on, waiting_for, wants_part
from desk.thread_screen import screen, thread_of
from search import meaning
from stages.models import Identity, Resource

MOST_FOUND = 10  # resources offered for the letters that were typed
MOST_TOLD = 5


# The screen


@moderators_only
@require_safe
def thread(request, pk):
    """A thread in its context; `?remove=` opens the form in which one comment is removed."""
    return screen(request, thread_of(request, pk), back=("remove", key_in(request.GET.get("remove")), None))


@moderators_only
@require_safe
def waiting(request):
    """How many wait at this moment, for the tab."""
    return JsonResponse({"waiting": waiting_for(request.user).count()})


# Sending


@coaches_only
@require_POST
def answer(request, pk):
    """Answer as the coach, now or at a time; what is answered is approved with it. Then on to who waits next."""
    thread = thread_of(request, pk)
    following = waiting_for(request.user).after(thread)
    form = AnswerForm(request.POST, thread=thread)
    if not form.is_valid():
        return screen(request, thread, answer_form=form, status=422)
    try:
        sent = form.send(request.user)
    except StaleObject as changed:
        other = getattr(changed, "draft", None)
        return screen(request, thread, answer_form=form.renewed(changed), other=other, status=409)
    said = _("Your answer to “%(title)s” is sent.") if sent else _("Your answer to “%(title)s” is scheduled.")
    return gone_on(request, said % {"title": thread.title}, following)


@coaches_only
@require_POST
def call_back(request, pk):
    """Do not send a scheduled answer: change it first."""
    thread = thread_of(request, pk)
    if draft := request.user.answer_drafts.filter(thread=thread).first():
        draft.call_back()
    return gone_on(request, _("It won't be sent. It's a draft again, and no one has read it."), thread)


# While she writes


@coaches_only
@require_POST
def draft(request, pk):
    """Keep what is written so far. Words that were kept elsewhere in the meantime are never overwritten."""
    thread = thread_of(request, pk)
    source = request.POST.get("text", "").replace("\r\n", "\n")
    if len(source) > LONGEST:
        return too_long(request, thread)
    try:
        kept = AnswerDraft.keep(thread, request.user, source, revision_in(request), place_of(request))
    except DraftConflict as elsewhere:
        return told_of_other_words(request, thread, elsewhere)
    if wants_part(request):
        return JsonResponse({"revision": kept.revision if kept else 0, "at": clock(timezone.now())})
    messages.success(request, _("Saved. You can go on at any time, on any device."))
    return redirect("admin:desk_thread", pk)


def too_long(request, thread):
    """Answer to words that are not kept, since nothing of them is ever cut off: they stand in the form."""
    if wants_part(request):
        said = _("Not saved: this is longer than %(most)d characters. Please shorten it a little; it's all still here.")
        return JsonResponse({"said": said % {"most": LONGEST}}, status=422)
    return screen(request, thread, answer_form=AnswerForm(request.POST, thread=thread), status=422)


def told_of_other_words(request, thread, elsewhere):
    """Answer to words that would overwrite others: both are there, and she chooses."""
    kept = elsewhere.draft
    if wants_part(request):
        other = {"text": kept.text, "revision": kept.revision, "where": where(kept)} if kept else {}
        return JsonResponse({"said": str(elsewhere), **other}, status=409)
    form = AnswerForm(request.POST, thread=thread)
    return screen(request, thread, answer_form=form.renewed(elsewhere), other=kept, status=409)


def revision_in(request):
    sent = request.POST.get("draft", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0


def place_of(request):
    """On what she writes: phones say so."""
    is_phone = "Mobi" in request.headers.get("User-Agent", "")
    return AnswerDraft.Place.PHONE if is_phone else AnswerDraft.Place.COMPUTER


def clock(moment):
    """Return the time of day where the coach lives."""
    return date_format(timezone.localtime(moment, Identity.objects.current().zone), "TIME_FORMAT")


def where(draft):
    return _("Saved at %(time)s %(place)s") % {"time": clock(draft.updated_at), "place": draft.get_place_display()}


@coaches_only
@require_POST
def preview(request, pk):
    """The answer exactly as it will stand on the page, by the same renderer; nothing is kept."""
    thread = thread_of(request, pk)
    answer = Comment(thread=thread, kind=Comment.Kind.ANSWER, text=request.POST.get("text", "")[:LONGEST])
    Comment._meta.get_field("html").fill(answer)
    if wants_part(request):
        return render(request, "desk/_preview.html", {"preview": answer})
    return screen(request, thread, answer_form=AnswerForm(request.POST, thread=thread), preview=answer)


@coaches_only
@require_safe
def told(request, pk):
    """What she told others who asked something like it."""
    thread = thread_of(request, pk)
    context = {"thread": thread, "answers": told_others(thread)}
    if wants_part(request):
        return render(request, "desk/_told.html", context)
    return render(
        request,
        "desk/told.html",
        {**admin.site.each_context(request), "title": _("What I told others"), **context},
    )


def told_others(thread):
    """Return her fullest answers in the threads nearest to this one in meaning, the nearest first, each with the passage that
    `fits`. Only what everybody may read: nothing of a private question is quoted to another reader by mistake."""
    asked = "\n".join(dict.fromkeys([thread.question.text, thread.to_answer().text]))
    others = Thread.objects.listed().answered().exclude(pk=thread.pk)
    near = meaning.answered_like(asked, others, MOST_TOLD, meaning.ALIKE_TO_COACH)
    answers = Comment.objects.prefetch_related("resources").fullest_answers_in([like.pk for like in near])
    for answer in answers:
        answer.fits = meaning.passage_that_fits(asked, answer) if meaning.is_ready() else ""
    return answers


@coaches_only
@require_safe
def resources(request):
    """The resources that have these letters in their title or address."""
    found = Resource.objects.like(request.GET.get("q", "")[:80])[:MOST_FOUND]
    rows = [
        {"slug": each.slug, "title": each.title, "kind": each.get_kind_display(), "draft": not each.is_published()}
        for each in found
    ]
    return JsonResponse({"found": rows})
