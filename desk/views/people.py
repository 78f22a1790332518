"""One person as the desk knows her: what she asked and wrote, what is noted, set and was done about her. A moderator who
may read nothing of hers does not find her."""

from django.contrib import admin, messages
from django.core.paginator import InvalidPage
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.converters import key_in
from accounts.models import User
from comments.models import Block, Comment, ModerationEntry, Note, StaleObject, Thread, Trust
from desk.forms.answering import NoteForm
from desk.forms.moderation import BlockForm, TrustForm
from desk.permissions import blockers_only, coaches_only, moderators_only
from desk.responses import done, refused
from desk.thread_screen import comment_of, incomplete
from stages.pages import page_of

A_PAGE = 25  # messages
MOST_QUESTIONS = 50
MOST_LINES = 20  # of the log
MOST_NOTES = 50


def person_of(request, pk):
    """Return a person whom this one may know of: coaches everybody, moderators those of whom they may read something."""
    person = get_object_or_404(User, pk=pk)
    reads = Comment.objects.moderated_by(request.user).written_by(person)
    if not request.user.is_coach() and not reads.exists():
        raise Http404
    return person


def reader_of(request, pk):
    """Return a reader; staff are nobody's to block or to hold."""
    person = person_of(request, pk)
    if person.is_staff:
        raise Http404
    return person


# Her page


@moderators_only
@require_safe
def person(request, pk):
    """Her page. Messages are paged."""
    return screen(request, person_of(request, pk))


def screen(request, person, status=200, **more):
    """Render her page; a form that was not complete comes in `more` and takes the place of its own."""
    context = {
        **admin.site.each_context(request),
        "title": person.pen_name,
        "person": person,
        **(of_staff if person.is_staff else of_reader)(request, person),
        **(kept_of(person) if request.user.is_coach() else {}),
        **more,
    }
    return render(request, "desk/person.html", context, status=status)


def of_reader(request, person):
    """Return what she asked and wrote, as far as this viewer may read it, and what is set about her."""
    written = Comment.objects.moderated_by(request.user).written_by(person)
    try:
        page = page_of(written.with_what_desks_show().newest_first(), request.GET.get("page"), A_PAGE)
    except InvalidPage as error:
        raise Http404 from error
    asked = Thread.objects.moderated_by(request.user).asked_by(person).with_what_lists_show()
    return {
        "numbers": [f"{count} {status.label}" for status, count in written.in_numbers().items()],
        "questions": asked[:MOST_QUESTIONS],
        "page": page,
        "trust": Trust.objects.level_of(person),
        "trust_levels": TrustForm.LEVELS,
        "blocks": Block.objects.ever_of(person),
        "standing_block": Block.objects.of(person),
        "block_form": BlockForm(),
        "log": lines(request, ModerationEntry.objects.about_person(person)),
    }


def of_staff(request, person):
    """Return what one of the staff did lately, for a coach."""
    hers = ModerationEntry.objects.done_by(person).select_related("by").newest_first()
    return {"log": lines(request, hers) if request.user.is_coach() else []}


def lines(request, entries):
    return entries[:MOST_LINES] if request.user.has_perm("comments.view_moderationentry") else []


def kept_of(person):
    """Return what only coaches see."""
    return {
        "notes": Note.objects.about(person)[:MOST_NOTES],
        "note_form": NoteForm(),
        "thanks_said": person.thanks.count(),
    }


# What is done about her: on her page, or beside one of her messages, and then back there


def place_of(request):
    """Return the comment beside which this was asked, or None: then it was on her own page."""
    asked = key_in(request.POST.get("comment"))
    return comment_of(request, asked) if asked else None


def tried(request, person, do, sentence):
    """Do something about a person, say so where it was asked for; or say there why it was not done."""
    comment = place_of(request)
    try:
        do()
    except StaleObject as changed:
        if comment:
            return refused(request, comment.thread, changed, at=comment.pk)
        messages.warning(request, str(changed))
        return redirect("admin:desk_person", person.pk)
    if comment:
        return done(request, comment.thread, sentence, comment.pk)
    messages.success(request, sentence)
    return redirect("admin:desk_person", person.pk)


@blockers_only
@require_POST
def block(request, pk):
    """Keep her from writing, with a message to her and an end."""
    person, form = reader_of(request, pk), BlockForm(request.POST)
    if not form.is_valid():
        if comment := place_of(request):
            return incomplete(request, comment.thread, form, at=comment.pk, block_form=form, block_pk=comment.pk)
        return screen(request, person, status=422, block_form=form)
    put = form.cleaned_data["message"], form.until()
    return tried(
        request, person, lambda: Block.put(person, request.user, *put), _("She cannot write now, and is told so.")
    )


@blockers_only
@require_POST
def unblock(request, pk):
    """Let her write again."""
    person = reader_of(request, pk)
    standing = Block.objects.of(person)
    return tried(request, person, lambda: standing and standing.lift(request.user), _("She may write again."))


@blockers_only
@require_POST
def trust(request, pk):
    """Trust her by hand, let her always wait, or leave her to the rule."""
    person, form = reader_of(request, pk), TrustForm(request.POST)
    if not form.is_valid():
        raise Http404
    level = form.cleaned_data["level"]
    said = _("Noted. It counts from her next message on.")
    return tried(request, person, lambda: Trust.set(person, level, request.user), said)


@coaches_only
@require_POST
def note(request, pk):
    """Remember something of her."""
    person = person_of(request, pk)
    form = NoteForm(request.POST, instance=Note(on=person, by=request.user))
    if not form.is_valid():
        return screen(request, person, status=422, note_form=form)
    return tried(request, person, form.save, _("Noted. Only coaches see it."))


@coaches_only
@require_POST
def forget_note(request, pk, note):
    """Remember something no longer."""
    person = person_of(request, pk)
    kept = get_object_or_404(Note.objects.about(person), pk=note)
    return tried(request, person, kept.delete, _("The note is gone."))
