"""The mails of this app: whether somebody wants the letters, and a letter."""

import re
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import mail
from accounts.mail_parts import Letter, Link, Paragraph, site_foot
from letters import links
from letters.plain import plain
from stages.models import Identity
from stages.text import html_elsewhere

PICTURE = re.compile(r"<p[^>]*>\s*<img\b[^>]*>\s*</p>|<img\b[^>]*>")  # with the paragraph that is only this


@dataclass(frozen=True)
class Body:
    """The text of a letter, as part of a mail: without pictures, which a mail program would fetch and tell of."""

    rendered: str
    template = "letters/_mail_body.html"

    @property
    def html(self):
        return mark_safe(PICTURE.sub("", self.rendered))  # noqa: S308 – `html_elsewhere` has cleaned it a moment ago

    def as_text(self):
        return plain(PICTURE.sub("", self.rendered))


def confirm(subscription):
    """Ask the owner of an address whether she wants the letters: somebody typed it, maybe not she."""
    site = Identity.objects.current()
    letter = Letter(
        _("Would you like these letters?"),
        _("Someone asked for the letters of %(title)s to be sent to this address.") % {"title": site.title},
        _("Yes, send them to me"),
        links.address(links.CONFIRM, subscription),
        after=[Paragraph(_("If it wasn't you, you don't have to do anything: no letter will come."))],
    )
    key = f"letters-confirm-{subscription.pk}-{subscription.asked_at:%Y%m%d%H%M%S}"
    return mail.post_to(subscription.address, letter, key, below=site_foot())


def key_of(letter):
    """Return what the keys of all mails of a letter begin with."""
    return f"letter-{letter.pk}-"


def subscription_in(key):
    """Return the key of the Subscription for which the mail of this key was written."""
    return int(key.rpartition("-")[2])


def post_letters(row, subscriptions):
    """Put a letter to all of these into the mail queue. It is drawn once: only the link that stops it differs."""
    mark = f"{settings.SITE_URL.geturl()}/{uuid.uuid4().hex}"
    drawn = _drawn(row, "", key_of(row), mark)
    mail.post_all({f"{key_of(row)}{each.pk}": _copy(drawn, mark, row, each) for each in subscriptions})


def _copy(drawn, mark, row, subscription):
    """Return a letter that was drawn as the message to one who asked for it."""
    stop = links.address(links.STOP, subscription)
    headers = {
        "Message-ID": mail.message_id(f"{key_of(row)}{subscription.pk}"),
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": mail.ONE_CLICK,
    }
    text, [(html, kind)] = drawn.body.replace(mark, stop), drawn.alternatives
    message = EmailMultiAlternatives(drawn.subject, text, drawn.from_email, [subscription.address], headers=headers)
    message.attach_alternative(html.replace(mark, stop), kind)
    return message


def trial(row, person):
    """Send the coach a letter of hers as it will come, before it is sent."""
    key = f"trial-{key_of(row)}{row.updated_at:%Y%m%d%H%M%S}"
    return mail.post(_drawn(row, person.email, key, settings.SITE_URL.geturl()), key)


def bodies_of(row):
    """Return a letter as its mail will say it: (plain text, HTML of the text alone)."""
    body = Body(html_elsewhere(row.body_html, settings.SITE_URL.geturl() + "/"))
    return body.as_text(), body.html


def _drawn(row, address, key, stop):
    with override(Identity.objects.current().language):
        body = Body(html_elsewhere(row.body_html, settings.SITE_URL.geturl() + "/"))
        on_site = (
            [Link(_("Read it on the site"), settings.SITE_URL.geturl() + row.get_absolute_url())] if row.slug else []
        )
        foot = [Paragraph(_("You're getting this because you asked for these letters.")), *on_site]
        foot.append(Link(_("Stop these letters"), stop))
        return mail.message_to(address, Letter(row.title, ""), key, below=foot, parts=[body])
