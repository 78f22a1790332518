"""The one screen on which a thread is read and everything is done with it."""

from django.contrib import admin
from django.core.paginator import InvalidPage
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.converters import key_in
from comments.models import Comment, Reader, StaleObject, Thread
from desk.acts import Button, button_of, buttons
from desk.forms.answering import AnswerForm, NoteForm
from desk.models import Note, SavedReply
from desk.responses import done, refused, undo_bar, waiting_for, wants_part
from practice.models import Practice
from stages.models import Resource

MOST_ENTRIES = 20  # of a thread's log shown beside it; the rest is in the moderation log
MOST_EARLIER = 10  # of the reader's other questions
MOST_NOTES = 50
MOST_ON_SHELF = 100  # resources to copy from where no script runs
RECENT = 4  # messages that stand open under a long thread; those before are folded
FEW = 3  # messages that are not worth folding


def thread_of(request, pk):
    return get_object_or_404(Thread.objects.moderated_by(request.user).with_what_lists_show(), pk=pk)


def comment_of(request, pk):
    return get_object_or_404(Comment.objects.moderated_by(request.user).with_what_desks_show(), pk=pk)


def screen(request, thread, status=200, at=None, back=None, **more):
    """Render the one screen on which a thread is read and everything is done with it; `at` is the key of the comment of
    which it shows the page, `back` a form that comes back (`desk.acts.button_of`)."""
    may_answer = thread.may_be_answered_by(request.user)
    acts = buttons(thread, thread.acts_at_desk(request.user), request.user, back)
    shown = conversation(request, thread, at, back)
    context = {
        **admin.site.each_context(request),
        "title": thread.title,
        "thread": thread,
        "may_answer": may_answer,
        "following": waiting_for(request.user).after(thread),
        "undo_bar": undo_bar(request),
        "earlier": thread.earlier_of_asker(request.user)[:MOST_EARLIER],
        "acts": acts,
        "placing": group(acts.get("placing", [])),
        "merged": [apart_again(other) for other in thread.merged.all()],
        **shown,
        **(for_coach(request, thread, shown["to"]) if may_answer else {}),
        **more,
    }
    return render(request, "desk/thread.html", context | of_editor(context), status=status)


def beside(context):
    """Return the names of the parts that stand beside the conversation."""
    is_known = context["thread"].asker is not None
    parts = {
        "practice": bool(context.get("practices")),
        "earlier": is_known,
        "notes": is_known and context["may_answer"],
        "log": bool(context["log"]),
    }
    return [name for name, is_there in parts.items() if is_there]


def of_editor(context):
    """Return the part in which one answers, and what it tells of her words: whether and when they were kept, and others."""
    form, draft, other = (context.get(name) for name in ("answer_form", "draft", "other"))
    is_back = form is not None and form.is_bound
    part = "_only_coaches" if form is None else "_scheduled" if draft and draft.send_at else "_editor"
    return {
        "answering": f"desk/{part}.html",
        "beside": [f"desk/_beside_{name}.html" for name in beside(context)],
        "is_unkept": is_back and not other,
        "kept_at": [draft.updated_at] if draft and not is_back else [],
        "other_words": [other.text] if other else [],
    }


def group(buttons):
    """Return the buttons that are folded away together: a list of one group, or of none."""
    return [{"buttons": buttons, "is_open": any(button.is_open for button in buttons)}] if buttons else []


def apart_again(other):
    """Return the button that makes a thread, which is part of this one now, one of its own again."""
    said = _("Question %(number)s has become part of this one.") % {"number": other.pk}
    address = reverse("admin:desk_apart", args=[other.pk])
    return Button(_("Separate them again"), address, says=said, look={"data-whole": True})


def conversation(request, thread, at, back):
    """Return the question and a page of what was said to it, each comment with what this person may do with it, and what was
    done. It is the page that the address asks for, the one with the comment `at`, or the one with what is to be answered."""
    to = thread.to_answer()
    at = at or key_in(request.GET.get("comment")) or key_in(request.GET.get("remove"))
    question, page = page_shown(request, thread, at, to)
    tell_of_acts(request.user, thread, [question, *page.items], back)
    older, recent = folded(page, {at, to.pk})
    may_read_log = request.user.has_perm("comments.view_moderationentry")
    log = thread.entries.select_related("by")[:MOST_ENTRIES] if may_read_log else []
    return {"question": question, "page": page, "older": older, "recent": recent, "to": to, "log": log}


def folded(page, sought):
    """Return ([messages to fold away] or [], messages that stand open) of a page: of the last one of a thread what comes
    before the newest, before the first that waits for somebody, and before those with the keys that are sought."""
    waits = [place for place, comment in enumerate(page.items) if comment.pk in sought or waits_for_somebody(comment)]
    cut = min([*waits, len(page.items) - RECENT])
    return ([], page.items) if page.next or cut <= FEW else ([page.items[:cut]], page.items[cut:])


def waits_for_somebody(comment):
    return bool(comment.is_pending or comment.open_reports or comment.is_to_be_seen_to())


def page_shown(request, thread, at, to):
    """Return the question and the Page that stands under it."""
    number = request.GET.get("page")
    if number is None:
        comment = thread.comments.in_bulk([at]).get(at) if at else None
        number = str((comment or to).page_among(thread.comments.but_questions()))
    try:
        return thread.question_and_page_at_desk(number)
    except InvalidPage as error:
        raise Http404 from error


def tell_of_acts(user, thread, comments, back):
    """Tell each of these comments what this person may do with it, and with the reader who wrote it."""
    last = thread.entries.last_about(comments)
    readers = Reader.by_key([comment.author for comment in comments if comment.author])
    for comment in comments:
        known = comment.acts_at_desk(user, last.get(comment.pk))
        unsoften = known.pop("unsoften", None)
        comment.at_desk = buttons(comment, known, user, back)
        comment.softened = [(each, unsoftened(comment, each, unsoften, user)) for each in comment.softenings.all()]
        is_own_answer = comment.is_approved and comment.is_answer and comment.is_by(user)
        comment.mended_at = [reverse("edit", args=[comment.pk])] if is_own_answer else []
        comment.reasons_to_wait = comment.why_held() if comment.is_pending else []
        comment.about_author = about_author(comment, readers.get(comment.author_id), user, back)


def unsoftened(comment, softening, act, user):
    """Return the buttons that bring a softened passage back: one, or none for who may not."""
    return [button_of(act, comment, user, softening=softening.pk)] if act else []


def about_author(comment, reader, user, back):
    """Return [(Reader, buttons, are they unfolded?)] for who may do anything about a comment's author, else []."""
    acts = reader.acts_at_desk(user) if reader else {}
    beside = [button_of(act, reader, user, back, beside=comment, level=reader.trust) for act in acts.values()]
    return [(reader, beside, any(button.is_open for button in beside))] if beside else []


def for_coach(request, thread, to):
    """Return what only she who answers needs: her draft of the answer to a comment, her notes, her saved words."""
    draft = request.user.answer_drafts.filter(thread=thread).first()
    return {
        "draft": draft,
        "answer_form": AnswerForm.begun(thread, to, draft),
        "practices": list(Practice.objects.shared_in(thread)),
        "notes": Note.objects.about(thread.asker)[:MOST_NOTES],
        "note_form": NoteForm(),
        "saved_replies": [(reply.title, reply.to(thread.signed)) for reply in SavedReply.objects.all()],
        "shelf": Resource.objects.order_by("title")[:MOST_ON_SHELF],
    }


def incomplete(request, thread, form, **place):
    """Give a form back that is not complete: to the page that asked, or on the screen at its place."""
    if wants_part(request):
        return refused(request, thread, next(iter(form.errors.values()))[0], status=422)
    return screen(request, thread, status=422, **place)


def tried(request, thread, do, told, at=None):
    """Do one thing and show the thread that it was done with, or the one that `do` returns; tell when it cannot be done.
    `told` is the sentence that says what was done, or a function that returns it then."""
    try:
        came_of_it = do()
    except StaleObject as changed:
        return refused(request, thread, changed, at=at)
    return done(request, came_of_it or thread, told() if callable(told) else told, at)
