"""Fields in which a day or an hour is typed, in the coach's time zone."""

from datetime import UTC, timedelta

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from stages.clock import zone_in_words

EARLIEST = 2000  # the first year that somebody here can mean: "26" in a browser's picker is the year 26
FARTHEST = 10  # years ahead that somebody here can mean


def in_your_zone():
    return _("In your time zone (%(zone)s).") % {"zone": zone_in_words(timezone.get_current_timezone_name())}


def ask_about_year(day):
    """Raise ValidationError for a year that is a slip of the fingers. Takes a date or a datetime."""
    this_year = timezone.localdate().year
    if not EARLIEST <= day.year <= this_year + FARTHEST:
        raise forms.ValidationError(
            _("Did you mean the year %(year)s? Please type all four digits, such as %(now)s."),
            code="year",
            params={"year": day.year, "now": this_year},
        )


def at_clock(typed, zone):
    """Return the moment at which a clock in the zone shows what was typed, a naive datetime. Raises ValidationError for an
    hour that is left out, or comes twice, on the day on which clocks are changed (PEP 495 says how it is told)."""
    first, second = (typed.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    shift = second.utcoffset() - first.utcoffset()
    if not shift:
        return first
    said = {"time": date_format(typed, "TIME_FORMAT"), "day": date_format(typed, "DATE_FORMAT")}
    if shift > timedelta():
        said["later"] = date_format(typed + shift, "TIME_FORMAT")
        message = _("There is no %(time)s on %(day)s: the clocks go forward. Choose %(later)s, for instance.")
    else:
        said |= {name: date_format(hour, "TIME_FORMAT") for name, hour in _around(typed, shift)}
        message = _(
            "%(time)s comes twice on %(day)s: the clocks go back. Choose a time that comes once, such as %(earlier)s"
            " or %(later)s."
        )
    raise forms.ValidationError(message, code="clocks_change", params=said)


def _around(typed, shift):
    return ("earlier", typed + shift), ("later", typed - shift)


class LocalTimeField(forms.DateTimeField):
    """A day and an hour where the coach lives, as her browser's own picker gives them. `kept` is the moment that a form
    shows to begin with: as long as nobody touches it, it stays what it is to the second, and nothing is asked of it."""

    kept = None

    def __init__(self, **options):
        options["widget"] = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        options["help_text"] = lazy(lambda said: f"{in_your_zone()} {said}".strip(), str)(options.get("help_text", ""))
        super().__init__(**options)

    def shown(self, moment):
        return self.widget.format_value(self.prepare_value(moment)) or ""

    def to_python(self, value):
        if self.kept and value == self.shown(self.kept):
            return self.kept
        with timezone.override(
            UTC
        ):  # Django would say of an hour that is left out only that it could not be interpreted
            typed = super().to_python(value)
        if typed is None:
            return None
        ask_about_year(typed)
        return at_clock(timezone.make_naive(typed, UTC), timezone.get_current_timezone())

    def has_changed(self, initial, data):
        return not self.disabled and (data or "") != self.shown(initial)


class DayField(forms.DateField):
    """A day, as the browser's own picker gives it."""

    def __init__(self, **options):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**options | {"widget": widget})

    def to_python(self, value):
        day = super().to_python(value)
        if day:
            ask_about_year(day)
        return day
