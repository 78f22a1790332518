"""One clock, the coach's. Moments are stored in UTC; whatever is typed or shown is in the time zone of the Identity row."""

import re
from contextlib import suppress
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

AREAS = {
    "Africa": gettext_lazy("Africa"),
    "America": gettext_lazy("America"),
    "Antarctica": gettext_lazy("Antarctica"),
    "Arctic": gettext_lazy("Arctic"),
    "Asia": gettext_lazy("Asia"),
    "Atlantic": gettext_lazy("Atlantic"),
    "Australia": gettext_lazy("Australia"),
    "Europe": gettext_lazy("Europe"),
    "Indian": gettext_lazy("Indian Ocean"),
    "Pacific": gettext_lazy("Pacific"),
}


class LazyZone(tzinfo):
    """A time zone that is looked up when a moment is first shown in it: most requests show none, and need not ask the
    database which it is. `find` returns the ZoneInfo."""

    def __init__(self, find):
        self.find = find

    def utcoffset(self, moment):
        return self.find().utcoffset(moment)

    def dst(self, moment):
        return self.find().dst(moment)

    def tzname(self, moment):
        return self.find().tzname(moment)

    def fromutc(self, moment):
        zone = self.find()
        return zone.fromutc(moment.replace(tzinfo=zone)).replace(tzinfo=self)

    def __str__(self):
        return str(self.find())


ISO = re.compile(r"\b\d{4}-\d\d-\d\d(?:T[\d:.]+(?:[+-][\d:]+|Z)?)?", re.ASCII)


def zone_in_words(zone):
    """Return what people call the time of a zone: "Madrid time", "Buenos Aires time"; of UTC its name."""
    name = str(zone)
    if "/" not in name:
        return name
    return _("%(city)s time") % {"city": name.rpartition("/")[2].replace("_", " ")}


def in_words(moment, zone=None):
    """Return a moment as people read it, with the name of its zone: "30 November 2026, 3:03 pm (Madrid time)". Without a
    zone it is that of the request."""
    zone = zone or ZoneInfo(timezone.get_current_timezone_name())
    return f"{date_format(timezone.localtime(moment, zone), 'DATETIME_FORMAT')} ({zone_in_words(zone)})"


def iso_in_words(text):
    """Return a text with the days and moments of ISO 8601 in it, as the log keeps them, as people read them."""
    return ISO.sub(lambda found: _told(found[0]), text)


def _told(iso):
    for read, told in ((date.fromisoformat, date_format), (datetime.fromisoformat, in_words)):
        with suppress(ValueError):
            return told(read(iso))
    return iso


def zones_to_choose(now=None):
    """Return the IANA time zones by continent, as the choices of a form; `now`, the name of the one that is set, is there
    whatever it is called."""
    by_area = {area: [] for area in AREAS}
    for name in sorted(available_timezones()):
        area, _slash, place = name.partition("/")
        if place and area in by_area:
            by_area[area].append((name, place.replace("_", " ").replace("/", ", ")))
    others = dict.fromkeys(["UTC", now] if now and now.partition("/")[0] not in AREAS else ["UTC"])
    groups = [(AREAS[area], places) for area, places in by_area.items() if places]
    return [*((name, name) for name in others), *groups]
