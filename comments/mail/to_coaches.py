"""Mails to coaches about what waits for them at the desk. What was written is quoted if she wants it to be."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.mail_parts import Letter
from comments.mail.words import quoted, site


def _who(notice, choices):
    return _("Someone") if choices.is_discreet else notice.comment.signed or _("Someone")


def _at_desk(notice):
    return site(reverse("admin:desk_thread", args=[notice.thread_id]))


def _letter(notice, choices, subject, line, words):
    said = {"name": _who(notice, choices), "stage": notice.thread.stage.title}
    return Letter(subject, line % said, words, _at_desk(notice), more=quoted(notice.comment, choices))


def question(notice, choices):
    """A question, or what was said to one, waits for her: to be answered, or to be let on the site."""
    comment = notice.comment
    if comment.is_question:
        subject, line = _("A new question"), _("%(name)s has asked something about “%(stage)s”.")
    else:
        subject, line = _("A new message"), _("%(name)s has written in a question about “%(stage)s”.")
    letter = _letter(notice, choices, subject, line, _("Open it at the desk"))
    if comment.is_pending:
        letter.line += " " + _("It's waiting for your approval.")
    return letter


def danger(notice, choices):
    """What may speak of danger. It comes right away, whatever she chose."""
    line = _("What %(name)s wrote about “%(stage)s” may point to danger. Only the desk sees this.")
    return _letter(notice, choices, _("Urgent: please read first"), line, _("Read it now"))


def came_back(notice, choices):
    """Somebody answered when she was asked how it went."""
    line = _("%(name)s has told you how it went, in a question about “%(stage)s”.")
    return _letter(notice, choices, _("Someone came back"), line, _("Open it at the desk"))


def reported(notice, choices):
    """Somebody reported a message. Why, and what they say of it, stands at the desk."""
    line = _("Someone reported a message in a question about “%(stage)s”.") % {"stage": notice.thread.stage.title}
    return Letter(_("A message was reported"), line, _("Look at it"), _at_desk(notice))


def failed(notice, choices):
    """Mails could not be delivered. Which, and why, stands on the desk's mail page."""
    line = _("An e-mail from your site couldn't be delivered, and we've stopped trying.")
    return Letter(_("An e-mail didn't arrive"), line, _("See what happened"), site(reverse("admin:desk_mail")))
