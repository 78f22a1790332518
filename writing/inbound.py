"""Mail that comes in: what people answer to a mail of ours lands in its thread, as if they had written there. Machines are
never written to; people whose mail cannot be taken are told why, once a day at most."""

import html
import re
import uuid
from email.utils import getaddresses, parseaddr

import nh3
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from mailparser_reply.parser import EmailMessage

from accounts import bounces
from accounts.mail import post_to_person
from accounts.mail_addresses import BOUNCE, MailAddress
from accounts.mail_parts import Letter
from accounts.models import User
from comments.mail.words import site
from comments.models import Comment, Rejected, StaleObject
from writing.fields import WordsField

MOST_BYTES = 25_000_000  # as much as most servers take; pictures are thrown away, the words are what counts
MOST_TEXT = 50_000  # characters that are looked through, quotes and all
LONGEST_LINE = 400  # characters of a line in which a quote may begin: "On …, … wrote:"
NO_TEXT = dict.fromkeys(map(ord, "\x00\ue000\ue001"))  # what is in no text, or stands for a long line meanwhile
LANGUAGES = ["en", "es", "de", "fr", "it", "nl", "pl", "sv", "da", "cs"]
KEY = uuid.UUID("4e6f2a0c-6d1b-4b7a-9a51-0c7f6c1d2a35")  # of keys made of Message-IDs: what comes twice is one message
OF_MACHINES = {"bulk", "junk", "list", "auto_reply"}  # values of Precedence


class Unknown(Exception):
    """Nobody reads mail at this address: it is none of ours, or its signature is wrong."""


def receive(message, recipients=()):
    """Take in one mail, an email.message.EmailMessage, and return what became of it, in a word. `recipients` are whom the
    server gave it for, if it says so. Raises Unknown for an address that is none of ours."""
    address = our_address(message, recipients)
    if address.kind == BOUNCE:
        paused = [bounces.came_back(address.keys[0], status) for status in bounces.statuses(message)]
        return "paused" if any(paused) else "noted"
    if is_from_a_machine(message):
        return "ignored"
    person_id, comment_id = address.keys
    person = User.objects.filter(pk=person_id, is_active=True).first()
    comment = Comment.objects.filter(pk=comment_id).select_related("thread__stage__guide", "author").first()
    if person is None or comment is None:
        raise Unknown
    return reply(message, person, comment)


def our_address(message, recipients):
    """Return the MailAddress that a mail was sent to."""
    named = [
        str(value) for name in ("Delivered-To", "X-Original-To", "To", "Cc") for value in message.get_all(name, [])
    ]
    for _name, address in getaddresses([*map(str, recipients), *named]):
        if found := MailAddress.of(address):
            return found
    raise Unknown


def is_from_a_machine(message):
    """Was it sent by an out-of-office note, a list, a server? (RFC 3834, and what is about.)"""
    return (
        str(message.get("Auto-Submitted", "no")).strip().lower() not in {"no", ""}
        or str(message.get("Precedence", "")).strip().lower() in OF_MACHINES
        or str(message.get("Return-Path", "")).strip() == "<>"
        or message.get("X-Autoreply") is not None
        or message.get("List-Id") is not None
        or message.get_content_type() in {"multipart/report", "message/delivery-status"}
    )


def reply(message, person, comment):
    """Let a mail be what this person says to a comment; tell her if it cannot be."""
    try:
        if not is_hers(message, person):
            raise Rejected(_("It came from another address than the one you sign in with."))
        text = WordsField().clean(words_of(message))
        say(person, comment, text, uuid.uuid5(KEY, f"{message.get('Message-ID', '')} {person.pk} {comment.pk}"))
    except ValidationError as error:
        return refuse(message, person, comment, " ".join(error.messages))
    except (Rejected, StaleObject) as error:
        return refuse(message, person, comment, str(error))
    if has_attachments(message):
        tell_what_was_dropped(message, person, comment)
    return "taken"


def is_hers(message, person):
    sender = parseaddr(str(message.get("From", "")))[1].lower()
    known = {person.email, *person.emailaddress_set.filter(verified=True).values_list("email", flat=True)}
    return sender in {address.lower() for address in known}


def say(person, comment, text, submission):
    """A coach answers, as at the desk; anybody else replies, as on the page, and waits for approval as she would there."""
    if person.is_kept_from_desk():
        raise Rejected(_("Please set up your second step of signing in first."))
    if person.is_coach():
        return comment.thread.answer(person, text, to=comment, submission=submission)
    return comment.reply(person, text, submission=submission)


def words_of(message):
    """Return what somebody wrote, without what she quoted and her signature; empty where that is nothing."""
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    try:
        text = part.get_content()
    except (LookupError, UnicodeError):  # a charset that nobody knows
        text = part.get_payload(decode=True).decode("utf-8", "replace")
    if part.get_content_type() == "text/html":
        text = text_of_html(text[: 10 * MOST_TEXT])
    text = own_words(text[:MOST_TEXT].replace("\r\n", "\n").translate(NO_TEXT))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def own_words(text):
    """Return a text without what it quotes and its signature. The patterns that look for these take the square of a line's
    length, and of the number of empty ones: none of what they look for is long, so long lines are kept out of their sight."""
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(map(str.rstrip, text.split("\n"))))
    lines, long = text.split("\n"), {}
    for place, line in enumerate(lines):
        if len(line) > LONGEST_LINE and not line.startswith(">"):
            long[f"\ue000{place}\ue001"] = line
            lines[place] = f"\ue000{place}\ue001"
    text = before_our_address("\n".join(line[:LONGEST_LINE] for line in lines))
    replies = EmailMessage(text=text, languages=[*LANGUAGES], keep_hyphen_lists=True).read().replies
    found = replies[0].body if replies else ""
    for mark, line in long.items():
        found = found.replace(mark, line)
    return found


def before_our_address(text):
    """Return what stands before the line that begins a quote, in whatever language: it names the address that wrote to her,
    and ends with a colon."""
    at = re.escape(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    quote = re.search(
        rf"^[^\n>]*(?:\n[^\n>]+)?{at}[^\n]{{0,40}}(?:\n[^\n>]{{0,40}})?:[ \t]*$", text, re.MULTILINE | re.IGNORECASE
    )
    return text[: quote.start()] if quote else text


def text_of_html(source):
    """Return the text of a mail that has no plain part: a line for each block, nothing of what it quotes."""
    source = nh3.clean(source, tags={"p", "div", "br", "li", "tr", "blockquote"}, attributes={})
    source = source.partition("<blockquote>")[0]
    source = re.sub(r"<br>|</(?:p|div|li|tr)>", "\n", source)
    return html.unescape(nh3.clean(source, tags=set()))


def has_attachments(message):
    return any(True for _each in message.iter_attachments())


def refuse(message, person, comment, why):
    """Tell her that her mail is not in the thread, and why: once a day, so that two machines never talk to each other."""
    line = _("We got your e-mail, but couldn't add it. %(why)s") % {"why": why}
    letter = Letter(
        _("Your reply didn't get through"), line, _("Write it on the site"), site(comment.get_absolute_url())
    )
    _tell_once_a_day(message, person, letter, "refused")
    return "refused"


def tell_what_was_dropped(message, person, comment):
    line = _("Your reply is in. The files that came with it are not: we only take words.")
    letter = Letter(_("Your reply is in"), line, _("Look at it"), site(comment.get_absolute_url()))
    _tell_once_a_day(message, person, letter, "dropped")


def _tell_once_a_day(message, person, letter, what):
    headers = {"Auto-Submitted": "auto-replied"}
    if said := str(message.get("Message-ID", "")).strip():
        headers |= {"In-Reply-To": said, "References": said}
    post_to_person(person, letter, f"{what}-{timezone.localdate().isoformat()}-{person.pk}", headers=headers)
