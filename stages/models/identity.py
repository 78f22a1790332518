import re
import zoneinfo
from urllib.parse import urlsplit

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from stages.country_names import country_name
from stages.fields import LineField, PlaceField, RenderedField, WebAddressField, WordsField
from stages.models.resource import coach_html
from stages.models.revised import Revised
from stages.pictures import PictureField, SizesField
from stages.prepared import prepared
from stages.text import first_sentence


def validate_time_zone(name):
    """Raise ValidationError unless `name` is in the IANA time zone database."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("There's no time zone of this name. Examples: Europe/London, America/New_York."))


def languages():
    """Return (code, its name in itself) of what she may write in: all that Django knows, more than pages speak."""
    known = ((code, info["name_local"]) for code, info in LANG_INFO.items() if "name_local" in info)
    return sorted(known, key=lambda language: language[1].lower())


def direction(language):
    """Return which way it is written, as HTML says it."""
    return "rtl" if LANG_INFO.get(language, {}).get("bidi") else "ltr"


def site_language():
    return settings.LANGUAGE_CODE


ABOUT = 200  # characters of her word about herself that stand on pages of other things
NEUTRAL_PAGE = "https://www.bbc.com/weather"  # the same for all the world, and open in any browser's history


class IdentityManager(models.Manager):
    def current(self):
        """Return the site's one row, or an unsaved one with the defaults."""
        return the_identity.first() or Identity()


@prepared
def the_identity():
    return Identity.objects.order_by("pk")[:1]


class Identity(Revised):
    """Whose site this is. One row, which the coach edits."""

    title = LineField(_("title"), max_length=60, default="Leanback")
    tagline = LineField(_("tagline"), max_length=160, blank=True)
    coach_name = LineField(_("your name"), max_length=40, blank=True, help_text=_("No one else can take this name."))
    about = WordsField(_("a word about you"), blank=True)
    about_html = RenderedField(source="about", render=lambda identity, source: coach_html(source))
    picture = PictureField(
        _("your picture"),
        upload_to="identity",
        blank=True,
        width_field="picture_width",
        height_field="picture_height",
        sizes_field="picture_sizes",
        alt_field="coach_name",
    )
    picture_width = models.PositiveIntegerField(null=True, editable=False)
    picture_height = models.PositiveIntegerField(null=True, editable=False)
    picture_sizes = SizesField()
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=languages,
        default=site_language,
        help_text=_("The language you write in."),
    )
    leave_to = WebAddressField(
        _("where “Leave this page” leads"),
        default=NEUTRAL_PAGE,
        help_text=_(
            "A page that gives nothing away, such as the weather. Readers land there at once when someone walks in."
        ),
    )
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC", validators=[validate_time_zone])
    away_until = models.DateField(_("away until"), null=True, blank=True, help_text=_("Readers who ask will see this."))
    first_day_put_away_at = models.DateTimeField(null=True, editable=False)  # the coach's list of what to do first
    starter_loaded_at = models.DateTimeField(null=True, editable=False)  # so that starter content never comes back

    objects = IdentityManager()
    history = HistoricalRecords(
        excluded_fields=[
            "about_html",
            "picture",
            "picture_width",
            "picture_height",
            "picture_sizes",
            "away_until",
            "first_day_put_away_at",
            "starter_loaded_at",
        ]
    )

    class Meta:
        verbose_name = _("your site")
        verbose_name_plural = _("your site")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_identity")]

    def __str__(self):
        return self.title

    def put_first_day_away(self):
        """Show the list of a coach's first day no more."""
        self.first_day_put_away_at = timezone.now()
        Identity.objects.filter(pk=self.pk).update(
            first_day_put_away_at=self.first_day_put_away_at
        )  # no new words of hers

    def names(self):
        """Return what stands where the site names itself: its title, and its tagline if it has one."""
        return [self.title, self.tagline] if self.tagline else [self.title]

    def names_in_line(self):
        return " · ".join(self.names())

    def about_in_a_sentence(self):
        """Return the first sentence of what she says of herself, or an empty string."""
        said = first_sentence(self.about_html, ABOUT)
        return f"{said}." if said[-1:].isalnum() else said

    def help_lines_near(self, countries):
        """Return the help lines for people in these countries and for everywhere, those of the countries first; and then
        all others."""
        lines = list(self.help_lines.all())
        near = [line for line in lines if line.country in countries]
        everywhere = [line for line in lines if not line.country]
        return near + everywhere, [line for line in lines if line.country and line not in near]

    @property
    def zone(self):
        """The time zone in which she lives, as a ZoneInfo."""
        return zoneinfo.ZoneInfo(self.time_zone)

    def today(self):
        """Return the day that it is where she lives."""
        return timezone.localdate(timezone=self.zone)

    def is_away(self):
        return self.away_until is not None and self.away_until >= self.today()


class HelpLine(Revised):
    """A number to call in danger or despair."""

    identity = models.ForeignKey(Identity, models.CASCADE, related_name="help_lines", default=1)
    country = LineField(
        _("country"), max_length=2, blank=True, help_text=_("Two letters (US, GB). Leave empty for everywhere.")
    )
    name = LineField(_("name"), max_length=120)
    contact = LineField(_("number"), max_length=120)
    note = LineField(_("who it's for, and when"), max_length=200, blank=True)
    url = WebAddressField(_("page"), blank=True)
    checked_on = LineField(_("last checked"), max_length=10, blank=True, help_text=_("Year and month: 2026-11."))
    position = PlaceField(_("position"), within="identity")

    history = HistoricalRecords(excluded_fields=["position"])

    class Meta:
        verbose_name = _("help line")
        verbose_name_plural = _("help lines")
        ordering = ["position", "id"]

    def __str__(self):
        return self.name

    def where_and_when(self):
        """Return what is told beside its number: the country and the note, as far as it has them."""
        return [each for each in (self.country_name, self.note) if each]

    @property
    def country_name(self):
        return country_name(self.country)

    @property
    def site(self):
        """The name of its site, as people say it: "samaritans.org"."""
        return urlsplit(self.url).netloc.removeprefix("www.")

    @property
    def number(self):
        """The number as a telephone takes it (RFC 3966), or an empty string: "988", but not "112, 911 or 999"."""
        bare = re.sub(r"[\s().-]", "", self.contact)
        return bare if re.fullmatch(r"\+?[0-9]{3,15}", bare) else ""
