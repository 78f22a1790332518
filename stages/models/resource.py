from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stages import text
from stages.fields import RenderedField, WebAddressField
from stages.models.publishable import Publishable, PublishableQuerySet


class Resource(Publishable):
    """Something that the coach sends people to again and again: a page of the library, or a link outside."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        EXERCISE = "exercise", _("exercise")
        LIST = "list", _("list")
        VIDEO = "video", _("video")
        HANDBOOK = "handbook", _("handbook")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ARTICLE)
    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    url = WebAddressField(_("link outside"), max_length=500, blank=True)
    body = models.TextField(_("text"), blank=True)
    body_html = RenderedField(source="body", render=lambda resource, source: text.coach_html(source))

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(url="", body=""),
                name="a_resource_leads_somewhere",
                violation_error_message=_("Give it a text of its own or a link outside."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return self.url or reverse("resource", args=[self.slug])
