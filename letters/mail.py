"""The mails of this app: whether somebody wants the letters, and a letter."""

import re
from dataclasses import dataclass

from django.conf import settings
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


def letter(row, subscription):
    """Write a letter to one who asked for it."""
    stop = links.address(links.STOP, subscription)
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": mail.ONE_CLICK}
    return _post(row, subscription.address, f"{key_of(row)}{subscription.pk}", stop, headers)


def trial(row, person):
    """Send the coach a letter of hers as it will come, before it is sent."""
    return _post(row, person.email, f"trial-{key_of(row)}{row.updated_at:%Y%m%d%H%M%S}", settings.SITE_URL.geturl(), {})


def bodies_of(row):
    """Return a letter as its mail will say it: (plain text, HTML of the text alone)."""
    body = Body(html_elsewhere(row.body_html, settings.SITE_URL.geturl() + "/"))
    return body.as_text(), body.html


def _post(row, address, key, stop, headers):
    with override(Identity.objects.current().language):
        body = Body(html_elsewhere(row.body_html, settings.SITE_URL.geturl() + "/"))
        on_site = (
            [Link(_("Read it on the site"), settings.SITE_URL.geturl() + row.get_absolute_url())] if row.slug else []
        )
        foot = [Paragraph(_("You're getting this because you asked for these letters.")), *on_site]
        foot.append(Link(_("Stop these letters"), stop))
        return mail.post_to(address, Letter(row.title, ""), key, below=foot, parts=[body], headers=headers)
