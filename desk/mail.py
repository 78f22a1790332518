"""Mails to those who work at the desk, or are asked to. All but the coach's week come whatever they chose."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import mail
from accounts.mail_parts import Letter, Paragraph, Points, site_foot
from accounts.models import MailChoices, OutgoingMail, When
from comments.mail.words import site
from stages.models import Identity

MORNING = 8  # o'clock on Monday, in the site's time zone


def invited(invitation, secret):
    """Ask somebody to help at the desk. The link opens a page on which she says yes or no; her address alone may."""
    identity = Identity.objects.current()
    to_coach, to_moderator = (
        _("%(name)s would like you to be a coach at %(title)s."),
        _("%(name)s would like you to help at %(title)s as a moderator."),
    )
    asks = to_coach if invitation.is_for_coach() else to_moderator
    until = date_format(timezone.localdate(invitation.runs_out_at(), identity.zone))
    letter = Letter(
        _("An invitation to %(title)s") % {"title": identity.title},
        asks % {"name": invitation.invited_by.pen_name, "title": identity.title},
        _("Read more, and say yes or no"),
        site(reverse("invitation", args=[secret])),
        more=[Paragraph(_("You can answer until %(day)s.") % {"day": until})],
        after=[Paragraph(_("If you don't know what this is about, you don't have to do anything."))],
    )
    why = _("You're getting this because a coach here typed in your address. We won't write again unless you say yes.")
    key = f"invited-{invitation.pk}-{invitation.digest[:12]}"
    return mail.post_to(invitation.email, letter, key, below=site_foot(why))


def office(entry):
    """Tell somebody what she is here now, by a line of the log that says that it has changed."""
    first, *lines = entry.person.office_in_lines()
    by = entry.by.pen_name if entry.by else _("Somebody")
    set_by = _("%(name)s made this change. If you didn't expect it, please ask.") % {"name": by}
    letter = Letter(_("Your role here has changed"), first, more=[Paragraph(said) for said in [*lines, set_by]])
    return mail.post_to_person(entry.person, letter, f"office-{entry.pk}")


def new_factor(entry):
    """Tell somebody that a coach took her second factors away, so that she can set up another."""
    by = entry.by.pen_name if entry.by else _("Somebody")
    line = _("%(name)s has removed your second step, so you can set up a new one. You've been signed out everywhere.")
    letter = Letter(
        _("Your second step was removed"),
        line % {"name": by},
        _("Sign in again"),
        site(reverse("account_login")),
        more=[Paragraph(_("If you didn't ask for this, please say so right away."))],
    )
    return mail.post_to_person(entry.person, letter, f"factor-{entry.pk}")


def new_coach(entry, coach):
    """Tell a coach that there is another one."""
    line = _(
        "%(by)s has made %(name)s a coach here. A coach can read private questions, answer them, and decide who works at "
        "the desk."
    )
    by = entry.by.pen_name if entry.by else _("Somebody")
    letter = Letter(
        _("There's a new coach here"),
        line % {"name": entry.person.pen_name, "by": by},
        _("See who it is, or undo it"),
        site(reverse("admin:desk_person", args=[entry.person_id])),
    )
    return mail.post_to_person(coach, letter, f"coach-{entry.pk}-{coach.pk}")


def week(coach, monday, said):
    """Tell a coach of the week before this Monday, once, if she wants to hear of it: numbers of the site, of nobody in it.
    `said` counts them, and is called only then; it returns sentences."""
    key = f"week-{monday.isoformat()}-{coach.pk}"
    if MailChoices.objects.of(coach).when("week") == When.NEVER or OutgoingMail.objects.was_posted(key):
        return None
    link = site(reverse("admin:desk_weekly"))
    letter = Letter(_("Your week"), _("Here is your week:"), _("See all of it"), link, more=[Points(said())])
    return mail.post_to_person(coach, letter, key, "week")
