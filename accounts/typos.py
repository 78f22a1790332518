"""Slips in the domain of an e-mail address: gmial.com, hotmail.con. A small list of domains that many people have; whatever
is one slip away from one of them, and is none of them itself, is asked about. Nobody is refused."""

from django import forms
from django.utils.translation import gettext_lazy as _

SHORTEST = 8  # letters of a domain that others are taken for: short ones are like too many that are real
KNOWN = frozenset(
    [
        *(
            "gmail.com",
            "googlemail.com",
            "yahoo.com",
            "hotmail.com",
            "outlook.com",
            "icloud.com",
            "live.com",
            "aol.com",
        ),
        *(
            "msn.com",
            "me.com",
            "mac.com",
            "proton.me",
            "protonmail.com",
            "pm.me",
            "gmx.de",
            "gmx.net",
            "gmx.com",
            "web.de",
        ),
        *("t-online.de", "freenet.de", "yahoo.co.uk", "hotmail.co.uk", "btinternet.com", "outlook.es", "hotmail.es"),
        *("yahoo.es", "telefonica.net", "hotmail.fr", "orange.fr", "free.fr", "laposte.net", "libero.it", "hotmail.it"),
        *(
            "comcast.net",
            "verizon.net",
            "sbcglobal.net",
            "bellsouth.net",
            "charter.net",
            "cox.net",
            "att.net",
            "hey.com",
        ),
        *(
            "fastmail.com",
            "zoho.com",
            "yandex.com",
            "mail.com",
            "email.com",
            "ymail.com",
            "rocketmail.com",
            "tutanota.com",
        ),
        *("mailbox.org", "posteo.de", "mail.ru", "bk.ru", "yahoo.com.mx", "hotmail.com.mx", "yahoo.com.ar", "yahoo.ca"),
        *("uol.com.br", "bigpond.com", "shaw.ca", "rogers.com", "gmx.at", "hotmail.de", "yahoo.de", "outlook.de"),
    ]
)


def likely(email):
    """Return the address that was probably meant, or an empty string where this one looks right."""
    name, _at, domain = email.rpartition("@")
    domain = domain.lower()
    if domain in KNOWN:
        return ""
    meant = [known for known in sorted(KNOWN) if len(known) >= SHORTEST and is_one_slip(domain, known)]
    return f"{name}@{meant[0]}" if len(meant) == 1 else ""


def is_one_slip(typed, meant):
    """Is one letter missing, too many or wrong, or have two changed places? (Damerau's four slips.)"""
    if typed == meant or abs(len(typed) - len(meant)) > 1:
        return False
    pairs = enumerate(zip(typed, meant, strict=False))
    same = next((place for place, (a, b) in pairs if a != b), min(len(typed), len(meant)))
    a, b = typed[same:], meant[same:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])


class AsksAboutSlips(forms.Form):
    """The part of a form with the field `email` that asks, once for each address, whether it has a slip in it."""

    as_typed = forms.CharField(required=False, widget=forms.HiddenInput)  # an address that she was asked about

    def clean_email(self):
        """Return the address; raises ValidationError for one with a slip, unless it comes for the second time."""
        above = getattr(super(), "clean_email", None)
        email = above() if above else self.cleaned_data["email"]
        meant = likely(email)
        if meant and self.data.get(self.add_prefix("as_typed")) != email:
            self.data = self.data.copy()
            self.data[self.add_prefix("as_typed")] = email
            asked = _("Did you mean %(meant)s? Change it, or send it once more to keep it as you typed it.")
            raise forms.ValidationError(asked, params={"meant": meant})
        return email
