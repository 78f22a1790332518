"""What is kept about a person by the talk; see `accounts/own_data.py`."""

from django.utils.translation import gettext_lazy as _

from accounts.own_data import Section
from comments.models import Comment, ModerationEntry, Thread


def questions(person):
    """Yield every thread that she wrote in: her own words whole, and what others said where she can read it."""
    for thread in Thread.objects.with_words_of(person).iterator(chunk_size=100):
        is_mine = thread.asker_id == person.pk
        is_open = is_mine or thread.is_public()
        yield {
            "title": thread.title if is_open else "",
            "stage": thread.stage.title,
            "asked_by_me": is_mine,
            "asked_at": thread.asked_at,
            "signed": thread.signed if is_open else "",
            "visibility": thread.visibility,
            "search_engines_may_list_it": thread.is_listed,
            "state": thread.state,
            "messages": list(messages(thread, person)),
        }


def messages(thread, person):
    """Yield the messages of a thread that stand in her copy."""
    reasons = ModerationEntry.objects.reasons_told_in(thread)
    for comment in thread.adopt(list(thread.comments.in_copy_of(person, thread))):
        said = {"kind": comment.kind, "at": comment.created_at, "signed": comment.signed, "text": comment.text}
        if comment.author_id == person.pk:
            said |= {"mine": True, "status": comment.status, "edited_at": comment.edited_at}
            said |= {"reason": reasons.get(comment.pk, "")}
        yield said


SECTIONS = [
    Section(
        "questions", _("My questions and messages"), questions, ("comments.thread.asker", "comments.comment.author")
    ),
]
LABELS = {
    "title": _("Question"),
    "stage": _("Stage"),
    "asked_by_me": _("Asked by me"),
    "asked_at": _("Asked"),
    "signed": _("Signed"),
    "visibility": _("Who reads it"),
    "search_engines_may_list_it": _("Search engines may list it"),
    "state": _("Where it stands"),
    "messages": _("Messages"),
}
VALUES = dict(Thread.State.choices + Thread.Visibility.choices + Comment.Status.choices)
NOT_HERS = {
    "comments.moderationentry.by": "the log of what staff did; the reasons that she was told stand beside her messages",
}


def forget(person, keeps_words):
    """Erase her words, or keep those that everybody reads, without a name. The coach's answers are the site's and stay."""
    for comment in person.comments.exclude(kind=Comment.Kind.ANSWER).order_by("-number"):
        if not keeps_words or not comment.is_read_by_everybody():
            comment.withdraw()
    for thread in Thread.objects.asked_by(person):
        thread.forget_asker()
