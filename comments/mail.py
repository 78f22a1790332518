"""The mails of a thread, one function each. They carry no word of what was written: a phone's lock screen is not private."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import mail
from accounts.models import MailChoices, OutgoingMail, When
from stages.models import Identity

MORNING = 8  # o'clock, in the site's time zone


def _message_id(name):
    return f"<{name}@{settings.MAIL_DOMAIN}>"


def _tell(person, kind, comment, template, subject, key, **more):
    """Post one mail about a comment, if and when she wants to hear of such a thing. All mails about one thread hang
    together in her mail program (RFC 5322, 3.6.4)."""
    when = MailChoices.objects.of(person).when(kind)
    if when == When.NEVER:
        return None
    thread = _message_id(f"thread-{comment.thread_id}")
    link = f"{settings.SITE_URL.geturl()}/questions/{comment.thread_id}/"
    context = {"thread": comment.thread, "link": link} | more
    together = {"In-Reply-To": thread, "References": thread}
    return _post(person, template, subject, key, next_morning() if when == When.DAILY else None, together, **context)


def _post(person, template, subject, key, at=None, headers=None, **context):
    """Post one mail to a person, by the template of this name."""
    return _post_to(person.email, template, subject, key, at, headers, person=person, **context)


def _post_to(address, template, subject, key, at=None, headers=None, **context):
    context = {"site": settings.SITE_URL.geturl(), **context}
    message = EmailMultiAlternatives(
        subject,
        render_to_string(f"mail/{template}.txt", context),
        to=[address],
        headers={"Message-ID": _message_id(key), **(headers or {})},
    )
    message.attach_alternative(render_to_string(f"mail/{template}.html", context), "text/html")
    return mail.post(message, key, at)


def next_morning():
    """Return the next time at which those are written to who want one mail time a day."""
    now = timezone.localtime(timezone=Identity.objects.current().zone)
    morning = now.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return morning if morning > now else morning + timedelta(days=1)


def answered(answer):
    """Tell the asker that she was answered."""
    link = settings.SITE_URL.geturl() + answer.get_absolute_url()
    return _tell(
        answer.thread.asker,
        "answered",
        answer,
        "answered",
        _("There is an answer for you"),
        f"answered-{answer.pk}",
        link=link,
    )


def asked_to_publish(thread):
    """Ask her whether her private question may be published; she answers on its page."""
    link = settings.SITE_URL.geturl() + reverse("publish", args=[thread.pk])
    last = thread.entries.first()
    return _tell(
        thread.asker,
        "answered",
        thread.question,
        "asked_to_publish",
        _("A question to you"),
        f"publish-{last.pk}",
        link=link,
    )


def removed(comment):
    """Tell somebody that what she wrote will not be on the site, and why."""
    reason = comment.last_entry().reason
    ask_again = settings.SITE_URL.geturl() + reverse("ask", args=[comment.thread.stage.slug])
    return _tell(
        comment.author,
        "declined",
        comment,
        "removed",
        _("About what you wrote"),
        f"removed-{comment.pk}-{comment.revision}",
        reason=reason,
        link=ask_again,
    )


def blocked(block):
    """Tell a reader that she cannot write for a while, why, and until when."""
    rules = settings.SITE_URL.geturl() + reverse("rules")
    return _post(block.reader, "blocked", _("About writing here"), f"blocked-{block.pk}", said=block.said(), link=rules)


def invited(invitation, secret):
    """Ask somebody to help at the desk. The link opens a page on which she says yes or no; her address alone may."""
    link = settings.SITE_URL.geturl() + reverse("invitation", args=[secret])
    identity = Identity.objects.current()
    to_coach, to_moderator = (
        _("%(name)s asks you to be a coach at %(title)s."),
        _("%(name)s asks you to help at %(title)s as a moderator."),
    )
    asks = to_coach if invitation.is_for_coach() else to_moderator
    return _post_to(
        invitation.email,
        "invited",
        _("An invitation to %(title)s") % {"title": identity.title},
        f"invited-{invitation.pk}-{invitation.digest[:12]}",
        title=identity.title,
        asks=asks % {"name": invitation.invited_by.pen_name, "title": identity.title},
        until=timezone.localdate(invitation.runs_out_at(), identity.zone),
        link=link,
    )


def office(entry):
    """Tell somebody what she is here now, by a line of the log that says that it has changed."""
    context = {"by": entry.by, "lines": entry.person.office_in_lines()}
    return _post(entry.person, "office", _("What you are here has changed"), f"office-{entry.pk}", **context)


def new_factor(entry):
    """Tell somebody that a coach took her second factors away, so that she can set up another."""
    link = settings.SITE_URL.geturl() + reverse("account_login")
    subject = _("Your second factor was taken away")
    return _post(entry.person, "new_factor", subject, f"factor-{entry.pk}", by=entry.by, link=link)


def new_coach(entry, coach):
    """Tell a coach that there is another one."""
    link = settings.SITE_URL.geturl() + reverse("admin:desk_person", args=[entry.person_id])
    context = {"new": entry.person, "by": entry.by, "link": link}
    return _post(coach, "new_coach", _("There is another coach"), f"coach-{entry.pk}-{coach.pk}", **context)


def week(coach, monday, said):
    """Tell a coach of the week before this Monday, once, if she wants to hear of it: numbers of the site, of nobody in it.
    `said` counts them, and is called only then; it returns sentences."""
    key = f"week-{monday.isoformat()}-{coach.pk}"
    if MailChoices.objects.of(coach).when("week") == When.NEVER or OutgoingMail.objects.was_posted(key):
        return None
    site = settings.SITE_URL.geturl()
    links = {"link": site + reverse("admin:desk_weekly"), "choose": site + reverse("notifications")}
    return _post(coach, "week", _("Your week"), key, sentences=said(), **links)


def wish_came_true(wish, person):
    """Tell somebody who wished for it that something is here. What she wished is not in the mail."""
    when = MailChoices.objects.of(person).when("wish")
    if when == When.NEVER:
        return None
    link = settings.SITE_URL.geturl() + wish.became.get_absolute_url()
    key = f"wish-{wish.pk}-{wish.revision}-{person.pk}"
    at = next_morning() if when == When.DAILY else None
    return _post(person, "wish_came_true", _("Something you wished for is here"), key, at, link=link)
