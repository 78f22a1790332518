"""One person as the desk knows her: what she asked and wrote, what is noted, set and was done about her. A moderator who
may read nothing of hers does not find her."""

from django.contrib import admin, messages
from django.core.paginator import InvalidPage
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.converters import key_in
from accounts.models import User
from comments.models import Block, Comment, ModerationEntry, Reader, StaleObject, Thread
from desk import facts
from desk.acts import Button, button_of, form_of, is_complete
from desk.forms.answering import NoteForm
from desk.models import Note
from desk.permissions import coaches_only, moderators_only
from desk.responses import done, refused
from desk.thread_screen import comment_of, incomplete
from stages.pages import page_of

A_PAGE = 25  # messages
MOST_QUESTIONS = 50
MOST_LINES = 20  # of the log
MOST_NOTES = 50
# The parts of her page, in their order, each with what there has to be for it.
PARTS = {"set": "acts", "notes": "note_form", "wrote": "page", "log": "log"}


def person_of(request, pk):
    """Return a person whom this one may know of: coaches everybody, moderators those of whom they may read something."""
    person = get_object_or_404(User, pk=pk)
    reads = Comment.objects.moderated_by(request.user).written_by(person)
    if not request.user.is_coach() and not reads.exists():
        raise Http404
    return person


def reader_of(request, pk):
    """Return a Reader; staff are nobody's to block or to hold."""
    reader = Reader.of(person_of(request, pk))
    if reader is None:
        raise Http404
    return reader


# Her page


@moderators_only
@require_safe
def person(request, pk):
    """Her page. Messages are paged."""
    return screen(request, person_of(request, pk))


def screen(request, person, status=200, back=None, **more):
    """Render her page; a form that was not complete comes `back`, or in `more`, and takes the place of its own."""
    known = of_staff(request, person) if person.is_staff else of_reader(request, person, back)
    known |= kept_of(person) if request.user.is_coach() else {}
    context = {
        **admin.site.each_context(request),
        "title": person.pen_name,
        "person": person,
        "keeping": let_set_up_another_factor(request.user, person),
        "parts": [f"desk/_person_{name}.html" for name, needs in PARTS.items() if known.get(needs)],
        **known,
        **more,
    }
    return render(request, "desk/person.html", context, status=status)


def of_reader(request, person, back):
    """Return what she asked and wrote, as far as this viewer may read it, and what is set about her."""
    written = Comment.objects.moderated_by(request.user).written_by(person)
    try:
        page = page_of(written.with_what_desks_show().newest_first(), request.GET.get("page"), A_PAGE)
    except InvalidPage as error:
        raise Http404 from error
    asked = Thread.objects.moderated_by(request.user).asked_by(person).with_what_lists_show()
    reader = Reader.of(person)
    known = reader.acts_at_desk(request.user)
    questions = list(asked[:MOST_QUESTIONS])
    for thread in questions:
        thread.marks = marks(thread)
    return {
        "facts": facts.of_reader(person, request.user, written),
        "questions": questions,
        "page": page,
        "blocks": Block.objects.ever_of(person),
        "reader": reader,
        "acts": {act.name: button_of(act, reader, request.user, back, level=reader.trust) for act in known.values()},
        "log": lines(request, ModerationEntry.objects.about_person(person)),
        "log_title": _("History"),
    }


def of_staff(request, person):
    """Return what one of the staff did lately, for a coach."""
    hers = ModerationEntry.objects.done_by(person).select_related("by").newest_first()
    return {
        "facts": facts.of_staff(person, request.user),
        "log": lines(request, hers) if request.user.is_coach() else [],
        "log_title": _("Recent actions"),
        "log_at": [f"{reverse('admin:comments_moderationentry_changelist')}?who={person.pk}"],
    }


def marks(thread):
    """Return what a list of her questions says of one behind its day."""
    signed = [_("signed %(name)s") % {"name": thread.signature}] if thread.signature else []
    private = [_("private")] if thread.is_private() else []
    return [*signed, *private, *([thread.get_outcome_display()] if thread.outcome else [])]


def let_set_up_another_factor(user, person):
    """Return the button for one of the staff who lost her phone, or none."""
    if person == user or not person.is_staff or not person.second_factors:
        return []
    says = _(
        "Make sure the request is real: call them. They'll be signed out everywhere and set up a new second step when they sign in."
    )
    address = reverse("admin:desk_new_factor", args=[person.pk])
    return [
        Button(
            _("Let them set up a new one"),
            address,
            says=says,
            folded=_("Lost their phone …"),
            look={"class": "desk-form"},
        )
    ]


def lines(request, entries):
    return entries[:MOST_LINES] if request.user.has_perm("comments.view_moderationentry") else []


def kept_of(person):
    """Return what only coaches see."""
    return {
        "notes": Note.objects.about(person)[:MOST_NOTES],
        "note_form": NoteForm(),
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


def about_reader(request, act, pk):
    """Do one thing about a reader, as its form says."""
    reader = reader_of(request, pk)
    form = form_of(act, reader, request.user, request.POST)
    if is_complete(form):
        fields = form.cleaned_data
        return tried(request, reader.person, lambda: act.verb(reader, by=request.user, **fields), act.told)
    if comment := place_of(request):
        return incomplete(request, comment.thread, form, at=comment.pk, back=(act.name, comment.pk, form))
    return screen(request, reader.person, status=422, back=(act.name, pk, form))


@coaches_only
@require_POST
def note(request, pk):
    """Remember something of her."""
    person = person_of(request, pk)
    form = NoteForm(request.POST, instance=Note(on=person, by=request.user))
    if not form.is_valid():
        return screen(request, person, status=422, note_form=form)
    return tried(request, person, form.save, _("Saved. Only coaches can see it."))


@coaches_only
@require_POST
def forget_note(request, pk, note):
    """Remember something no longer."""
    person = person_of(request, pk)
    kept = get_object_or_404(Note.objects.about(person), pk=note)
    return tried(request, person, kept.delete, _("The note is deleted."))
