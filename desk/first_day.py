"""What a coach does on her first day: a list at the top of the desk until all of it is done, or until she puts it away. Each
line is true from what the site holds; none is ticked by hand."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import OutgoingMail
from comments.models import Thread
from stages.models import Identity, Page, Stage

MADE_UP = "@example.org"  # addresses of this end stand for nobody (RFC 2606)


@dataclass(frozen=True)
class Line:
    """One thing to do: what it is, why, whether it is done, and where it is done."""

    what: str
    why: str
    is_done: bool
    address: str


def of(user):
    """Return the Lines that this person is still shown: none of who is no coach, and none when the list is put away or done."""
    identity = Identity.objects.current()
    if not user.is_coach() or identity.first_day_put_away_at:
        return []
    lines = [her_name(identity), her_address(user), her_factor(user), a_mail(), a_stage(), the_rules(), the_demo()]
    return [] if all(line.is_done for line in lines) else lines


def her_name(identity):
    return Line(
        _("Your name and your picture"),
        _("Readers look for them when they decide whether to trust you."),
        bool(identity.coach_name and identity.picture),
        reverse("admin:stages_identity_change", args=[1]),
    )


def her_address(user):
    return Line(
        _("Your own e-mail address"),
        _("You sign in as %(address)s, and that's where new questions are announced.") % {"address": user.email},
        not user.email.endswith(MADE_UP),
        reverse("account_email"),
    )


def her_factor(user):
    return Line(
        _("A second step when you sign in"),
        _("People tell you things in confidence here, so a password alone is not enough."),
        not user.lacks_second_factor(),
        reverse("second_factor"),
    )


def a_mail():
    return Line(
        _("A mail that arrives"),
        _("No e-mail has left this site yet. Send yourself a test: without mail, no one hears that you have answered."),
        OutgoingMail.objects.have_gone(),
        reverse("admin:desk_mail"),
    )


def a_stage():
    hers = Stage.history.exclude(history_user=None)
    return Line(
        _("Your first stage, or an import"),
        _("Change a stage of the starter guide into yours, write a new one, or bring your old site over."),
        hers.exists() or Stage.objects.exclude(origin=None).exists(),
        reverse("admin:stages_stage_changelist"),
    )


def the_rules():
    return Line(
        _("How people talk here"),
        _("The rules are written, and they are true of this site. Read them, make them yours, and save them."),
        Page.history.exclude(history_user=None).filter(slug=Page.Slug.RULES).exists(),
        reverse("admin:stages_page_changelist"),
    )


def the_demo():
    return Line(
        _("The demo questions"),
        _("They were made up so that you could look around. Remove them before readers come."),
        not Thread.objects.demo().exists(),
        reverse("admin:desk_remove_demo"),
    )
