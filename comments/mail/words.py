"""What the mails have in common: which question is meant, where its link leads, what may be quoted."""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.mail_links import MailLink
from accounts.mail_parts import Paragraph, Quote
from stages.models import Identity

LONGEST_QUOTE = 4_000  # characters of what somebody wrote; who reads on does so on the site


def site(path):
    return settings.SITE_URL.geturl() + path


def link_of(notice):
    """Return the MailLink of the mail about a Notice."""
    return MailLink(notice.person_id, notice.kind, notice.thread_id, notice.comment_id)


def way_to(notice):
    """Return the address of what happened: its page, without a word of the question in it, or for what not everybody may
    read, one that asks for a code."""
    if notice.thread.is_public():
        return site(notice.comment.get_absolute_url() if notice.comment else reverse("thread", args=[notice.thread_id]))
    return link_of(notice).address()


def coach(choices):
    """Return what a mail calls the coach: by name, unless she who gets it wants none named."""
    name = Identity.objects.current().coach_name
    return _("the coach") if choices.is_discreet or not name else name


def which(notice, choices):
    """Return which question is meant, without a word of it: by how it is signed and its stage, or its day alone."""
    thread = notice.thread
    day = date_format(thread.asked_at.astimezone(choices.zone))
    if choices.is_discreet:
        return (
            _("your question from %(day)s") % {"day": day}
            if is_hers(notice)
            else _("a question from %(day)s") % {"day": day}
        )
    said = {"name": thread.signed, "stage": thread.stage.title, "day": day}
    if not is_hers(notice):
        return _("the question about “%(stage)s” from %(day)s") % said
    if thread.signature:
        return _("your question about “%(stage)s” (signed “%(name)s”)") % said
    return _("your question about “%(stage)s” from %(day)s") % said


def is_hers(notice):
    return notice.thread.asker_id == notice.person_id


def may_repeat(thread, choices):
    """May a mail repeat what was written in a thread? As whoever gets it has chosen; but no reader's mail does where something
    in it may speak of danger: somebody else may read her mails."""
    return choices.may_quote and (choices.person.is_coach() or not thread.comments.exclude(concerns="").exists())


def quoted(comment, choices):
    """Return what somebody wrote as parts: none where that is not to be repeated."""
    if comment is None or not comment.text or not may_repeat(comment.thread, choices):
        return []
    text = comment.text
    return [Quote(text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …")]


def how_to_reply(is_coach):
    """Return the part that says what becomes of a reply to the mail."""
    if is_coach:
        return Paragraph(_("Reply to this e-mail to answer. What you write is posted as your answer."))
    return Paragraph(_("You can also just reply to this e-mail."))
