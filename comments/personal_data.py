"""What is kept about a person by the talk; see `accounts/personal_data.py`."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.personal_data import Section, of
from comments.models import Comment, ModerationEntry, Thread, Trust


def questions(person):
    """Yield every thread that she wrote in: her own words whole, and what others said where she can read it."""
    for thread in Thread.objects.with_words_of(person).iterator(chunk_size=100):
        is_mine = thread.asker_id == person.pk
        is_open = is_mine or thread.is_public()
        yield {
            "title": thread.title_for(person) if is_open else "",
            "stage": thread.stage.title,
            "asked_by_me": is_mine,
            "asked_at": thread.asked_at,
            "signed": thread.signed if is_open else "",
            "visibility": thread.visibility,
            "search_engines_may_list_it": thread.is_listed,
            "state": thread.state,
            "outcome": thread.outcome if is_mine else "",
            "messages": list(messages(thread, person)),
        }


def messages(thread, person):
    """Yield the messages of a thread that stand in her copy."""
    reasons = ModerationEntry.objects.reasons_told_in(thread)
    for comment in thread.adopt(list(thread.comments.in_copy_of(person, thread))):
        said = {"kind": comment.kind, "at": comment.created_at, "signed": comment.signed, "text": comment.text}
        if comment.author_id == person.pk:
            said["text"] = comment.source
            said |= {"mine": True, "status": comment.status, "edited_at": comment.edited_at}
            said |= {"reason": reasons.get(comment.pk, "")}
            said |= {"before": [{"text": version.text, "until": version.at} for version in comment.versions.all()]}
        yield said


def follows(person):
    for follow in person.follows.order_by("-pk").iterator(chunk_size=500):
        yield {"question": reverse("thread", args=[follow.thread_id]), "since": follow.at}


def mutes(person):
    for mute in person.mutes.order_by("-pk").iterator(chunk_size=500):
        yield {"question": reverse("thread", args=[mute.thread_id]), "since": mute.at}


def thanks(person):
    for said in person.thanks.newest_first().iterator(chunk_size=500):
        yield {
            "message": reverse("comment", args=[said.comment_id]),
            "line": said.line,
            "at": said.at,
            "my_pleasure_at": said.returned_at,
        }


def reports(person):
    for said in person.reports.order_by("-pk").iterator(chunk_size=500):
        message = reverse("comment", args=[said.comment_id])
        yield {"message": message, "reason": said.get_reason_display(), "words": said.words, "at": said.at}


def blocks(person):
    """Yield when she could not write, and what she was told."""
    return of(person.blocks.order_by("at"), "message", "at", "until", "lifted_at")


def trust(person):
    """Yield how she was set by hand, if she was."""
    return of(Trust.objects.filter(person=person), "level")


SECTIONS = [
    Section(
        "questions", _("My questions and messages"), questions, ("comments.thread.asker", "comments.comment.author")
    ),
    Section("follows", _("Questions I follow"), follows, ("comments.follow.reader",)),
    Section("mutes", _("Questions that I get no e-mails about"), mutes, ("comments.mute.reader",)),
    Section("thanks", _("Thanks that I said"), thanks, ("comments.thanks.reader",)),
    Section("reports", _("What I reported"), reports, ("comments.report.reader",)),
    Section("blocks", _("When I could not write"), blocks, ("comments.block.reader",)),
    Section("trust", _("Whether my messages wait"), trust, ("comments.trust.person",)),
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
    "outcome": _("What I say became of it"),
    "messages": _("Messages"),
    "question": _("Question"),
    "message": _("Message"),
    "line": _("A line to the coach"),
    "my_pleasure_at": _("“My pleasure”, said the coach"),
    "reason": _("Reason"),
    "words": _("In my own words"),
    "until": _("Until"),
    "lifted_at": _("Lifted"),
    "level": _("Set by hand"),
}
VALUES = dict(
    Thread.State.choices
    + Thread.Visibility.choices
    + Comment.Status.choices
    + Thread.Outcome.choices
    + Trust.Level.choices
)
NOT_HERS = {
    "comments.notice.person": "what a mail is about to be written of; those on their way are in her copy",
    "comments.softening.by": "the log of what staff did",
    "comments.block.by": "the log of what staff did",
    "comments.moderationentry.person": "the log of what staff did; when she could not write stands in her copy",
    "comments.moderationentry.by": "the log of what staff did; the reasons that she was told stand beside her messages",
    "comments.snooze.by": "which coach has put a question off for herself",
    "comments.report.settled_by": "who at the desk saw to a report",
}


def forget(person, keeps_words):
    """Erase her words, or keep those that everybody reads, without a name. The coach's answers are the site's and stay;
    what she reported is still looked into, without telling who she was."""
    for said in person.thanks.all():
        said.comment.take_thanks_back(person)
    for comment in person.comments.exclude(kind=Comment.Kind.ANSWER).order_by("-number"):
        if not keeps_words or not comment.is_read_by_everybody():
            comment.withdraw()
        else:
            comment.forget_versions()
            comment.stay_softened()
    for thread in Thread.objects.asked_by(person):
        thread.forget_asker()
