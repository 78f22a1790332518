"""What the desk knows of a person, in a line each, as her page lists it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _


@dataclass
class Fact:
    """One line: a label, and a moment, words or both. `marks` stand out; `limits` are a moderator's."""

    label: str
    words: str = ""
    moment: datetime | None = None
    marks: list[str] = field(default_factory=list)
    limits: object = None


def of_everybody(person, user):
    """Return (what comes first of anybody, what comes after her role); only coaches know how to reach her."""
    joined = Fact(_("Joined"), moment=person.joined_at, marks=[] if person.is_active else [_("can't sign in")])
    if not user.is_coach():
        return [joined], []
    signed_in = Fact(_("Last signed in"), "" if person.last_login else _("never"), person.last_login)
    return [joined, Fact(_("E-mail"), person.email)], [
        Fact(_("Second factor"), person.second_factor_in_words()),
        signed_in,
    ]


def of_staff(person, user):
    """Return the Facts of one who works at the desk, for this viewer."""
    first, after = of_everybody(person, user)
    limits = person.limits_that_hold() if user.is_coach() or user == person else None
    return [*first, Fact(_("Role"), ", ".join(map(str, person.roles_in_words())), limits=limits), *after]


def of_reader(person, user, written):
    """Return the Facts of a reader, of whose comments this viewer may read these."""
    first, after = of_everybody(person, user)
    numbers = ", ".join(f"{count} {status.label}" for status, count in written.in_numbers().items())
    thanks = [Fact(_("Thanks said"), person.thanks.count())] if user.is_coach() else []
    return [*first, *after, Fact(_("Messages"), numbers or _("none")), *thanks]
