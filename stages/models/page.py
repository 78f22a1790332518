"""The coach's own pages: about, privacy, rules. They are the texts of `stages/starter/pages.toml` until she changes them, and
say what is kept and for how long: who changes that changes them too (`tests/test_own_pages.py` holds the numbers together)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from stages.fields import LineField, RenderedField, WordsField
from stages.models.resource import coach_html
from stages.models.revised import Revised
from stages.text import first_words, headings_raised


class PageQuerySet(models.QuerySet):
    def at(self, slug):
        """Return the page as she wrote it, or None as long as she has not touched it."""
        return self.filter(slug=slug).first()


class Page(Revised):
    """One of the coach's own pages. There are three; as long as she has not touched one, the starter text stands there."""

    class Slug(models.TextChoices):
        ABOUT = "about", _("about")
        PRIVACY = "privacy", _("privacy")
        RULES = "rules", _("rules")

    slug = models.CharField(_("page"), max_length=10, choices=Slug, unique=True, editable=False)
    title = LineField(_("title"), max_length=120)
    body = WordsField(_("text"))
    body_html = RenderedField(source="body", render=lambda page, source: headings_raised(coach_html(source)))
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = PageQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["body_html", "updated_at"])

    class Meta:
        verbose_name = _("page of yours")
        verbose_name_plural = _("about, privacy and rules")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(slug__in=["about", "privacy", "rules"]), name="three_pages_of_her_own"
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse(self.slug)

    def description(self):
        """What search engines and shared links tell of it."""
        return first_words(self.body_html)

    def is_about(self):
        return self.slug == self.Slug.ABOUT
