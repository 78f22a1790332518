"""All mail goes through the queue: a dead mail server never costs anyone a page."""

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.above import identity
from accounts.mail_links import MailLink
from accounts.mail_parts import Link, bodies, greeting, site_foot
from accounts.models import KINDS, OF_THE_DAY, MailChoices, OutgoingMail, User
from accounts.tasks import deliver

ONE_CLICK = "List-Unsubscribe=One-Click"  # RFC 8058, 3.1


class QueueBackend(BaseEmailBackend):
    """Django's mail backend that keeps each mail as a row and enqueues its delivery in the same transaction."""

    def send_messages(self, messages):
        """Return how many mails were kept."""
        for message in messages:
            post(message)
        return len(messages)


@transaction.atomic
def post(message, key=None, not_before=None, person=None):
    """Keep one mail and enqueue its delivery; a mail whose `key` was posted before is not posted twice. `person` is whose
    it is, if she has an account: found by the address, unless it is known."""
    person = person or User.objects.filter(email__in=message.to).first()
    mail = OutgoingMail.objects.post(message, key, not_before, person)
    deliver.using(run_after=mail.not_before).enqueue(mail.pk)
    return mail


def message_id(name):
    return f"<{name}@{settings.MAIL_DOMAIN}>"


@transaction.atomic
def post_all(messages):
    """Keep many mails, each to one address, and enqueue their delivery: {key: message}, as in `post`."""
    people = User.objects.filter(email__in=[message.to[0] for message in messages.values()])
    for mail in OutgoingMail.objects.post_all(messages, {person.email: person for person in people}):
        deliver.enqueue(mail.pk)


def post_to(address, letter, key, *, person=None, **how):
    """Post a Letter to an address, drawn `how` it is to be, and return the mail's row."""
    return post(message_to(address, letter, key, **how), key, person=person)


def message_to(
    address, letter, key, *, below=None, parts=None, headers=None, choices=None, reply_to=None, by_coach=True
):
    """Return a Letter as the message to an address. `parts` stand in the place of the letter's own, those of `below` below
    the line. With the `choices` of a discreet person neither head nor foot says what it is about. Not `by_coach`: it is the
    site's."""
    is_discreet = choices is not None and choices.is_discreet
    site = identity()
    parts = parts or letter.parts()
    coach = site.coach_name if by_coach else ""
    text, html = bodies(parts, below or foot(is_discreet), title="" if is_discreet else site.title)
    subject = _("A message for you") if is_discreet else letter.subject
    headers = {"Message-ID": message_id(key)} | (headers or {})
    message = EmailMultiAlternatives(
        subject, text, sender(site.title, coach, is_discreet), [address], headers=headers, reply_to=reply_to
    )
    message.attach_alternative(html, "text/html")
    return message


def foot(is_discreet=False):
    """Return what stands below the line of a mail that cannot be stopped."""
    return [Link(_("Open the site"), settings.SITE_URL.geturl())] if is_discreet else site_foot()


def sender(title, coach, is_discreet=False):
    """Return who a mail comes from: the site's address, under the coach's name or under one that tells nothing."""
    at = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    if is_discreet:
        return formataddr((_("Notes"), at))
    return formataddr((_("%(name)s at %(title)s") % {"name": coach, "title": title} if coach else title, at))


def post_to_person(person, letter, key, kind=None, *, about=None, headers=None, parts=None, reply_to=None):
    """Post a Letter to somebody who has an account, greeted by her pen name; return the mail's row. One of a `kind` that
    she can choose about says how to stop it, to her and to her mail program; `about` is its MailLink."""
    choices = MailChoices.objects.of(person)
    below, is_for_coach = None, kind in KINDS and KINDS[kind].is_for_coach
    if kind == OF_THE_DAY or (kind and KINDS[kind].offered):
        link = (about or MailLink(person.pk, kind)).address()
        below = foot_of(link, choices, about, is_for_coach)
        headers = {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": ONE_CLICK} | (headers or {})
    parts = [greeting(person), *(parts or letter.parts())]
    return post_to(
        person.email,
        letter,
        key,
        below=below,
        parts=parts,
        person=person,
        headers=headers,
        choices=choices,
        reply_to=reply_to,
        by_coach=not is_for_coach,
    )


def foot_of(link, choices, about, is_for_coach):
    """Return what stands below the line of a mail that can be stopped."""
    stop = _("Mute this question, or stop these e-mails") if about and about.thread_id else _("Stop these e-mails")
    to_reader, to_coach = (
        _("You're getting this because you have an account here."),
        _("You're getting this as a coach of this site."),
    )
    why = to_coach if is_for_coach else to_reader
    if choices.no_quotes:
        why += " " + _("We don't repeat messages here, so nobody can read them over your shoulder.")
    return [*site_foot(why)[: 1 if choices.is_discreet else None], Link(stop, link)]
