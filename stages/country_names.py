"""The countries of the help lines that the site starts with, by their names: "IE" tells a frightened reader nothing."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "AU": _("Australia"),
    "CA": _("Canada"),
    "DE": _("Germany"),
    "ES": _("Spain"),
    "FR": _("France"),
    "GB": _("United Kingdom"),
    "IE": _("Ireland"),
    "IN": _("India"),
    "MX": _("Mexico"),
    "NZ": _("New Zealand"),
    "US": _("United States"),
}


def country_name(code):
    """Return the name of a country, or the two letters that the coach wrote where its name is not known here."""
    return NAMES.get(code, code)
