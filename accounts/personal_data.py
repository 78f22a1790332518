"""What is kept about a person. Every app has a module of this name: SECTIONS are what she gets in her copy, NOT_HERS the
fields that point to a person and are in no copy, each with the reason, and `forget` undoes what deleting her row would
leave behind. `leanback/personal_data.py` puts them together, and `tests/test_own_data.py` fails for a table that none names."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from accounts.models import HeldName, Limits, MailChoices, OutgoingMail, PausedAddress, When


@dataclass(frozen=True)
class Section:
    """A part of her copy: what it is called in data.json and on the page, its rows, and the fields (app.model.field) by
    which its tables point to her."""

    name: str
    title: str
    rows: Callable
    fields: tuple[str, ...]


def of(rows, *shown):
    """Yield each row as {field: value}, a few hundred at a time."""
    yield from rows.values(*shown).iterator(chunk_size=500)


def account(person):
    """Yield her account as one row."""
    addresses = person.emailaddress_set.order_by("pk").values("email", "verified")
    yield {
        "pen_name": person.pen_name,
        "email": person.email,
        "addresses": list(addresses),
        "joined_at": person.joined_at,
        "said_she_is_an_adult_at": person.adult_at,
        "last_signed_in_at": person.last_login,
        "has_a_password": person.has_usable_password(),
        "roles": sorted(person.roles),
        "second_factor_asked_from": person.second_factor_by,
    } | limits(person)


def limits(person):
    """Return the limits within which she moderates, if a coach has set any."""
    hers = Limits.objects.of(person)
    return {} if hers._state.adding else {name: getattr(hers, name) for name in ("kept_from", "most_an_hour", "until")}


def keys(person):
    """Yield her passkeys and apps: that they are, not their secrets."""
    for row in person.authenticator_set.order_by("pk"):
        yield {"what": str(row), "kind": row.type, "added_at": row.created_at, "last_used_at": row.last_used_at}


def mail_choices(person):
    choices = MailChoices.objects.of(person)
    yield {field.name: getattr(choices, field.name) for field in choices._meta.fields if field.name != "person"}


def mails(person):
    """Yield the mails that are still on their way to her."""
    for mail in OutgoingMail.objects.on_their_way_to(person.email):
        yield {"subject": mail.subject, "text": mail.text, "since": mail.created_at}


SECTIONS = [
    Section(
        "account",
        _("My account"),
        account,
        ("account.emailaddress.user", "accounts.user_groups.user", "accounts.limits.person"),
    ),
    Section("keys", _("Passkeys and apps"), keys, ("mfa.authenticator.user",)),
    Section(
        "sessions",
        _("Where I'm signed in"),
        lambda person: of(person.usersession_set.order_by("pk"), "created_at", "last_seen_at", "ip", "user_agent"),
        ("usersessions.usersession.user",),
    ),
    Section("mail_choices", _("E-mails to me"), mail_choices, ("accounts.mailchoices.person",)),
    Section(
        "paused",
        _("Mail that came back"),
        lambda person: of(PausedAddress.objects.filter(person=person), "address", "why", "at"),
        ("accounts.pausedaddress.person",),
    ),
    Section("mails", _("Mails on their way"), mails, ("accounts.outgoingmail.person",)),
]
LABELS = {
    "pen_name": _("Pen name"),
    "email": _("E-mail address"),
    "addresses": _("Addresses"),
    "joined_at": _("Joined"),
    "said_she_is_an_adult_at": _("Said to be 18 or older"),
    "last_signed_in_at": _("Last signed in"),
    "has_a_password": _("Has a password"),
    "roles": _("Roles"),
    "second_factor_asked_from": _("Second factor put off until"),
    "what": _("What"),
    "kind": _("Kind"),
    "added_at": _("Added"),
    "last_used_at": _("Last used"),
    "created_at": _("Since"),
    "last_seen_at": _("Last seen"),
    "ip": _("Address of the connection"),
    "user_agent": _("Browser"),
    "subject": _("Subject"),
    "text": _("Text"),
    "since": _("Since"),
    "address": _("Address"),
    "why": _("Why"),
    "at": _("When"),
    "kept_from": _("Not mine to do"),
    "most_an_hour": _("Acts an hour at most"),
    "until": _("Until"),
} | {field.name: field.verbose_name for field in MailChoices._meta.fields}
VALUES = dict(When.choices) | {True: _("yes"), False: _("no")}
NOT_HERS = {
    "accounts.mailedlink.person": "good for some minutes, and it would sign her in",
    "accounts.user_user_permissions.user": "never filled: rights come with roles",
    "admin.logentry.user": "what staff did with the coach's own content",
}


def forget(person, keeps_words):
    """Sign her out everywhere and take back what is on its way to her; hold her name, so that nobody is taken for her."""
    person.hears_no_more()
    person.sign_out_everywhere()
    forget_sign_ins_begun(person)
    HeldName.objects.hold(person.pen_name_key, person)
    LogEntry.objects.filter(
        content_type__app_label="accounts", content_type__model="user", object_id=str(person.pk)
    ).delete()


def forget_sign_ins_begun(person):
    """End sessions in which somebody began to sign in with her address and did not finish."""
    for session in Session.objects.iterator(chunk_size=500):
        if person.email in str(session.get_decoded()):
            session.delete()
